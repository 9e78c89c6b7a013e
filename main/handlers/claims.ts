import type { StoreCalls } from "../../shared/ipc/contract";
import type { HandlersOf } from "../../shared/ipc/define";
import { ok } from "../../shared/result";
import {
  claimFacets,
  deleteClaim,
  getClaim,
  insertClaim,
  listClaims,
  similarClaims,
  updateClaim,
} from "../store/claims";
import { getDraft, keepDraft } from "../store/drafts";
import { editing, reading, writing } from "./answer";
import type { Context } from "./context";

export const claims: HandlersOf<StoreCalls, Context>["claims"] = {
  list: reading((db, { analyst }, query) => ok(listClaims(db, analyst.id, query))),
  facets: reading((db, { analyst }, query) => ok(claimFacets(db, analyst.id, query))),
  get: reading((db, { analyst }, { id }) => getClaim(db, analyst.id, id)),
  create: writing(insertClaim),
  update: editing((db, context, { id, set }) => updateClaim(db, context, id, set)),
  remove: editing((db, context, { id }) => deleteClaim(db, context, id)),
  similar: reading((db, { analyst }, { text, limit }) => ok(similarClaims(db, analyst.id, text, limit))),
  getDraft: reading((db, { analyst }, { passage }) => ok(getDraft(db, analyst.id, passage))),
  keepDraft: writing((db, { analyst }, { passage, draft }) => {
    keepDraft(db, analyst.id, passage, draft);
    return ok(undefined);
  }),
};
