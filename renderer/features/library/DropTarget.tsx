import { FileDown } from "lucide-react";
import { useEffect, useState } from "react";
import { isTyping } from "../../ui/is-typing";
import styles from "./DropTarget.module.css";
import { readClipboard } from "./read-clipboard";
import { importDrop, importFiles, startNewArticle } from "./use-imports";

const carries = (event: DragEvent, type: string) => event.dataTransfer?.types.includes(type) === true;
/** Files, or words out of another window; a link alone is nothing that could be imported without a network. */
const isWelcome = (event: DragEvent) =>
  carries(event, "Files") || carries(event, "text/html") || carries(event, "text/plain");
const isInDialog = (target: EventTarget | null) =>
  target instanceof Element && target.closest('[role="dialog"]') !== null;

/** Takes files and text dropped anywhere on the window, and text or files pasted outside of fields. */
export const DropTarget = ({ isReadOnly }: { readonly isReadOnly: boolean }) => {
  const [isOver, setOver] = useState(false);

  useEffect(() => {
    // Entering a child fires before leaving its parent: only the balance says whether the pointer is still here.
    let depth = 0;
    const settle = (next: number) => {
      depth = Math.max(0, next);
      setOver(depth > 0 && !isReadOnly);
    };
    // What is dragged within the window (tags, selected words) is no import.
    let isOwn = false;
    const onOwnStart = () => {
      isOwn = true;
    };
    const onOwnEnd = () => {
      isOwn = false;
    };
    const isMeant = (event: DragEvent) =>
      !isOwn &&
      isWelcome(event) &&
      (carries(event, "Files") || !(isTyping(event.target) || isInDialog(event.target)));
    const onEnter = (event: DragEvent) => {
      if (isOwn || !isWelcome(event)) return;
      event.preventDefault();
      settle(depth + 1);
    };
    const onLeave = (event: DragEvent) => {
      if (!isOwn && isWelcome(event)) settle(depth - 1);
    };
    const onOver = (event: DragEvent) => {
      if (!isMeant(event) || event.dataTransfer === null) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = isReadOnly ? "none" : "copy";
    };
    const onDrop = (event: DragEvent) => {
      settle(0);
      if (!isMeant(event) || event.dataTransfer === null) return;
      event.preventDefault();
      if (isReadOnly) return;
      const { dataTransfer } = event;
      if (dataTransfer.types.includes("Files")) return void importDrop(dataTransfer);
      const pasted = readClipboard((type) => dataTransfer.getData(type));
      if (pasted !== null) startNewArticle(pasted);
    };
    const onPaste = (event: ClipboardEvent) => {
      const { clipboardData } = event;
      if (isReadOnly || event.defaultPrevented || clipboardData === null || isTyping(event.target)) return;
      if (isInDialog(event.target)) return;
      const pasted = readClipboard((type) => clipboardData.getData(type));
      const files = [...clipboardData.files];
      if (pasted === null && files.length === 0) return;
      // The sheet that opens puts the cursor in a field: without this the same paste would go there as well.
      event.preventDefault();
      if (pasted !== null) startNewArticle(pasted);
      else void importFiles(files);
    };
    window.addEventListener("dragstart", onOwnStart);
    window.addEventListener("dragend", onOwnEnd);
    window.addEventListener("dragenter", onEnter);
    window.addEventListener("dragleave", onLeave);
    window.addEventListener("dragover", onOver);
    window.addEventListener("drop", onDrop);
    window.addEventListener("paste", onPaste);
    return () => {
      window.removeEventListener("dragstart", onOwnStart);
      window.removeEventListener("dragend", onOwnEnd);
      window.removeEventListener("dragenter", onEnter);
      window.removeEventListener("dragleave", onLeave);
      window.removeEventListener("dragover", onOver);
      window.removeEventListener("drop", onDrop);
      window.removeEventListener("paste", onPaste);
    };
  }, [isReadOnly]);

  if (!isOver) return null;
  return (
    <div className={styles.veil}>
      <div className={styles.frame}>
        <FileDown size={28} strokeWidth={1.4} aria-hidden="true" />
        <p className={styles.words}>Drop to import</p>
        <p>Files, folders and text. Each original is kept exactly as it came.</p>
      </div>
    </div>
  );
};
