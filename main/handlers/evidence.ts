import type { StoreCalls } from "../../shared/ipc/contract";
import type { HandlersOf } from "../../shared/ipc/define";
import { deleteEvidence, insertEvidence, updateEvidence } from "../store/evidence";
import { editing, writing } from "./answer";
import type { Context } from "./context";

export const evidence: HandlersOf<StoreCalls, Context>["evidence"] = {
  create: writing((db, context, { claimId, ...given }) => insertEvidence(db, context, claimId, given)),
  update: editing((db, context, { id, set }) => updateEvidence(db, context, id, set)),
  remove: editing((db, context, { id }) => deleteEvidence(db, context, id)),
};
