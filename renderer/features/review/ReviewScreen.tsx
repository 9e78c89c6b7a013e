import { ArrowLeft } from "lucide-react";
import { type RefObject, useEffect, useRef } from "react";
import { count } from "../../parts/dates";
import { useCall } from "../../query";
import { Button, IconButton } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { isTyping } from "../../ui/is-typing";
import { Kbd } from "../../ui/Kbd";
import { Segments } from "../../ui/Segments";
import { useArrival, useLostFocus } from "../../ui/use-arrival";
import { useMedia } from "../../ui/use-media";
import { goTo, openArticle, showOverlay, useUi } from "../../ui-state";
import { summarise } from "../library/outcome-words";
import { useImports } from "../library/use-imports";
import { openArticleDetails } from "../library/use-library";
import { BulkBar } from "./BulkBar";
import { choicesFor } from "./proposals";
import { ReviewPane } from "./ReviewPane";
import styles from "./ReviewScreen.module.css";
import { ReviewTable } from "./ReviewTable";
import type { Column } from "./ReviewTableRow";
import { acceptProposals, setField, setForAll } from "./review-actions";
import { countFacets, type Facet, type Row, wantsLook } from "./review-rows";
import {
  hasImport,
  rowsMeant,
  setActiveRow,
  setFacet,
  setSelected,
  startReview,
  useReview,
  useReviewState,
} from "./use-review";

const facetWords: Readonly<Record<Facet, string>> = {
  all: "All",
  "wants-look": "Wants a look",
  imported: "Imported",
  revision: "Revisions",
  "already-there": "Already there",
  "needs-columns": "Needs columns",
  failed: "Failed",
};

const activeCell = '[data-column][tabindex="0"]';

const leave = () => goTo("library");

/** An import that comes in while the review is open is gone through from its first row, like one that opens it. */
const useNextImport = (screen: RefObject<HTMLElement | null>, isUncovered: boolean): number => {
  const number = useImports((state) => state.number);
  const last = useRef(number);
  useEffect(() => {
    if (number === last.current || !isUncovered) return;
    last.current = number;
    // A frame later: the table fills itself after it was first shown.
    const frame = requestAnimationFrame(() => {
      if (!isTyping(document.activeElement)) screen.current?.querySelector<HTMLElement>(activeCell)?.focus();
    });
    return () => cancelAnimationFrame(frame);
  }, [number, isUncovered, screen]);
  return number;
};

const articlesOf = (rows: readonly Row[]) =>
  rows.flatMap(({ article }) => (article === null ? [] : [article]));

/** As many columns as a window has room for; what is left out stands in the pane. */
const useColumns = (): readonly Column[] => {
  const isWide = useMedia("(min-width: 1600px)");
  const isMiddling = useMedia("(min-width: 1360px)");
  if (isWide) return allColumns;
  return isMiddling ? withoutLink : narrowest;
};
const allColumns = ["outcome", "title", "source", "publishedOn", "byline", "url"] as const;
const withoutLink = allColumns.slice(0, 5);
const narrowest = allColumns.slice(0, 4);

const keysShown = [
  ["↑ ↓ ← →", "move"],
  ["Enter", "edit"],
  ["Space", "select"],
  ["Shift+↓", "select on"],
  ["a", "accept and confirm"],
  ["o", "open"],
] as const;

const KeysLine = () => (
  <p className={styles.keys} data-foot="keys">
    {keysShown.map(([keys, words]) => (
      <span key={keys}>
        <Kbd>{keys}</Kbd>
        <span className="visually-hidden">{keys}:</span> {words}
      </span>
    ))}
  </p>
);

const Nothing = ({ facet, isImport }: { readonly facet: Facet; readonly isImport: boolean }) =>
  facet === "all" && !isImport ? (
    <EmptyState title="Nothing wants a look" actions={<Button onPress={leave}>Back to the library</Button>}>
      Articles whose title, source or date an import was not sure of wait here until somebody has looked at
      them.
    </EmptyState>
  ) : (
    <EmptyState
      title={facet === "wants-look" ? "All looked at" : "None of these"}
      actions={
        <>
          {/* The rows that had the focus are gone; the next step has it. */}
          <Button tone="primary" onPress={leave} autoFocus>
            Back to the library
          </Button>
          <Button onPress={() => setFacet("all")}>Show all</Button>
        </>
      }
    >
      {facet === "wants-look"
        ? "Every article of this review is confirmed. What you corrected is saved."
        : "No row of this review is of that kind."}
    </EmptyState>
  );

