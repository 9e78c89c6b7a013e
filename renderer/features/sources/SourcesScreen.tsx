import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import { useCall } from "../../query";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { isTyping } from "../../ui/is-typing";
import { useArrival } from "../../ui/use-arrival";
import { NewSource } from "./NewSource";
import { SourceHeader } from "./SourceHeader";
import { SourceList } from "./SourceList";
import { SourcePane } from "./SourcePane";
import styles from "./SourcesScreen.module.css";
import { removeSource, setSourcesView, useSources, useSourcesView } from "./use-sources";

/** The sources: who published or said what is in the project, and how far each can be relied on. */
export const SourcesScreen = () => {
  const { all, shown, chosen, isPending } = useSources();
  const isCreating = useSourcesView((view) => view.isCreating);
  const isReadOnly = useCall("project", "get", undefined).data?.isReadOnly ?? false;
  const screen = useRef<HTMLDivElement>(null);
  const pane = useRef<HTMLElement>(null);
  useFocusBack(screen, pane);
  useArrival(screen, "[role=listbox]", !isPending);
  // Whoever comes back later does not find a form half done.
  useEffect(() => () => setSourcesView({ doing: "nothing", isCreating: false }), []);
  if (isPending) return null;

  const onKeyDown = (event: KeyboardEvent) => {
    const isModified = event.ctrlKey || event.altKey || event.metaKey;
    // Menus and lists that float over the screen are not in it, though React says so.
    const isInside = event.target instanceof Node && event.currentTarget.contains(event.target);
    if (!isInside || chosen === undefined || isModified || isTyping(event.target)) return;
    const search = () => screen.current?.querySelector<HTMLElement>("input[type=search]")?.focus();
    const change = isReadOnly ? undefined : actionFor(event.key, () => void removeSource(chosen, shown));
    const run = event.key === "/" ? search : change;
    if (run === undefined) return;
    event.preventDefault();
    run();
  };

  if (all.length === 0 && !isCreating) return <NoSources isReadOnly={isReadOnly} />;
  return (
    <div ref={screen} className={styles.screen} role="group" aria-label="Sources" onKeyDown={onKeyDown}>
      <section className={styles.column} aria-label="All sources">
        <SourceHeader shown={shown.length} total={all.length} isReadOnly={isReadOnly} />
        {isCreating ? <NewSource sources={all} /> : null}
        <SourceList sources={shown} chosen={chosen} onEnter={() => pane.current?.focus()} />
      </section>
      {chosen === undefined ? (
        <EmptyState title="Nothing found">
          No source reads like that. Clear the search to see all of them.
        </EmptyState>
      ) : (
        <SourcePane
          key={chosen.id}
          ref={pane}
          source={chosen}
          all={all}
          isReadOnly={isReadOnly}
          onRemove={() => void removeSource(chosen, shown)}
        />
      )}
    </div>
  );
};

/** What was being done to a source is over: the focus goes back to the list or the details, where it came from. */
const useFocusBack = (screen: RefObject<HTMLElement | null>, pane: RefObject<HTMLElement | null>) => {
  const doing = useSourcesView((view) => view.doing);
  const isFromList = useRef(false);
  const wasDoing = useRef(doing);
  // Before the form that has just come takes the focus.
  useLayoutEffect(() => {
    if (doing !== "nothing" && wasDoing.current === "nothing")
      isFromList.current = document.activeElement?.getAttribute("role") === "listbox";
  }, [doing]);
  useEffect(() => {
    const list = screen.current?.querySelector<HTMLElement>("[role=listbox]");
    if (doing === "nothing" && wasDoing.current !== "nothing" && document.activeElement === document.body)
      (isFromList.current ? list : pane.current)?.focus();
    wasDoing.current = doing;
  }, [doing, screen, pane]);
};

const actionFor = (key: string, remove: () => void): (() => void) | undefined => {
  if (key === "r") return () => setSourcesView({ doing: "rating" });
  if (key === "F2") return () => setSourcesView({ doing: "renaming" });
  if (key === "Delete") return remove;
  return undefined;
};

const NoSources = ({ isReadOnly }: { readonly isReadOnly: boolean }) => (
  <>
    <h1 className="visually-hidden">Sources</h1>
    <EmptyState
      title="No sources yet"
      actions={
        isReadOnly ? undefined : (
          <Button tone="primary" onPress={() => setSourcesView({ isCreating: true })}>
            Add a source
          </Button>
        )
      }
    >
      A source is who published or said something: an outlet, an agency, an author, an official, an account.
      Name the source of an article in the Library and it appears here, to be rated from A to F with a reason.
    </EmptyState>
  </>
);
