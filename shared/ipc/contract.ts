import { z } from "zod";
import {
  AgreedVersion,
  AgreementQuery,
  AgreementReport,
  Comparable,
  Disagreement,
} from "../domain/agreement";
import { Analyst } from "../domain/analyst";
import {
  Article,
  ArticleMetadata,
  ArticleSummary,
  ArticleTitle,
  CalendarDate,
  Capture,
  ColumnMap,
  ImportOutcome,
  NearCopy,
  ReviewRow,
  Revision,
} from "../domain/article";
import { Backup } from "../domain/backup";
import { Edit, HistoryState } from "../domain/change";
import {
  ClaimDetail,
  ClaimKind,
  ClaimSummary,
  Confidence,
  Likelihood,
  NewAsserter,
  SimilarClaim,
  Statement,
} from "../domain/claim";
import { ClaimDraft, PassageKey } from "../domain/claim-draft";
import { ClaimsFormat } from "../domain/claims-export";
import { EvidenceNote } from "../domain/evidence";
import { Credibility, Reliability } from "../domain/grade";
import { Highlight, Note, Span, WaitingHighlight } from "../domain/highlight";
import {
  EditDetail,
  Editor,
  HistoryFilter,
  Moment,
  TrashKind,
  TrashList,
  TrashPage,
} from "../domain/history";
import { Conflict, LikelySame, MergeBlockers, MergePreview, MergeTake, Settlement } from "../domain/merge";
import { Integrity, Project, RecentProject, VerifyReport } from "../domain/project";
import { ArticleQuery, ClaimFacets, ClaimQuery } from "../domain/query";
import { Settings } from "../domain/settings";
import { ShareOptions, SharePreview } from "../domain/share";
import { Source, SourceDetail, SourceKind, SourceName, SourceSummary } from "../domain/source";
import { Stance } from "../domain/stance";
import { Tag, TagColour, TagName, TagShortcut, TagSummary } from "../domain/tag";
import { Exchange, TeamFolder } from "../domain/team";
import { ArticleId, ClaimId, EditId, EvidenceId, HighlightId, SourceId, TagId } from "../ids";
import { type BridgeOf, call, type EventTree } from "./define";

const nothing = z.undefined();
const megabyte = 1_000_000;

/** Every change answers with its edit, so that a toast can undo just that; null when nothing had to change. */
const edited = z.object({ edit: EditId.nullable() });
/** A patch: the fields that are present are set, the others stay. */
const patch = <S extends z.ZodRawShape>(shape: z.ZodObject<S>) => shape.partial();

/** Evidence that is to be: an existing highlight, or a stretch of an article that becomes one in the same edit. */
const passage = z.union([
  z.strictObject({ highlightId: HighlightId }),
  z.strictObject({ articleId: ArticleId, span: Span, tagIds: z.array(TagId).max(100).optional() }),
]);
const newEvidence = z.object({
  passage,
  stance: Stance,
  credibility: Credibility.nullable(),
  note: EvidenceNote.optional(),
});
const claimFields = z.object({
  statement: Statement,
  kind: ClaimKind,
  asserter: NewAsserter.nullable(),
  eventDate: CalendarDate.nullable(),
  likelihood: Likelihood.nullable(),
  confidence: Confidence.nullable(),
  tagIds: z.array(TagId).max(100),
});
/** An answer to `UnmappedTable`: `key` is that of the table. */
const NamedColumns = z.object({ key: z.string().max(100), map: ColumnMap });
const sourceFields = Source.omit({ id: true });

/**
 * Calls that the store thread answers. The same table serves the window (over IPC), the command line and the
 * tests. Shapes are the domain's; offsets are UTF-16 units; times ISO 8601 UTC; dates YYYY-MM-DD.
 */
