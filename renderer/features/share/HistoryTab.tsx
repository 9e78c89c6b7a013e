import { CalendarClock, FileDown } from "lucide-react";
import { useState } from "react";
import { Entity } from "../../../shared/domain/change";
import { useCall } from "../../query";
import { Button } from "../../ui/Button";
import { DateField } from "../../ui/DateField";
import { Modal } from "../../ui/Modal";
import { Picker } from "../../ui/Picker";
import { SearchBox } from "../../ui/SearchBox";
import { Segments } from "../../ui/Segments";
import { Suggest } from "../../ui/Suggest";
import { EditList } from "./EditList";
import styles from "./HistoryTab.module.css";
import { kindWords } from "./history-words";
import { TrashList } from "./TrashList";
import { exportAudit, filterOf, setHistory, showAsOf, useHistory } from "./use-history";

const icon = { size: 16, strokeWidth: 1.6, "aria-hidden": true } as const;

const everyone = "everyone";
const everything = "everything";

const Filters = () => {
  const { analystId, entity, articleId, text } = useHistory();
  const editors = useCall("history", "editors", undefined, { keepPrevious: true }).data ?? [];
  const articles = useCall("articles", "list", { sort: "title" }, { keepPrevious: true }).data ?? [];
  return (
    <div className={styles.filters} role="search" aria-label="Narrow the history">
      <div className={styles.search}>
        <SearchBox
          label="Words in the history"
          value={text}
          onChange={(typed) => setHistory({ text: typed })}
          placeholder="Words in labels, notes, statements…"
        />
      </div>
      <div className={styles.choice}>
        <Picker
          label="Who"
          isLabelHidden
          choices={[
            { key: everyone, label: "Everyone" },
            ...editors.map(({ id, name }) => ({ key: id as string, label: name === "" ? id : name })),
          ]}
          value={analystId ?? everyone}
          onChange={(key) => setHistory({ analystId: editors.find(({ id }) => id === key)?.id ?? null })}
        />
      </div>
      <div className={styles.choice}>
        <Picker
          label="Kind"
          isLabelHidden
          choices={[
            { key: everything, label: "Every kind" },
            ...Entity.options
              .filter((kind) => kind !== "analyst")
              .map((kind) => ({ key: kind as string, label: kindWords[kind].many })),
          ]}
          value={entity ?? everything}
          onChange={(key) => setHistory({ entity: Entity.options.find((kind) => kind === key) ?? null })}
        />
      </div>
      <div className={styles.article}>
        <Suggest
          label="Article"
          isLabelHidden
          noun="article"
          placeholder="Any article"
          suggestions={articles.map(({ id, title, sourceName }) => ({
            key: id,
            label: title,
            detail: sourceName ?? "",
          }))}
          value={articleId}
          onChange={(chosen) => setHistory({ articleId: chosen })}
        />
      </div>
    </div>
  );
};

/** Asks for a day and shows the project as it stood at its end. */
const GoToDay = ({ onClose }: { readonly onClose: () => void }) => {
  const [day, setDay] = useState<string | null>(null);
  const go = () => {
    if (day === null) return;
    onClose();
    // The end of the day where the person is.
    void showAsOf({ at: new Date(`${day}T23:59:59.999`).toISOString() });
  };
  return (
    <Modal title="As it stood on a day" isOpen onClose={onClose} width={420}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          go();
        }}
      >
        <p>
          Shows the whole project as it was at the end of a day: articles, highlights, claims and the letters
          in force. It can be read and exported, and nothing is changed.
        </p>
        <DateField label="Day" value={day} onChange={setDay} />
        <div className={styles.buttons}>
          <Button onPress={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" isDisabled={day === null}>
            Show it
          </Button>
        </div>
      </form>
    </Modal>
  );
};

/** Every edit with who, when and what, and what was removed. */
export const HistoryTab = () => {
  const state = useHistory();
  const [isChoosing, setChoosing] = useState(false);
  const isReadOnly = useCall("project", "get", undefined).data?.isReadOnly ?? true;
  return (
    <div className={styles.tab} data-fill>
      <header className={styles.head}>
        <div className={styles.titles}>
          <h2>History</h2>
          <Segments
            label="Show"
            isLabelHidden
            segments={[
              { key: "edits", label: "Edits" },
              { key: "trash", label: "Removed things" },
            ]}
            value={state.view}
            onChange={(view) => setHistory({ view })}
          />
          {state.view === "edits" ? (
            <div className={styles.acts}>
              <Button tone="quiet" icon={<CalendarClock {...icon} />} onPress={() => setChoosing(true)}>
                As it stood on…
              </Button>
              <Button
                tone="quiet"
                icon={<FileDown {...icon} />}
                onPress={() => void exportAudit(filterOf(state))}
              >
                Export…
              </Button>
            </div>
          ) : null}
        </div>
        {state.view === "edits" ? <Filters /> : null}
      </header>
      {state.view === "edits" ? (
        <EditList filter={filterOf(state)} isReadOnly={isReadOnly} />
      ) : (
        <TrashList isReadOnly={isReadOnly} />
      )}
      {isChoosing ? <GoToDay onClose={() => setChoosing(false)} /> : null}
    </div>
  );
};
