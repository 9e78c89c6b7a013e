import { Download } from "lucide-react";
import { useRef } from "react";
import {
  type AgreementQuery,
  type AgreementReport,
  type Comparable,
  measureWording,
} from "../../../shared/domain/agreement";
import type { AnalystId } from "../../../shared/ids";
import { count } from "../../parts/dates";
import { VisibleText } from "../../parts/VisibleText";
import { useCall } from "../../query";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { useLostFocus } from "../../ui/use-arrival";
import { Adjudication } from "./Adjudication";
import styles from "./AgreementTab.module.css";
import { InParts, OverAll } from "./AgreementTable";
import { ArticleChoice } from "./ArticleChoice";
import share from "./ShareScreen.module.css";
import {
  chooseAnalysts,
  chooseArticles,
  chooseMeasure,
  exportAgreement,
  startAdjudication,
  useAgreement,
  useAgreementQuery,
  useAnalysts,
  useReport,
} from "./use-agreement";
import { showShareTab } from "./use-share";

const icon = { size: 16, strokeWidth: 1.6, "aria-hidden": true } as const;

const Alone = () => (
  <EmptyState
    title="Agreement needs a second analyst"
    actions={
      <>
        <Button tone="primary" onPress={() => showShareTab("copy")}>
          Save a blind copy
        </Button>
        <Button onPress={() => showShareTab("merge")}>Merge a file</Button>
      </>
    }
  >
    Give a colleague a blind copy: the articles and the codebook without your work. When theirs comes back and
    is merged, this shows how far you agree.
  </EmptyState>
);

/** More than anybody can compare; the store takes no more. */
const comparedAtMost = 20;

const Analysts = ({
  all,
  chosen,
}: {
  readonly all: readonly Comparable[];
  readonly chosen: readonly AnalystId[];
}) => (
  <div className={styles.analysts} role="group" aria-label="Analysts to compare">
    {all
      .filter(({ id, sharedArticles }) => sharedArticles > 0 || chosen.includes(id))
      .map(({ id, name, highlights }) => {
        const isOn = chosen.includes(id);
        return (
          <button
            key={id}
            type="button"
            className={styles.analyst}
            aria-pressed={isOn}
            disabled={!isOn && chosen.length >= comparedAtMost}
            onClick={() => chooseAnalysts(isOn ? chosen.filter((one) => one !== id) : [...chosen, id])}
          >
            <VisibleText>{name}</VisibleText>
            <span className={styles.work}> {count(highlights, "highlight")}</span>
          </button>
        );
      })}
  </div>
);

/** Who takes no part, and why; not among those to choose from. */
const Apart = ({
  all,
  chosen,
}: {
  readonly all: readonly Comparable[];
  readonly chosen: readonly AnalystId[];
}) => {
  const apart = all.filter(({ id, sharedArticles }) => sharedArticles === 0 && !chosen.includes(id));
  if (apart.length === 0) return null;
  return (
    <ul className={styles.apart} aria-label="Not compared">
      {apart.map(({ id, name, highlights, articles }) => (
        <li key={id}>
          <VisibleText>{name}</VisibleText> takes no part:{" "}
          {highlights === 0
            ? "highlighted nothing."
            : `${count(highlights, "highlight")} in ${count(articles, "article")} where nobody else highlighted anything.`}
        </li>
      ))}
    </ul>
  );
};

const Disagreements = ({ query }: { readonly query: AgreementQuery }) => {
  const all = useCall("agreement", "disagreements", query, { keepPrevious: true }).data;
  if (all === undefined) return null;
  const settled = all.filter(({ isSettled }) => isSettled).length;
  return (
    <section className={share.section} aria-labelledby="adjudicate">
      <h2 id="adjudicate">
        {all.length === 0 ? "Nothing to settle" : `${count(all.length, "disagreement")}, ${settled} settled`}
      </h2>
      <p className={share.lead}>
        {all.length === 0
          ? "They marked, tagged and graded the same everywhere."
          : "Walk through them side by side and write an agreed version under your name. What each of them wrote stays as it is."}
      </p>
      {all.length === 0 ? null : (
        <div>
          <Button tone="primary" data-arrival onPress={startAdjudication}>
            {settled === 0 ? "Start" : settled === all.length ? "Look again" : "Go on"}
          </Button>
        </div>
      )}
    </section>
  );
};

