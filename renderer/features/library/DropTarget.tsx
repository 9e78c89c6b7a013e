import { FileDown } from "lucide-react";
import { useEffect, useState } from "react";
import { isTyping } from "../../ui/is-typing";
import styles from "./DropTarget.module.css";
import { importDrop, importFiles, startNewArticle } from "./use-imports";

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true;

/** Takes files dropped anywhere on the window, and text or files pasted outside of fields. */
export const DropTarget = ({ isReadOnly }: { readonly isReadOnly: boolean }) => {
  const [isOver, setOver] = useState(false);

  useEffect(() => {
    // Entering a child fires before leaving its parent: only the balance says whether the pointer is still here.
    let depth = 0;
    const settle = (next: number) => {
      depth = Math.max(0, next);
      setOver(depth > 0 && !isReadOnly);
    };
    const onEnter = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      settle(depth + 1);
    };
    const onLeave = (event: DragEvent) => {
      if (carriesFiles(event)) settle(depth - 1);
    };
    const onOver = (event: DragEvent) => {
      if (!carriesFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = isReadOnly ? "none" : "copy";
    };
    const onDrop = (event: DragEvent) => {
      if (!carriesFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      settle(0);
      if (!isReadOnly) void importDrop(event.dataTransfer);
    };
    const onPaste = (event: ClipboardEvent) => {
      if (isReadOnly || event.defaultPrevented || isTyping(event.target)) return;
      if (event.target instanceof Element && event.target.closest('[role="dialog"]') !== null) return;
      const files = [...(event.clipboardData?.files ?? [])];
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (text.trim() !== "") startNewArticle(text);
      else if (files.length > 0) void importFiles(files);
    };
    window.addEventListener("dragenter", onEnter);
    window.addEventListener("dragleave", onLeave);
    window.addEventListener("dragover", onOver);
    window.addEventListener("drop", onDrop);
    window.addEventListener("paste", onPaste);
    return () => {
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
        <p>Files and folders. Each text is kept exactly as published.</p>
      </div>
    </div>
  );
};
