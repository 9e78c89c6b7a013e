import { useState } from "react";
import { count } from "../../parts/dates";
import { Button } from "../../ui/Button";
import { DateField } from "../../ui/DateField";
import { Field } from "../../ui/Field";
import { Modal } from "../../ui/Modal";
import { useMedia } from "../../ui/use-media";
import { showOverlay } from "../../ui-state";
import styles from "./forms.module.css";
import { LinkField } from "./LinkField";
import { SourceNameField } from "./SourceNameField";
import { createArticleFromText, useImports } from "./use-imports";

const close = () => showOverlay("none");

/** The sheet for pasted or typed text. */
export const NewArticle = () => {
  const draft = useImports((state) => state.draftText);
  const [text, setText] = useState(draft);
  const [title, setTitle] = useState("");
  const [source, setSource] = useState("");
  const [date, setDate] = useState<string | null>(null);
  const [url, setUrl] = useState("");
  const [isBusy, setBusy] = useState(false);
  // In a low window the buttons stay in sight.
  const isLow = useMedia("(max-height: 800px)");
  const firstLine = text.trim().split("\n", 1)[0]?.slice(0, 200) ?? "";
  const words = text.trim() === "" ? 0 : text.trim().split(/\s+/u).length;

  const create = async () => {
    setBusy(true);
    const isDone = await createArticleFromText({
      text,
      ...(title.trim() === "" ? {} : { title: title.trim() }),
      ...(source.trim() === "" ? {} : { sourceName: source.trim() }),
      ...(date === null ? {} : { publishedOn: date }),
      ...(url.trim() === "" ? {} : { url: url.trim() }),
    });
    // On failure the sheet stays, with everything that was typed.
    setBusy(false);
    if (isDone) useImports.setState({ draftText: "" });
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
        <Field
          label="Text"
          lines={isLow ? 5 : 10}
          value={text}
          onChange={setText}
          autoFocus={draft === ""}
          hint={
            words === 0 ? "Paste the text as published. It never changes after this." : count(words, "word")
          }
        />
        <Field
          label="Title"
          value={title}
          onChange={setTitle}
          autoFocus={draft !== ""}
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
