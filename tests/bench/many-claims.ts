import Sqlite from "better-sqlite3";

/**
 * Adds claims, each with a passage and evidence of its own, to a project file that is closed and holds an article.
 * It writes the folded rows alone, without history: enough for what only reads them, and fast.
 */
export const multiplyClaims = (path: string, count: number): void => {
  const db = new Sqlite(path, { fileMustExist: true });
  db.pragma("synchronous = OFF");
  db.pragma("foreign_keys = OFF");
  const at = "2026-01-01T00:00:00.000Z";
  const { analyst } = db.prepare("SELECT id AS analyst FROM analysts LIMIT 1").get() as { analyst: string };
  const articles = db.prepare("SELECT id, text FROM article_texts ORDER BY n").all() as {
    id: string;
    text: string;
  }[];
  const tags = db.prepare("SELECT id FROM tags ORDER BY id").all() as { id: string }[];
  const id = (prefix: string, number: number): string =>
    `${prefix}-00000000-0000-7000-8000-${String(number).padStart(12, "0")}`;
  const insert = {
    claim: db.prepare(
      `INSERT INTO claims (id, statement, kind, asserter_description, event_date, likelihood, confidence, is_deleted, created_at, created_by, updated_at, updated_by)
       VALUES (?, ?, 'fact', 'senior official', '2024-04-19', 'likely', 'moderate', 0, ?, ?, ?, ?)`,
    ),
    highlight: db.prepare(
      `INSERT INTO highlights (id, article_id, start, end, quote, prefix, suffix, note, is_deleted, created_at, created_by, updated_at, updated_by)
       VALUES (?, ?, ?, ?, ?, '', '', ?, 0, ?, ?, ?, ?)`,
    ),
    evidence: db.prepare(
      `INSERT INTO evidence (id, claim_id, highlight_id, stance, credibility, note, is_deleted, created_at, created_by, updated_at, updated_by)
       VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?)`,
    ),
    claimTag: db.prepare("INSERT INTO claim_tags (claim_id, tag_id, place, at) VALUES (?, ?, ?, ?)"),
    highlightTag: db.prepare(
      "INSERT INTO highlight_tags (highlight_id, tag_id, place, at) VALUES (?, ?, ?, ?)",
    ),
  };
  db.transaction(() => {
    for (let number = 0; number < count; number += 1) {
      const article = articles[number % articles.length];
      if (article === undefined) throw new Error("the project holds no article");
      const start = (number * 7) % Math.max(1, article.text.length - 180);
      const quote = article.text.slice(start, start + 120 + (number % 60));
      const [claim, highlight] = [id("clm", number), id("hl", number)];
      insert.claim.run(claim, `Claim ${number}: ${quote.slice(0, 70)}`, at, analyst, at, analyst);
      insert.highlight.run(
        highlight,
        article.id,
        start,
        start + quote.length,
        quote,
        number % 5 === 0 ? "a note, with a “quotation”" : "",
        at,
        analyst,
        at,
        analyst,
      );
      insert.evidence.run(
        id("evd", number),
        claim,
        highlight,
        number % 9 === 0 ? "contradicts" : "supports",
        (number % 6) + 1,
        "",
        at,
        analyst,
        at,
        analyst,
      );
      for (const [place, tag] of tags.slice(0, 2 + (number % 2)).entries()) {
        insert.claimTag.run(claim, tag.id, place + 1, at);
        insert.highlightTag.run(highlight, tag.id, place + 1, at);
      }
    }
  })();
  db.close();
};
