import { Download, SlidersHorizontal } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Dialog, DialogTrigger, Popover } from "react-aria-components";
import { count } from "../../parts/dates";
import { useCall } from "../../query";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { SearchBox } from "../../ui/SearchBox";
import { useMedia } from "../../ui/use-media";
import { goTo, openClaim, showOverlay, useUi } from "../../ui-state";
import { ClaimPane } from "./ClaimPane";
import styles from "./ClaimsScreen.module.css";
import { ClaimTable, focusClaimRow } from "./ClaimTable";
import { removeClaim } from "./claim-actions";
import { Facets } from "./Facets";
import { countFilters, evidenceOf, useClaimQuery, useClaims } from "./use-claims";

/** Claims: what narrows them, the table, and one of them in full. */
export const ClaimsScreen = () => {
  const isWide = useMedia("(min-width: 1200px)");
  const { query, set, clear, isNarrowed } = useClaimQuery();
  const list = useClaims(query);
  const openId = useUi((state) => state.claimId);
  const detail = useCall("claims", "get", openId === null ? noClaim : { id: openId }, {
    isEnabled: openId !== null,
  });
  const pane = useRef<HTMLElement>(null);
  const [isEntering, setIsEntering] = useState(false);
  const claim = openId === null ? undefined : detail.data;
  const isGone = openId !== null && detail.isError;

  useEffect(() => {
    // It was deleted, here or by an undo: nothing to show is not a failure.
    if (isGone) useUi.setState({ claimId: null });
  }, [isGone]);

  useEffect(() => {
    if (!isEntering || claim === undefined) return;
    pane.current?.focus();
    setIsEntering(false);
  }, [isEntering, claim]);

  const close = () => {
    useUi.setState({ claimId: null });
    focusClaimRow();
  };

  if (list.data === undefined)
    return (
      <p role="status" className={styles.reading}>
        Reading the claims…
      </p>
    );
  const { claims } = list.data;
  if (claims.length === 0 && !isNarrowed)
    return (
      <>
        <h1 className="visually-hidden">Claims</h1>
        <EmptyState
          title="No claims yet"
          actions={
            <Button tone="primary" onPress={() => goTo("library")}>
              Go to the library
            </Button>
          }
        >
          A claim is what somebody asserts, in your words, held by passages of articles. Open an article,
          select a passage and press c.
        </EmptyState>
      </>
    );
  return (
    <div className={styles.screen}>
      {isWide ? (
        <aside className={styles.facets} aria-label="Filters">
          <h1 className={styles.title}>Claims</h1>
          <Facets />
        </aside>
      ) : null}
      <section className={styles.main} aria-label="Claims">
        <header className={styles.toolbar}>
          {isWide ? null : (
            <>
              <h1 className={styles.title}>Claims</h1>
              <FilterButton />
            </>
          )}
          <Search value={query.search ?? ""} onChange={(search) => set({ search })} />
          <p className={styles.count} role="status">
            {count(claims.length, "claim")} · {count(evidenceOf(claims), "piece", "pieces")} of evidence
          </p>
          <Button
            icon={<Download size={16} strokeWidth={1.6} aria-hidden="true" />}
            onPress={() => showOverlay("export")}
          >
            Export…
          </Button>
        </header>
        {claims.length === 0 ? (
          <EmptyState
            title="No claim matches"
            actions={<Button onPress={clear}>Clear search and filters</Button>}
          >
            Every filter narrows the table further. Take one off, or clear them all.
          </EmptyState>
        ) : (
          <ClaimTable
            claims={claims}
            query={query}
            onSort={(sort, direction) => set({ sort, direction })}
            openId={openId}
            onOpen={(id, byKey) => {
              openClaim(id);
              if (byKey) setIsEntering(true);
            }}
            onRemove={(gone) => void removeClaim(gone)}
            onClose={close}
            isBusy={list.isPlaceholderData}
          />
        )}
      </section>
      {claim === undefined ? null : (
        <div className={styles.detail} data-drawer={!isWide || undefined}>
          <ClaimPane key={claim.id} ref={pane} claim={claim} onClose={close} />
        </div>
      )}
    </div>
  );
};

/** Never asked for: the call waits until a claim is open. */
const noClaim = { id: "" as never };

const pause = 150;

/** The search field follows the typing; the table follows a moment later, so that no letter waits for it. */
const Search = ({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
}) => {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setTyped(value);
  }
  const report = useRef(onChange);
  report.current = onChange;
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => report.current(typed), pause);
    return () => clearTimeout(timer);
  }, [typed, value]);
  return (
    <div className={styles.search}>
      <SearchBox
        label="Search statements"
        placeholder="Search statements"
        value={typed}
        onChange={setTyped}
      />
    </div>
  );
};

const FilterButton = () => {
  const filters = countFilters(useClaimQuery().query);
  return (
    <DialogTrigger>
      <Button icon={<SlidersHorizontal size={16} strokeWidth={1.6} aria-hidden="true" />}>
        {filters === 0 ? "Filters" : `Filters (${filters})`}
      </Button>
      <Popover className={styles.popover ?? ""} placement="bottom start" offset={6}>
        <Dialog aria-label="Filters" className={styles.filters ?? ""}>
          <Facets />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
};
