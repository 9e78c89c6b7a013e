import { describe, expect, it } from "vitest";
import { confirmedWords, leftWords, splitForAccept } from "../../../renderer/features/review/confirmed-words";
import {
  acceptance,
  bestProposal,
  changeOf,
  choicesFor,
  gapsAfter,
  originOf,
  proposalsFor,
  readingsOf,
} from "../../../renderer/features/review/proposals";
import type { Proposal, ReviewRow } from "../../../shared/domain/article";
import type { ArticleId, SourceId } from "../../../shared/ids";

const proposal = (
  field: Proposal["field"],
  value: string,
  from: string,
  strength: Proposal["strength"] = "stated",
) => ({
  field,
  value,
  from,
  strength,
});

const aRow = (
  set: Partial<Omit<ReviewRow, "metadata">> & { metadata?: Partial<ReviewRow["metadata"]> } = {},
): ReviewRow => ({
  articleId: "art-1" as ArticleId,
  fileName: "report.html",
  part: "",
  sourceName: null,
  isReviewed: false,
  gaps: [],
  proposals: [],
  matchedSource: null,
  encoding: null,
  revisionOf: null,
  nearCopy: null,
  highlights: 0,
  beginning: "",
  ...set,
  metadata: {
    title: "A title",
    sourceId: null,
    byline: "",
    publishedOn: null,
    url: "",
    language: "",
    ...set.metadata,
  },
});

describe("what was found for a field", () => {
  it("stands once for each value, with all the places where it was found", () => {
    const row = aRow({
      proposals: [
        proposal("title", "Ferry stopped", "og:title"),
        proposal("byline", "A. Mora", "meta author"),
        proposal("title", "Ferry stopped", "h1"),
        proposal("title", "Ferry stopped | Wire", "title element"),
      ],
    });
    expect(proposalsFor(row, "title").map(({ value, from }) => [value, from])).toEqual([
      ["Ferry stopped", "og:title, h1"],
      ["Ferry stopped | Wire", "title element"],
    ]);
  });

  it("holds no date that is none", () => {
    const row = aRow({
      proposals: [
        proposal("publishedOn", "2024-02-30", "meta"),
        proposal("publishedOn", "2024-03-01", "time"),
      ],
    });
    expect(proposalsFor(row, "publishedOn").map(({ value }) => value)).toEqual(["2024-03-01"]);
  });

  it("says where the value in a field comes from, and nothing where somebody typed it", () => {
    const proposals = [proposal("byline", "A. Mora", "JSON-LD author")];
    expect(originOf(aRow({ metadata: { byline: "A. Mora" }, proposals }), "byline")).toBe("JSON-LD author");
    expect(originOf(aRow({ metadata: { byline: "B. Lund" }, proposals }), "byline")).toBe("");
  });
});

describe("accepting an article", () => {
  const matchedSource = { id: "src-1" as SourceId, name: "Harbour Wire", by: "domain" as const };
  const proposals = [
    proposal("title", "Another title", "og:title"),
    proposal("source", "AP", "dateline", "guessed"),
    proposal("publishedOn", "2024-05-20", "JSON-LD datePublished"),
    proposal("modifiedOn", "2024-05-22", "JSON-LD dateModified"),
    proposal("byline", "A. Mora", "meta author"),
    proposal("language", "en", "html lang"),
  ];

  it("fills what is empty with the best that was found and leaves the rest alone", () => {
    expect(acceptance(aRow({ proposals, metadata: { byline: "B. Lund" } }))).toEqual({
      id: "art-1",
      set: { publishedOn: "2024-05-20", language: "en" },
      sourceName: "AP",
    });
  });

  it("takes the source of the project that the link points to before a name that was guessed", () => {
    const row = aRow({ proposals, matchedSource });
    expect(acceptance(row).sourceName).toBe("Harbour Wire");
    expect(bestProposal(row, "source")).toEqual({ value: "Harbour Wire", from: "same domain" });
    expect(bestProposal(aRow({ proposals, sourceName: "The Ledger" }), "source")).toBeNull();
  });

  it("takes neither reading of a date that has two, and the field offers both", () => {
    const row = aRow({
      proposals: [
        proposal("publishedOn", "2024-05-04", "column “date”, day first", "either"),
        proposal("publishedOn", "2024-04-05", "column “date”, month first", "either"),
      ],
    });
    expect(bestProposal(row, "publishedOn")).toBeNull();
    expect(acceptance(row)).toEqual({ id: "art-1" });
    expect(readingsOf(row, "publishedOn")).toEqual(["4 May 2024", "5 Apr 2024"]);
    expect(readingsOf(row, "title")).toEqual([]);
    expect(choicesFor(row, "publishedOn", "", []).map(({ label, detail }) => [label, detail])).toEqual([
      ["4 May 2024", "column “date”, day first"],
      ["5 Apr 2024", "column “date”, month first"],
    ]);
  });

  it("only confirms where nothing is empty or nothing was found", () => {
    expect(acceptance(aRow())).toEqual({ id: "art-1" });
  });
});