export const storeCalls = {
  project: {
    /** The open project, or null on the start screen. */
    get: call(nothing, Project.nullable()),
    update: call(z.object({ name: z.string().trim().min(1).max(200) }), edited),
    integrity: call(nothing, Integrity),
    verify: call(nothing, VerifyReport),
  },
  articles: {
    list: call(ArticleQuery, z.array(ArticleSummary)),
    get: call(z.object({ id: ArticleId }), Article),
    update: call(z.object({ id: ArticleId, set: patch(ArticleMetadata) }), edited),
    remove: call(z.object({ id: ArticleId }), edited),
    /** Remembers that this article was opened here. View state: not in the change log, not in a share copy. */
    markRead: call(z.object({ id: ArticleId, isRead: z.boolean() }), nothing),
    /** Pasted or typed text; the first line becomes the title unless one is given. `html`: the same as a web page gave it. */
    createFromText: call(
      z.object({
        text: z
          .string()
          .min(1)
          .max(50 * megabyte),
        html: z
          .string()
          .max(20 * megabyte)
          .optional(),
        title: ArticleTitle.optional(),
        sourceName: SourceName.optional(),
        publishedOn: CalendarDate.optional(),
        url: z.string().max(4000).optional(),
      }),
      ImportOutcome,
      110 * megabyte,
    ),
    /** Files dropped on the window: bytes and names, never paths. */
    createFromFiles: call(
      z.object({
        files: z.array(z.object({ name: z.string().max(1000), bytes: z.instanceof(Uint8Array) })).max(500),
        /** Reads only the tables among them that ask for these columns; the names are remembered. */
        columns: NamedColumns.optional(),
      }),
      z.array(ImportOutcome),
      210 * megabyte,
    ),
    /** Rows for the review of an import: those articles, or without `ids` all that want a look. */
    review: call(z.object({ ids: z.array(ArticleId).max(20_000).optional() }), z.array(ReviewRow)),
    /** Corrects and confirms metadata of one or many in one edit. `sourceName` finds a source or makes it. */
    confirm: call(
      z.object({
        items: z
          .array(
            z.object({
              id: ArticleId,
              set: patch(ArticleMetadata).optional(),
              sourceName: SourceName.optional(),
            }),
          )
          .min(1)
          .max(20_000),
      }),
      edited,
    ),
    /** Every original that held this article's text, oldest first. */
    provenance: call(z.object({ id: ArticleId }), z.array(Capture)),
    /** The line of revisions that this article belongs to, oldest first. */
    revisions: call(z.object({ id: ArticleId }), z.array(Revision)),
    /** Articles that share much of its wording, most first. */
    nearCopies: call(z.object({ id: ArticleId }), z.array(NearCopy)),
    /** Puts a piece that was set aside back into the text. Refused once something is highlighted. The text gets a new id. */
    restoreAside: call(
      z.object({ id: ArticleId, aside: z.number().int().nonnegative() }),
      edited.extend({ articleId: ArticleId }),
    ),
    /** Reads the original again with another encoding. Refused once something is highlighted. The text gets a new id. */
    redecode: call(
      z.object({ id: ArticleId, encoding: z.string().max(40) }),
      edited.extend({ articleId: ArticleId }),
    ),
    /** Makes an article a revision of another, carrying highlights over; or, with null, one of its own again. */
    setRevisionOf: call(z.object({ id: ArticleId, of: ArticleId.nullable() }), edited),
  },
  highlights: {
    /** In reading order: by start, then longer first, then id. `before`: those alone that begin before this offset. */
    list: call(
      z.object({ articleId: ArticleId, before: z.number().int().positive().optional() }),
      z.array(Highlight),
    ),
    create: call(
      z.object({ articleId: ArticleId, span: Span, tagIds: z.array(TagId).max(100), note: Note.optional() }),
      edited.extend({ id: HighlightId, highlight: Highlight }),
    ),
    update: call(z.object({ id: HighlightId, set: patch(z.object({ span: Span, note: Note })) }), edited),
    setTag: call(z.object({ id: HighlightId, tagId: TagId, isOn: z.boolean() }), edited),
    /** Takes its evidence along; one undo brings both back. */
    remove: call(z.object({ id: HighlightId }), edited),
    /** Highlights of earlier revisions that could not be carried over with certainty, in reading order. */
    waiting: call(z.object({ articleId: ArticleId }), z.array(WaitingHighlight)),
    /** Places highlights that wait: at the place proposed, or where a person says. One edit. */
    place: call(
      z.object({
        items: z
          .array(z.object({ id: HighlightId, span: Span }))
          .min(1)
          .max(10_000),
        articleId: ArticleId,
      }),
      edited,
    ),
  },
  tags: {
    /** In tree order is the caller's work; here by position, then name. */
    list: call(nothing, z.array(TagSummary)),
    create: call(
      z.object({
        name: TagName,
        parentId: TagId.nullable().optional(),
        colour: TagColour.optional(),
        description: z.string().max(4000).optional(),
        shortcut: TagShortcut.nullable().optional(),
      }),
      edited.extend({ id: TagId }),
    ),
    /** A shortcut that another tag has is taken from it in the same edit. A parent below itself is refused. */
    update: call(z.object({ id: TagId, set: patch(Tag.omit({ id: true })) }), edited),
    /** Everything tagged `from` is tagged `into`; children move; `from` is deleted. */
    merge: call(z.object({ from: TagId, into: TagId }), edited),
    /** Children move to its parent. */
    remove: call(z.object({ id: TagId }), edited),
  },
  sources: {
    list: call(nothing, z.array(SourceSummary)),
    get: call(z.object({ id: SourceId }), SourceDetail),
    create: call(
      patch(sourceFields).extend({ name: SourceName, kind: SourceKind }),
      edited.extend({ id: SourceId }),
    ),
    update: call(z.object({ id: SourceId, set: patch(sourceFields) }), edited),
    merge: call(z.object({ from: SourceId, into: SourceId }), edited),
    /** Its articles and claims stay and lose their source; one undo brings all back. */
    remove: call(z.object({ id: SourceId }), edited),
    /** Appends a rating to the source's history, or, with `articleId`, an override for that article. */
    rate: call(
      z.object({
        target: z.union([z.strictObject({ sourceId: SourceId }), z.strictObject({ articleId: ArticleId })]),
        reliability: Reliability,
        reason: z.string().trim().max(4000),
      }),
      edited,
    ),
    /** Takes back an article's override: the source's letter is in force again. History keeps it. */
    clearOverride: call(z.object({ articleId: ArticleId }), edited),
  },
  claims: {
    list: call(ClaimQuery, z.object({ claims: z.array(ClaimSummary), total: z.number().int() })),
    facets: call(ClaimQuery, ClaimFacets),
    get: call(z.object({ id: ClaimId }), ClaimDetail),
    create: call(
      patch(claimFields).extend({ statement: Statement, kind: ClaimKind, evidence: newEvidence.optional() }),
      edited.extend({ id: ClaimId, evidenceId: EvidenceId.nullable(), highlightId: HighlightId.nullable() }),
    ),
    update: call(z.object({ id: ClaimId, set: patch(claimFields) }), edited),
    /** Takes its evidence along; the highlights stay. */
    remove: call(z.object({ id: ClaimId }), edited),
    /** Claims whose statements share words with the text, best first (FTS5 bm25 over any of the words). */
    similar: call(
      z.object({ text: z.string().max(10_000), limit: z.number().int().min(1).max(20) }),
      z.array(SimilarClaim),
    ),
    /** What this analyst had written into the panel of a passage and not recorded. Not in the change log, not in a share copy. */
    getDraft: call(z.object({ passage: PassageKey }), ClaimDraft.nullable()),
    /** Keeps it, so that a crash does not cost it; null forgets it. */
    keepDraft: call(z.object({ passage: PassageKey, draft: ClaimDraft.nullable() }), nothing),
  },
  evidence: {
    create: call(
      newEvidence.extend({ claimId: ClaimId }),
      edited.extend({ id: EvidenceId, highlightId: HighlightId }),
    ),
    update: call(
      z.object({
        id: EvidenceId,
        set: patch(z.object({ stance: Stance, credibility: Credibility.nullable(), note: EvidenceNote })),
      }),
      edited,
    ),
    remove: call(z.object({ id: EvidenceId }), edited),
  },
  share: {
    /** What a copy with these choices would hold. Nothing is written. */
    preview: call(ShareOptions, SharePreview, 5 * megabyte),
  },
  agreement: {
    /** Everybody who has worked in the project, who highlighted most first. */
    analysts: call(nothing, z.array(Comparable)),
    /** Figures over all, by tag and by article. `hasIntervals` takes some seconds for large projects. */
    report: call(AgreementQuery.extend({ hasIntervals: z.boolean().optional() }), AgreementReport),
    /** What they see differently, by article and place, then sources. */
    disagreements: call(AgreementQuery, z.array(Disagreement)),
    /** Writes agreed versions as this analyst, in one edit; what the others wrote stays as it is. */
    settle: call(z.object({ items: z.array(AgreedVersion).min(1).max(1000) }), edited, 5 * megabyte),
  },
  history: {
    /** Newest first. */
    list: call(
      HistoryFilter.extend({ limit: z.number().int().min(1).max(10_000), before: EditId.optional() }),
      z.array(Edit),
    ),
    /** Who has worked in the project, most edits first. */
    editors: call(nothing, z.array(Editor)),
    /** What one edit changed, in words. */
    get: call(z.object({ edit: EditId }), EditDetail),
    /** What was removed and can be brought back, what went last first. */
    trash: call(TrashPage, TrashList),
    /** Brings things back, with what was removed along with them, in one edit. */
    restore: call(
      z.object({
        items: z
          .array(z.object({ entity: TrashKind, id: z.string().max(60) }))
          .min(1)
          .max(10_000),
      }),
      edited,
    ),
    state: call(nothing, HistoryState),
    /** The newest edit of this analyst that stands, or the one named. Refused where somebody changed it since. */
    undo: call(z.object({ edit: EditId.optional() }), edited.extend({ label: z.string() })),
    redo: call(nothing, edited.extend({ label: z.string() })),
    /** What stands in the way of undoing a merge; null when the edit merged nothing. */
    blockers: call(z.object({ edit: EditId }), MergeBlockers.nullable()),
  },
  merges: {
    /** The file that waits to be merged; null when none does. */
    pending: call(nothing, MergePreview.nullable()),
    /** What merges leave to a person, by article and place; `total` of all that are open. */
    conflicts: call(
      z.object({
        limit: z.number().int().min(1).max(10_000),
        offset: z.number().int().nonnegative().optional(),
      }),
      z.object({ items: z.array(Conflict), total: z.number().int() }),
    ),
    /** Settles conflicts in one edit. */
    settle: call(z.object({ items: z.array(Settlement).min(1).max(10_000) }), edited, 2 * megabyte),
    /** Tags and sources that look like one under two names. `tags.merge` and `sources.merge` join them. */
    joins: call(nothing, z.array(LikelySame)),
    /** Two that look alike are two: they are not proposed again. */
    keepApart: call(z.object({ a: z.string().max(60), b: z.string().max(60) }), nothing),
  },
} as const;

