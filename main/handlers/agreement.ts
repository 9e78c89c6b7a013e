import type { Database } from "better-sqlite3";
import { agreementFigures } from "../../shared/agreement/figures";
import { seededRandom } from "../../shared/agreement/random";
import type { AgreementQuery, AgreementReport } from "../../shared/domain/agreement";
import { fail } from "../../shared/errors";
import type { StoreCalls } from "../../shared/ipc/contract";
import type { HandlersOf } from "../../shared/ipc/define";
import { ok, type Result } from "../../shared/result";
import { adjudicate } from "../store/adjudicate";
import { type AgreementMaterial, readAgreement } from "../store/agreement";
import { listComparable } from "../store/comparable";
import { listDisagreements } from "../store/disagreements";
import { editing, reading } from "./answer";
import type { Context } from "./context";
import { requireProject } from "./require";
import { inSlices } from "./slices";

/** Every interval begins with it, so that the same data always give the same interval. */
const seed = 20_160_101;

const cancelled = () => fail("cancelled", "The figures were not finished.", "Ask for them again.");

const readMaterial = async (db: Database, query: AgreementQuery): Promise<Result<AgreementMaterial>> =>
  (await inSlices(readAgreement(db, query), () => db.open)) ?? cancelled();

/** How far some analysts agree; see `AgreementReport`. Lets other calls through while it works. */
export const agreementReport = async (
  db: Database,
  query: AgreementQuery,
  hasIntervals: boolean,
): Promise<Result<AgreementReport>> => {
  const read = await readMaterial(db, query);
  if (!read.ok) return read;
  const { analysts, articles, tags, rated, excluded } = read.value;
  const data = {
    coders: analysts.length,
    articles,
    tags,
    rated: rated.map(({ letters }) => letters.map((letter) => letter?.reliability ?? null)),
  };
  const figures = await inSlices(
    agreementFigures(data, hasIntervals ? () => seededRandom(seed) : null),
    () => db.open,
  );
  if (figures === undefined) return cancelled();
  return ok({
    analysts: [...analysts],
    articles: articles.map(({ id, title }) => ({ id, title })),
    excluded: [...excluded],
    figures,
  });
};

export const agreement: HandlersOf<StoreCalls, Context>["agreement"] = {
  analysts: reading((db) => ok(listComparable(db))),
  report: async (context, { hasIntervals = false, ...query }) => {
    const db = requireProject(context);
    return db.ok ? agreementReport(db.value, query, hasIntervals) : db;
  },
  disagreements: async (context, query) => {
    const db = requireProject(context);
    if (!db.ok) return db;
    const read = await readMaterial(db.value, query);
    if (!read.ok) return read;
    const found = await inSlices(listDisagreements(db.value, read.value), () => db.value.open);
    return found === undefined ? cancelled() : ok(found);
  },
  settle: editing((db, context, { items }) => adjudicate(db, context, items)),
};