describe("accepting many at once", () => {
  const one = aRow({
    sourceName: "AP",
    metadata: { sourceId: "src-1" as SourceId, publishedOn: "2024-05-20" },
  });
  const garbled = aRow({ articleId: "art-2" as ArticleId, gaps: ["encoding-doubtful"] });
  const bare = aRow({ articleId: "art-3" as ArticleId, gaps: ["no-source", "no-date"] });

  it("leaves what may be garbled to be looked at, which one alone is", () => {
    expect(splitForAccept([one, garbled, bare])).toEqual({ accepted: [one, bare], left: [garbled] });
    expect(splitForAccept([garbled])).toEqual({ accepted: [garbled], left: [] });
    expect([leftWords(0), leftWords(1)]).toEqual(["", "1 article left to look at: encoding doubtful"]);
  });

  it("says what they still lack", () => {
    const items = [one, bare].map(acceptance);
    expect(confirmedWords([one, bare], items, "confirmed")).toBe(
      "2 articles confirmed: 1 without a source, 1 without a date",
    );
    expect(confirmedWords([bare], [acceptance(bare)], "confirmed")).toBe(
      "“A title” confirmed, without a source and a date",
    );
    expect(confirmedWords([one, one], items, "confirmed")).toBe("2 articles confirmed");
  });

  it("counts what is set as there", () => {
    const items = [
      { id: bare.articleId, ...changeOf("source", "AP"), ...changeOf("publishedOn", "2024-05-20") },
    ];
    expect(confirmedWords([bare], items, "set and confirmed")).toBe("“A title” set and confirmed");
    const emptied = [{ id: one.articleId, ...changeOf("publishedOn", "") }];
    expect(confirmedWords([one], emptied, "confirmed")).toBe("“A title” confirmed, without a date");
  });
});

describe("changing a field", () => {
  it("names a source, takes it away, empties a date", () => {
    expect(changeOf("source", "AP")).toEqual({ sourceName: "AP" });
    expect(changeOf("source", "")).toEqual({ set: { sourceId: null } });
    expect(changeOf("publishedOn", "")).toEqual({ set: { publishedOn: null } });
    expect(changeOf("title", "New")).toEqual({ set: { title: "New" } });
  });

  it("settles the gaps of that field alone, and none when it is emptied", () => {
    const row = aRow({ gaps: ["no-source", "date-guessed", "encoding-doubtful"] });
    expect(gapsAfter(row, "publishedOn", "2024-05-20")).toEqual(["no-source", "encoding-doubtful"]);
    expect(gapsAfter(row, "source", "")).toEqual(["no-source", "date-guessed", "encoding-doubtful"]);
  });
});

describe("the choices of a field that is edited", () => {
  const sources = [{ name: "Harbour Wire" }, { name: "The Ledger" }];
  const row = aRow({
    matchedSource: { id: "src-2" as SourceId, name: "The Ledger", by: "name" },
    proposals: [
      proposal("source", "the ledger", "og:site_name"),
      proposal("source", "Agence Sahel", "dateline", "guessed"),
      proposal("publishedOn", "2024-05-20", "time element"),
    ],
  });

  it("begin with the source that matches, then what was found, then those of the project", () => {
    expect(choicesFor(row, "source", "", sources)).toEqual([
      { value: "The Ledger", label: "The Ledger", detail: "same name" },
      { value: "Agence Sahel", label: "Agence Sahel", detail: "new source · dateline" },
      { value: "Harbour Wire", label: "Harbour Wire", detail: "" },
    ]);
  });

  it("follow the typing and end with a new source of that name", () => {
    expect(choicesFor(row, "source", "wire", sources).map(({ label }) => label)).toEqual([
      "Harbour Wire",
      "New source “wire”",
    ]);
    expect(choicesFor(row, "source", "harbour wire", sources).map(({ label }) => label)).toEqual([
      "Harbour Wire",
    ]);
  });

  it("write a date in words", () => {
    expect(choicesFor(row, "publishedOn", "", sources)).toEqual([
      { value: "2024-05-20", label: "20 May 2024", detail: "time element" },
    ]);
  });
});