/** The review of an import: what became of each file, and what was found about each article, to confirm or correct. */
export const ReviewScreen = () => {
  const screen = useRef<HTMLElement>(null);
  const { isImport, rows, shown, facet, isPending } = useReview();
  const selected = useReviewState((state) => state.selected);
  const activeKey = useReviewState((state) => state.activeKey);
  const isReadOnly = useCall("project", "get", undefined).data?.isReadOnly ?? true;
  const sources = useCall("sources", "list", undefined).data ?? none;
  const columns = useColumns();
  const isUncovered = useUi((state) => state.overlay === "none");
  useArrival(screen, activeCell, !isPending && isUncovered);
  useLostFocus(screen, activeCell, rows);
  const number = useNextImport(screen, isUncovered);
  const counted = countFacets(rows, facet);
  const current = shown.find(({ key }) => key === activeKey) ?? shown[0];
  const picked = shown.filter(({ key }) => selected.has(key));
  const waiting = rows.filter(wantsLook).length;

  /** The bar for selected rows goes away with the selection, and must not take the focus along. */
  const deselect = () => {
    setSelected(new Set());
    requestAnimationFrame(() => screen.current?.querySelector<HTMLElement>(activeCell)?.focus());
  };
  const accept = () => {
    const meant = rowsMeant(shown);
    if (isReadOnly || meant.length === 0) return;
    const isOne = selected.size === 0;
    const next = shown[shown.findIndex(({ key }) => key === activeKey) + 1];
    if (!isOne) deselect();
    // On to the next row: a whole import is confirmed by one key.
    if (isOne && next !== undefined) setActiveRow(next.key);
    void acceptProposals(articlesOf(meant));
  };
  /** By the button of the side pane: its row. */
  const acceptCurrent = () => {
    if (current?.article == null) return;
    setActiveRow((shown[shown.indexOf(current) + 1] ?? current).key);
    // The pane's button goes away with its row, and must not take the focus along.
    requestAnimationFrame(() => screen.current?.querySelector<HTMLElement>(activeCell)?.focus());
    void acceptProposals([current.article]);
  };

  return (
    <section
      ref={screen}
      className={styles.screen}
      aria-label="Import review"
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) leave();
      }}
    >
      <header className={styles.toolbar}>
        <IconButton label="Back to the library" keys="Esc" onPress={leave}>
          <ArrowLeft size={18} strokeWidth={1.6} aria-hidden="true" />
        </IconButton>
        <h1 className={styles.heading}>{isImport ? "Latest import" : "What wants a look"}</h1>
        <p className={styles.summary} role="status">
          {waiting === 0
            ? rows.length === 0
              ? ""
              : "Nothing wants a look any more."
            : `${count(waiting, "article")} ${waiting === 1 ? "wants" : "want"} a look.`}
        </p>
        {isImport ? (
          <Button tone="quiet" onPress={() => startReview("articles")}>
            All that want a look
          </Button>
        ) : hasImport() ? (
          <Button tone="quiet" onPress={() => startReview("import")}>
            Latest import
          </Button>
        ) : null}
      </header>
      {rows.length === 0 ? null : (
        <div className={styles.facets}>
          {counted.length === 1 ? (
            // In their room, so that the table does not move when the first row is confirmed.
            <p>{isImport ? summarise(rows) : count(rows.length, "article")}</p>
          ) : (
            <Segments
              label="Show"
              isLabelHidden
              segments={counted.map(({ facet: key, rows: n }) => ({
                key,
                label: `${facetWords[key]} ${n.toLocaleString("en-GB")}`,
              }))}
              value={facet}
              onChange={setFacet}
            />
          )}
        </div>
      )}
      <div className={styles.body}>
        <div className={styles.main}>
          {isPending ? (
            <p role="status" className={styles.reading}>
              Reading the articles…
            </p>
          ) : shown.length === 0 ? (
            <Nothing facet={facet} isImport={isImport} />
          ) : (
            <>
              <ReviewTable
                key={`${isImport} ${number}`}
                rows={shown}
                columns={columns}
                isReadOnly={isReadOnly}
                choicesFor={({ article }, field, typed) =>
                  article === null ? [] : choicesFor(article, field, typed, sources)
                }
                onSet={({ article }, field, value) => {
                  if (article !== null) void setField(article, field, value);
                }}
                onAccept={accept}
                onOpen={({ article }) => {
                  if (article !== null) openArticle(article.articleId);
                }}
                onDetails={({ article }) => {
                  if (article !== null) openArticleDetails(article.articleId);
                }}
                onColumns={() => showOverlay("columns")}
                onLeave={leave}
              />
              {picked.length === 0 || isReadOnly ? (
                <KeysLine />
              ) : (
                <BulkBar
                  rows={picked.length}
                  articles={articlesOf(picked).length}
                  onSet={(fields) => {
                    deselect();
                    void setForAll(articlesOf(picked), fields);
                  }}
                  onAccept={accept}
                  onClear={deselect}
                />
              )}
            </>
          )}
        </div>
        {current === undefined || isPending ? null : (
          <div className={styles.pane}>
            <ReviewPane
              key={current.key}
              row={current}
              isReadOnly={isReadOnly}
              onAccept={isReadOnly || picked.length > 0 ? null : acceptCurrent}
            />
          </div>
        )}
      </div>
    </section>
  );
};

const none: readonly never[] = [];
