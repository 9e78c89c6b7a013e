import { type ClipboardEvent, useState } from "react";
import { count } from "../../parts/dates";
import { SourceNameField } from "../../parts/SourceNameField";
import { VisibleText } from "../../parts/VisibleText";
import { Button } from "../../ui/Button";
import { DateField } from "../../ui/DateField";
import { Field } from "../../ui/Field";
import { Modal } from "../../ui/Modal";
import { useMedia } from "../../ui/use-media";
import { showOverlay } from "../../ui-state";
import styles from "./forms.module.css";
import { LinkField } from "./LinkField";
import { readClipboard } from "./read-clipboard";
import { createArticleFromText, useImports } from "./use-imports";

const close = () => showOverlay("none");

/** As much as anybody looks at before it is an article. */
const previewLength = 20_000;

/** What a web page gave: its words, as words. They are read once more, with their headings and lists, when it comes in. */
const PagePreview = ({
  text,
  words,
  onEdit,
}: {
  readonly text: string;
  readonly words: number;
  readonly onEdit: () => void;
}) => (
  <section aria-label="Pasted text">
    <p className={styles.previewLabel}>Text, pasted from a web page</p>
    {/* A scroller that only a mouse can scroll would keep its end from the keyboard. */}
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
    <div className={styles.preview} tabIndex={0} role="group" aria-label="Preview">
      <VisibleText>{text.slice(0, previewLength)}</VisibleText>
    </div>
    <div className={styles.previewNote}>
      <span>{count(words, "word")}. Headings and lists are kept, page furniture is set aside.</span>
      <Button tone="quiet" onPress={onEdit}>
        Edit as plain text
      </Button>
    </div>
  </section>
);

/** The sheet for pasted or typed text. */
export const NewArticle = () => {
  const pasted = useImports((state) => state.pasted);
  const [text, setText] = useState(pasted.text);
  const [html, setHtml] = useState(pasted.html);
  const [title, setTitle] = useState(pasted.title);
  const [source, setSource] = useState("");
  const [date, setDate] = useState<string | null>(null);
  const [url, setUrl] = useState(pasted.url);
  const [isBusy, setBusy] = useState(false);
  // In a low window the buttons stay in sight.
  const isLow = useMedia("(max-height: 800px)");
  const firstLine = text.trim().split("\n", 1)[0]?.slice(0, 200) ?? "";
  const words = text.trim() === "" ? 0 : text.trim().split(/\s+/u).length;

  /** Pasted into the empty sheet: as good as pasted into the window. */
  const onPaste = (event: ClipboardEvent) => {
    const found = text.trim() === "" ? readClipboard((type) => event.clipboardData.getData(type)) : null;
    if (found === null || found.html === null) return;
    event.preventDefault();
    setText(found.text);
    setHtml(found.html);
    if (title === "") setTitle(found.title);
    if (url === "") setUrl(found.url);
  };

  const create = async () => {
    setBusy(true);
    await createArticleFromText({
      text,
      ...(html === null ? {} : { html }),
      ...(title.trim() === "" ? {} : { title: title.trim() }),
      ...(source.trim() === "" ? {} : { sourceName: source.trim() }),
      ...(date === null ? {} : { publishedOn: date }),
      ...(url.trim() === "" ? {} : { url: url.trim() }),
    });
    // On failure the sheet stays, with everything that was typed.
    setBusy(false);
  };

  return (
    <Modal title="New article" isOpen onClose={close} width={640}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        {html === null ? (
          <Field
            label="Text"
            lines={isLow ? 5 : 10}
            value={text}
            onChange={setText}
            onPaste={onPaste}
            autoFocus={pasted.text === "" || pasted.html !== null}
            hint={
              words === 0 ? "Paste the text as published. It never changes after this." : count(words, "word")
            }
          />
        ) : (
          <PagePreview text={text} words={words} onEdit={() => setHtml(null)} />
        )}
        <Field
          label="Title"
          value={title}
          onChange={setTitle}
          autoFocus={pasted.text !== ""}
          maxLength={1000}
          placeholder={firstLine === "" ? "The first line, unless you give one" : firstLine}
        />
        <div className={styles.pair}>
          <SourceNameField value={source} onChange={setSource} />
          <DateField label="Published on" value={date} onChange={setDate} />
        </div>
        <LinkField value={url} onChange={setUrl} />
        <div className={styles.buttons}>
          <Button onPress={close}>Cancel</Button>
          <Button type="submit" tone="primary" isDisabled={words === 0 || isBusy}>
            Add article
          </Button>
        </div>
      </form>
    </Modal>
  );
};
