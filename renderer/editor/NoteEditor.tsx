import type { Editor, JSONContent } from "@tiptap/core";
import { Markdown } from "@tiptap/markdown";
import { EditorContent, useEditor } from "@tiptap/react";
import StarterKit from "@tiptap/starter-kit";
import { useEffect, useRef } from "react";
import styles from "./NoteEditor.module.css";

/** How long after the last key a note is saved, in milliseconds. */
const saveDelay = 400;

/** Who types on and on is saved after this long all the same (ms): a crash costs no more than that. */
const longestUnsaved = 2000;

const readMarkdown = (parser: Editor["markdown"], markdown: string): JSONContent => {
  const read = parser?.parse(markdown);
  return read?.content?.length ? read : { type: "doc", content: [{ type: "paragraph" }] };
};

/**
 * A note: rich text with Markdown shortcuts, kept as Markdown. It is saved shortly after typing stops, now and then
 * while it does not, when it loses focus and when it goes away; there is no save button. Links stay inert text.
 */
export const NoteEditor = ({
  label,
  value,
  isEditable,
  onSave,
  onLeave,
}: {
  readonly label: string;
  readonly value: string;
  readonly isEditable: boolean;
  /** Answers whether it is saved now. What is not is tried again with the next key, and when the focus goes. */
  readonly onSave: (markdown: string) => Promise<boolean>;
  /** Escape or Ctrl+Enter: back to where the keys came from. */
  readonly onLeave: () => void;
}) => {
  const saved = useRef(value);
  const latest = useRef({ onSave, onLeave });
  latest.current = { onSave, onLeave };
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** When the first key came that is not saved yet, by `performance.now`. */
  const unsavedSince = useRef<number>(undefined);
  const flush = useRef<() => void>(() => undefined);

  const editor = useEditor({
    extensions: [StarterKit.configure({ link: false, underline: false }), Markdown],
    // After Markdown's own listener, which has made the parser by then.
    onBeforeCreate: ({ editor: { options, markdown } }) => {
      // HTML in a note is text and shown as typed. The parser would hand it to the DOM, which the window's policy
      // (Trusted Types) refuses by throwing, and so would Tiptap with an empty string.
      Object.assign(markdown ?? {}, { isUnrecognizedHtml: () => true });
      options.content = readMarkdown(markdown, value);
    },
    editable: isEditable,
    injectCSS: false,
    autofocus: isEditable ? "end" : false,
    shouldRerenderOnTransaction: false,
    editorProps: {
      attributes: {
        "aria-label": label,
        class: styles.note ?? "",
        ...(isEditable ? { role: "textbox", "aria-multiline": "true" } : { role: "note", tabindex: "-1" }),
      },
      handleKeyDown: (_view, event) => {
        if (event.key !== "Escape" && !(event.key === "Enter" && (event.ctrlKey || event.metaKey)))
          return false;
        event.stopPropagation();
        flush.current();
        latest.current.onLeave();
        return true;
      },
    },
    onUpdate: () => {
      clearTimeout(timer.current);
      unsavedSince.current ??= performance.now();
      const left = unsavedSince.current + longestUnsaved - performance.now();
      timer.current = setTimeout(() => flush.current(), Math.min(saveDelay, left));
    },
    onBlur: () => flush.current(),
  });

  flush.current = () => {
    clearTimeout(timer.current);
    unsavedSince.current = undefined;
    if (editor === null || editor.isDestroyed || !editor.isEditable) return;
    const markdown = editor.getMarkdown().trim();
    if (markdown === saved.current) return;
    const before = saved.current;
    saved.current = markdown;
    void latest.current.onSave(markdown).then((isSaved) => {
      if (!isSaved && saved.current === markdown) saved.current = before;
    });
  };

  useEffect(() => {
    if (editor === null || editor.isFocused || value === saved.current) return;
    saved.current = value;
    editor.commands.setContent(readMarkdown(editor.markdown, value), { emitUpdate: false });
  }, [editor, value]);

  useEffect(() => {
    editor?.setEditable(isEditable, false);
    if (!isEditable) return;
    editor?.commands.focus("end");
    // Tiptap takes the focus a frame later, and keys that are typed meanwhile would go elsewhere.
    editor?.view.focus();
  }, [editor, isEditable]);

  useEffect(() => () => flush.current(), []);

  return <EditorContent editor={editor} />;
};