/** What became of something that asked for a place on the disk; null when the person thought better of it. */
const written = z.object({ fileName: z.string(), rows: z.number().int() }).nullable();

/** Calls that the main process answers: dialogs, files, the profile. They turn choices into store jobs. */
export const shellCalls = {
  files: {
    openSample: call(nothing, nothing),
    /** Shows the dialog; null when cancelled. */
    createProject: call(nothing, z.object({ fileName: z.string() }).nullable()),
    openProject: call(nothing, z.object({ fileName: z.string() }).nullable()),
    openRecent: call(z.object({ key: z.string().max(100) }), nothing),
    recent: call(nothing, z.array(RecentProject)),
    closeProject: call(nothing, nothing),
    importArticles: call(nothing, z.array(ImportOutcome).nullable()),
    importFolder: call(nothing, z.array(ImportOutcome).nullable()),
    /** Reads those tables of the latest `importArticles` or `importFolder` again that asked for these columns. */
    importTables: call(NamedColumns, z.array(ImportOutcome)),
    /** Asks for a file that holds a newer or better copy of this article. */
    reviseArticle: call(z.object({ id: ArticleId }), ImportOutcome.nullable()),
    /** Opens an original in a window without scripts and without a network. `original` is its SHA-256. */
    showOriginal: call(z.object({ id: ArticleId, original: z.string().length(64) }), nothing),
    /** Writes the very bytes of an original to a place that the person chooses. */
    exportOriginal: call(z.object({ id: ArticleId, original: z.string().length(64) }), written),
    /** `cutCells` counts those that hold more than a worksheet's can; each says at its end that it was cut. */
    exportClaims: call(
      z.object({ query: ClaimQuery, hasHighlights: z.boolean(), format: ClaimsFormat }),
      z.object({ fileName: z.string(), rows: z.number().int(), cutCells: z.number().int() }).nullable(),
    ),
    /** Writes all figures of agreement, with intervals. */
    exportAgreement: call(AgreementQuery.extend({ format: z.enum(["csv", "json"]) }), written),
    shareCopy: call(ShareOptions, written, 5 * megabyte),
    /** The team folder of the open project; null when there is none. */
    team: call(nothing, TeamFolder.nullable()),
    /** Asks for the folder; null when the person thought better of it. */
    chooseTeamFolder: call(nothing, TeamFolder.nullable()),
    /** Whether work is exchanged without being asked. */
    setTeamAutomatic: call(z.object({ isOn: z.boolean() }), nothing),
    /** Writes this analyst's file there and merges the others'. */
    exchange: call(nothing, Exchange),
    /** Forgets the folder; the files in it stay. */
    leaveTeamFolder: call(nothing, nothing),
    /** Asks for a project file to merge and examines it; nothing of it is in the project before `applyMerge`. */
    chooseMerge: call(nothing, MergePreview.nullable()),
    /** Merges the file that waits, in one edit. `backup` is the name of the copy made before; null when it was cancelled. */
    applyMerge: call(
      z.object({ take: MergeTake }),
      z
        .object({
          edit: EditId.nullable(),
          conflicts: z.number().int(),
          fileName: z.string(),
          backup: z.string(),
        })
        .nullable(),
    ),
    /** Forgets the file that waits. */
    discardMerge: call(nothing, nothing),
    /** Writes the history, edit by edit and change by change, as JSON lines. */
    exportAudit: call(HistoryFilter, written),
    /** Shows the project as it stood, for reading, until `leaveAsOf`. */
    openAsOf: call(Moment, nothing),
    leaveAsOf: call(nothing, nothing),
    /** Copies of the open project as it was, newest first. */
    backups: call(nothing, z.array(Backup)),
    backUpNow: call(nothing, Backup),
    /** Puts a backup in the place of the project, after a backup of how it is now; `kept` is the name of that one. */
    restoreBackup: call(z.object({ key: z.string().max(200) }), z.object({ kept: z.string() })),
  },
  jobs: {
    cancel: call(z.object({ job: z.string().max(100) }), nothing),
  },
  profile: {
    get: call(nothing, Analyst),
    update: call(Analyst.omit({ id: true }), nothing),
  },
  settings: {
    get: call(nothing, Settings),
    update: call(Settings.partial(), nothing),
  },
  links: {
    /** Shows the whole address and asks before the system's browser opens it. */
    open: call(z.object({ url: z.string().max(4000) }), z.object({ isOpened: z.boolean() })),
  },
} as const;

