/**
 * True when the keys pressed on this element are text: single-key commands must not fire there, and undo is the
 * field's own. A read-only document that takes a caret (`aria-readonly`, or no editing at all) is not a field.
 */
export const isTyping = (target: EventTarget | null): boolean => {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement)
    return (
      !["checkbox", "radio", "button", "submit", "range", "color"].includes(target.type) && !target.readOnly
    );
  if (target instanceof HTMLTextAreaElement) return !target.readOnly;
  if (target instanceof HTMLSelectElement) return true;
  if (!target.isContentEditable) return false;
  return target.closest('[contenteditable="true"]')?.getAttribute("aria-readonly") !== "true";
};
