/**
 * Puts text on the clipboard; call it from a click or a key. True when that was done. The asynchronous clipboard asks
 * for a permission, and this window is granted none.
 */
export const copyText = (text: string): boolean => {
  const onCopy = (event: ClipboardEvent) => {
    event.clipboardData?.setData("text/plain", text);
    event.preventDefault();
  };
  document.addEventListener("copy", onCopy);
  const isDone = document.execCommand("copy");
  document.removeEventListener("copy", onCopy);
  return isDone;
};
