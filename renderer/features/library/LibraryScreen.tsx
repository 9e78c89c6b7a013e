import { PanelLeft } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import type { ArticleQuery } from "../../../shared/domain/query";
import type { ArticleId } from "../../../shared/ids";
import { useCall } from "../../query";
import { Button, IconButton } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { Kbd } from "../../ui/Kbd";
import { useMedia } from "../../ui/use-media";
import { useUi } from "../../ui-state";
import { ArticleList } from "./ArticleList";
import { LibraryBanner } from "./LibraryBanner";
import { LibraryHeader } from "./LibraryHeader";
import styles from "./LibraryScreen.module.css";
import { importFolder, importFromDialog, startNewArticle } from "./use-imports";
import {
  clearLibraryFilters,
  closeLibraryDrawer,
  isNarrowed,
  narrowWindow,
  toggleLibraryList,
  useArticles,
  useLibrary,
} from "./use-library";

const EmptyLibrary = ({ isReadOnly }: { readonly isReadOnly: boolean }) => (
  <section aria-label="Library">
    <h1 className="visually-hidden">Library</h1>
    <EmptyState
      title="Bring the reports in"
      actions={
        isReadOnly ? undefined : (
          <>
            <Button tone="primary" keys="Ctrl+I" onPress={() => void importFromDialog()}>
              Import files…
            </Button>
            <Button onPress={() => void importFolder()}>Import a folder…</Button>
            <Button onPress={() => startNewArticle()}>Paste or type text…</Button>
          </>
        )
      }
    >
      {isReadOnly
        ? "This project has no articles, and its file cannot be written. Open another project or make a new one."
        : "Drop files or whole folders anywhere on this window, or copy an article and press Ctrl+V. Saved web pages, PDF, Word, OpenDocument, EPUB, mail, text, tables and archives are read; each original is kept as it came."}
    </EmptyState>
  </section>
);

/** Why a filter that is on by itself lets nothing through, where that is good news or needs explaining. */
const nothingIn: Readonly<Partial<Record<NonNullable<ArticleQuery["state"]>, string>>> = {
  "needs-look": "No article wants a look: each one’s title, source and date are known or were confirmed.",
  "no-source": "Every article has a source.",
  "no-date": "Every article has a date.",
  "near-copies": "No two articles share a good part of their wording.",
};

const NothingFound = ({ query: { search, state, ...others } }: { readonly query: ArticleQuery }) => (
  <div className={styles.nothing} role="status">
    <p>
      {search === undefined ? (
        (state !== undefined && !isNarrowed(others) && nothingIn[state]) || "No article passes these filters."
      ) : (
        <>
          Nothing found for “<bdi>{search}</bdi>”.
        </>
      )}
    </p>
    <Button tone="quiet" onPress={clearLibraryFilters}>
      Show all articles
    </Button>
  </div>
);

/** A key within a sentence, which is nothing without it: said to screen readers too. */
const Key = ({ children }: { readonly children: string }) => (
  <>
    <Kbd>{children}</Kbd>
    <span className="visually-hidden">{children}</span>
  </>
);

const ChooseArticle = () => (
  <EmptyState title="Choose an article to read">
    Arrow keys move through the list, <Key>Enter</Key> opens. In the text, <Key>j</Key> and <Key>k</Key> walk
    the sentences and <Key>h</Key> highlights.
  </EmptyState>
);

/** The library: the list of articles, and the reader beside it. */
export const LibraryScreen = ({
  reader: Reader,
}: {
  /** The reader, given by the window, because a feature never imports another one's components. */
  readonly reader: (props: { readonly articleId: ArticleId }) => React.ReactNode;
}) => {
  const project = useCall("project", "get", undefined).data;
  const query = useLibrary((state) => state.query);
  const isColumnHidden = useLibrary((state) => state.isColumnHidden);
  const isDrawerOpen = useLibrary((state) => state.isDrawerOpen);
  const articleId = useUi((state) => state.articleId);
  const { articles, isPending } = useArticles(query);
  const isNarrow = useMedia(narrowWindow);
  const list = useRef<HTMLElement>(null);

  // With nothing to read there is nothing for the list to cover.
  const isDrawer = isNarrow && articleId !== null;
  const isListShown = isDrawer ? isDrawerOpen : isNarrow || !isColumnHidden;
  useEffect(() => {
    if (isDrawer && isDrawerOpen && !list.current?.contains(document.activeElement))
      list.current?.querySelector<HTMLElement>("[role=listbox]")?.focus();
  }, [isDrawer, isDrawerOpen]);

  if (project === undefined || project === null || isPending) return null;
  const total = project.counts.articles;
  if (total === 0) return <EmptyLibrary isReadOnly={project.isReadOnly} />;

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && isDrawer && !event.defaultPrevented) closeLibraryDrawer();
  };
  return (
    <div className={styles.screen} data-list={isListShown ? (isDrawer ? "drawer" : "column") : "hidden"}>
      {isListShown ? (
        <section
          ref={list}
          data-library-list=""
          className={styles.list}
          aria-label="Library"
          onKeyDown={onKeyDown}
        >
          <LibraryHeader
            query={query}
            shown={articles.length}
            total={total}
            isReadOnly={project.isReadOnly}
          />
          <LibraryBanner query={query} articles={articles} />
          {articles.length === 0 ? (
            <NothingFound query={query} />
          ) : (
            <ArticleList articles={articles} isReadOnly={project.isReadOnly} onOpen={closeLibraryDrawer} />
          )}
        </section>
      ) : null}
      {isDrawer && isDrawerOpen ? (
        <button
          type="button"
          className={styles.scrim}
          tabIndex={-1}
          aria-label="Close the list"
          onClick={closeLibraryDrawer}
        />
      ) : null}
      <div className={styles.reader}>
        {isListShown && !isDrawer ? null : (
          <div className={styles.toggle}>
            <IconButton
              label={isListShown ? "Hide the list" : "Show the list"}
              keys="Ctrl+B"
              onPress={toggleLibraryList}
            >
              <PanelLeft size={18} strokeWidth={1.6} aria-hidden="true" />
            </IconButton>
          </div>
        )}
        {articleId === null ? <ChooseArticle /> : <Reader key={articleId} articleId={articleId} />}
      </div>
    </div>
  );
};
