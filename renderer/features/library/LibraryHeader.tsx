import { ClipboardPaste, FileUp, FolderUp, Plus, Search, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button as AriaButton, Input, SearchField } from "react-aria-components";
import type { ArticleQuery } from "../../../shared/domain/query";
import { count } from "../../parts/dates";
import { Button } from "../../ui/Button";
import { MenuButton } from "../../ui/Menu";
import { Filters } from "./Filters";
import styles from "./LibraryHeader.module.css";
import { importFolder, importFromDialog, startNewArticle } from "./use-imports";
import { setLibraryQuery, settleFocus, useLibrary } from "./use-library";

const icon = { size: 16, strokeWidth: 1.6, "aria-hidden": true } as const;

/** The button with the ways to bring articles in. */
const ImportMenu = ({ isDisabled = false }: { readonly isDisabled?: boolean }) => (
  <MenuButton
    label="Import"
    placement="bottom end"
    trigger={
      <Button icon={<Plus {...icon} />} isDisabled={isDisabled}>
        Import
      </Button>
    }
    groups={[
      {
        entries: [
          {
            id: "files",
            label: "Files…",
            keys: "Ctrl+I",
            icon: <FileUp {...icon} />,
            run: () => void importFromDialog(),
          },
          {
            id: "folder",
            label: "Folder…",
            keys: "Ctrl+Shift+D",
            icon: <FolderUp {...icon} />,
            run: () => void importFolder(),
          },
          {
            id: "text",
            label: "Paste or type text…",
            keys: "Ctrl+V",
            icon: <ClipboardPaste {...icon} />,
            run: () => startNewArticle(),
          },
        ],
      },
    ]}
  />
);

/** Full-text search: the list follows as one types. */
const SearchBox = ({ search }: { readonly search: string }) => {
  const [typed, setTyped] = useState(search);
  const [asked, setAsked] = useState(search);
  const field = useRef<HTMLInputElement>(null);
  const isWanted = useLibrary((state) => state.wanted === "search");

  // The palette, or "Clear all", set the search from outside.
  if (search !== asked) {
    setAsked(search);
    setTyped(search);
  }
  useEffect(() => {
    if (typed === asked) return;
    const timer = setTimeout(() => {
      setAsked(typed);
      setLibraryQuery({ search: typed.trim() === "" ? undefined : typed });
    }, 140);
    return () => clearTimeout(timer);
  }, [typed, asked]);
  useEffect(() => {
    if (!isWanted) return;
    field.current?.focus();
    field.current?.select();
    settleFocus();
  }, [isWanted]);

  return (
    <SearchField
      aria-label="Search the text of all articles"
      value={typed}
      onChange={setTyped}
      className={styles.search ?? ""}
    >
      <Search size={15} strokeWidth={1.6} aria-hidden="true" />
      <Input
        ref={field}
        className={styles.input ?? ""}
        placeholder="Search all text"
        maxLength={500}
        aria-keyshortcuts="/"
      />
      {typed === "" ? null : (
        <AriaButton className={styles.clear ?? ""} aria-label="Clear the search">
          <X size={14} strokeWidth={1.6} aria-hidden="true" />
        </AriaButton>
      )}
    </SearchField>
  );
};

/** Title, count, import, search and filters above the list. */
export const LibraryHeader = ({
  query,
  shown,
  total,
  isReadOnly,
}: {
  readonly query: ArticleQuery;
  readonly shown: number;
  readonly total: number;
  readonly isReadOnly: boolean;
}) => (
  <header className={styles.header}>
    <div className={styles.line}>
      <h1 className={styles.title}>Library</h1>
      <span className={styles.count} role="status">
        <span aria-hidden="true">
          {shown === total
            ? total.toLocaleString("en-GB")
            : `${shown.toLocaleString("en-GB")} of ${total.toLocaleString("en-GB")}`}
        </span>
        <span className="visually-hidden">
          {shown === total ? count(total, "article") : `${shown} of ${count(total, "article")} shown`}
        </span>
      </span>
      <span className={styles.space} />
      <ImportMenu isDisabled={isReadOnly} />
    </div>
    <SearchBox search={query.search ?? ""} />
    <Filters query={query} />
  </header>
);