const Figures = ({ report, query }: { readonly report: AgreementReport; readonly query: AgreementQuery }) => {
  const asked = useAgreement((state) => state.measure);
  const overAll = report.figures.filter(({ scope }) => scope.kind === "all");
  const measure = overAll.some((figure) => figure.measure === asked) ? asked : overAll[0]?.measure;
  if (measure === undefined) return null;
  const parts = report.figures.filter((figure) => figure.measure === measure);
  const { name, meaning, unit } = measureWording[measure];
  return (
    <>
      <OverAll figures={overAll} measure={measure} onMeasure={chooseMeasure} />
      <div className={styles.part} role="region" aria-live="polite" aria-label={name}>
        <h3>{name}</h3>
        <p>
          {meaning} n counts {unit}.
        </p>
      </div>
      <InParts title="By tag" figures={parts.filter(({ scope }) => scope.kind === "tag")} />
      <InParts title="By article" figures={parts.filter(({ scope }) => scope.kind === "article")} />
      <div className={styles.acts}>
        <Button icon={<Download {...icon} />} onPress={() => void exportAgreement(query, "csv")}>
          Export CSV…
        </Button>
        <Button icon={<Download {...icon} />} onPress={() => void exportAgreement(query, "json")}>
          Export JSON…
        </Button>
      </div>
    </>
  );
};

const Compared = ({ query }: { readonly query: AgreementQuery }) => {
  const { report, isWorking, hasFailed } = useReport(query);
  const chosen = useAgreement((state) => state.articleIds);
  const shared = new Set(report?.articles.map(({ id }) => id));
  return (
    <>
      <div className={styles.row}>
        <p className={styles.label}>On</p>
        <ArticleChoice chosen={chosen} shared={shared} onChange={chooseArticles} />
        <p className={styles.working} role="status">
          {isWorking
            ? "Working out the figures…"
            : report === undefined
              ? ""
              : count(report.articles.length, "article")}
        </p>
      </div>
      {hasFailed === null ? null : <p className={styles.note}>{hasFailed}</p>}
      {report === undefined ? null : (
        <>
          {report.excluded.length === 0 ? null : (
            <ul className={styles.note}>
              {report.excluded.map((words) => (
                <li key={words}>
                  <bdi>{words}</bdi>
                </li>
              ))}
            </ul>
          )}
          {report.articles.length === 0 ? (
            <p className={styles.note}>
              There is no article in which each of them highlighted something. Choose other analysts, or name
              the articles.
            </p>
          ) : (
            <Figures report={report} query={query} />
          )}
        </>
      )}
    </>
  );
};

/** How far two or more analysts agree on the articles that all of them worked on, and the way to an agreed version. */
export const AgreementTab = () => {
  const analysts = useAnalysts();
  const view = useAgreement((state) => state.view);
  const query = useAgreementQuery(analysts?.chosen ?? []);
  const page = useRef<HTMLDivElement>(null);
  // Back from the walk through the disagreements, whose buttons are gone.
  useLostFocus(page, "[data-arrival]", view);
  if (analysts === undefined) return null;
  const { all, chosen } = analysts;
  const canCompare = chosen.length > 1;
  if (view === "adjudication" && canCompare) return <Adjudication query={query} />;
  if (all.length < 2) return <Alone />;
  return (
    <div ref={page} className={share.page}>
      <section className={share.section} aria-labelledby="agreement">
        <h2 id="agreement">Agreement</h2>
        <p className={share.lead}>
          How far analysts agree where all of them worked, each on their own. F and 6 mean “cannot be judged”:
          they take no part and are counted.
        </p>
        <div className={styles.row}>
          <p className={styles.label}>Between</p>
          <div className={styles.who}>
            <Analysts all={all} chosen={chosen} />
            <Apart all={all} chosen={chosen} />
          </div>
        </div>
        {canCompare ? (
          <Compared query={query} />
        ) : (
          <p className={styles.note}>
            {all.some(({ sharedArticles }) => sharedArticles > 0)
              ? "Choose two analysts or more."
              : "No two of them have highlighted something in the same article yet: there is nothing to compare."}
          </p>
        )}
      </section>
      {canCompare ? <Disagreements query={query} /> : null}
    </div>
  );
};