/** Everything a window may ask for. */
export const contract = { ...storeCalls, ...shellCalls } as const;

/** The nouns whose data an event says have changed. */
export const Topic = z.enum([
  "project",
  "articles",
  "highlights",
  "tags",
  "sources",
  "claims",
  "evidence",
  "history",
  "merges",
  "integrity",
  "settings",
  "profile",
  "recent",
  "backups",
  "team",
]);
export type Topic = z.infer<typeof Topic>;

export const events = {
  /** Something was written: re-read these. */
  changed: z.object({ topics: z.array(Topic) }),
  /** How far a long job is; `done === total` ends it. */
  progressed: z.object({
    job: z.string(),
    label: z.string(),
    done: z.number().int(),
    total: z.number().int(),
    isCancellable: z.boolean(),
  }),
  /** A command chosen in the application's menu. */
  commanded: z.object({
    command: z.enum([
      "import",
      "import-folder",
      "review",
      "export",
      "share",
      "undo",
      "redo",
      "find",
      "palette",
      "keys",
    ]),
  }),
} as const satisfies EventTree;

export type Contract = typeof contract;
export type StoreCalls = typeof storeCalls;
export type ShellCalls = typeof shellCalls;
export type Events = typeof events;

/** `window.assay`: the calls, and a way to hear each event (returns the function that stops it). */
export type Bridge = BridgeOf<Contract> & {
  readonly on: <E extends keyof Events>(
    event: E,
    listener: (payload: z.output<Events[E]>) => void,
  ) => () => void;
};
