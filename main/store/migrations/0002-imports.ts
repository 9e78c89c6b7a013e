/**
 * What imports found, revisions and near copies.
 *
 * `captures.findings` (JSON) holds what the importer found besides the text: proposals for metadata, what was set aside,
 * pages, encoding; `doubts` stands apart because the Library reads it for every article. `articles.url_key` is the link as
 * it is compared (`urlKey`). `shingles` and `near_copies` follow from the texts alone and can be made again: of each text
 * the hashes of some of its word sequences, and of each pair of texts that share wording how much (thousandths of the
 * first one's). The same text in two parts of one file is two captures, hence the part in the unique index.
 */
export const imports = `
ALTER TABLE captures ADD COLUMN part TEXT NOT NULL DEFAULT '';
ALTER TABLE captures ADD COLUMN doubts TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(doubts));
ALTER TABLE captures ADD COLUMN findings TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(findings));
DROP INDEX captures_by_article;
CREATE UNIQUE INDEX captures_by_article ON captures (article_id, imported_at, analyst, file_name, original, part);
CREATE INDEX captures_by_name ON captures (file_name, part) WHERE file_name <> '';

ALTER TABLE articles ADD COLUMN revision_of TEXT REFERENCES articles (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE articles ADD COLUMN is_reviewed INTEGER NOT NULL DEFAULT 0 CHECK (is_reviewed IN (0, 1));
ALTER TABLE articles ADD COLUMN url_key TEXT NOT NULL DEFAULT '';
CREATE INDEX articles_by_revision ON articles (revision_of) WHERE revision_of IS NOT NULL;
CREATE INDEX articles_by_url ON articles (url_key) WHERE url_key <> '';

CREATE TABLE shingles (
  hash INTEGER NOT NULL,
  n INTEGER NOT NULL REFERENCES article_texts (n),
  PRIMARY KEY (hash, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE near_copies (
  n INTEGER NOT NULL REFERENCES article_texts (n),
  other INTEGER NOT NULL REFERENCES article_texts (n),
  share INTEGER NOT NULL CHECK (share BETWEEN 1 AND 1000),
  PRIMARY KEY (n, other)
) STRICT, WITHOUT ROWID;
`;
