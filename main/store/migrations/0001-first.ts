/**
 * The first schema. Three kinds of tables:
 *
 * - facts, which are written once: `article_texts`, `originals`, `captures`;
 * - the log, which only grows: `edits`, `changes`;
 * - the fold of the log, which can be rebuilt from it: all the others, and the three search indexes.
 *
 * `originals.bytes` are deflated (RFC 1951); `size` is that of the original. Long columns stand last, so that
 * a list does not read through them. `reading` is this machine's view state and neither. Ids are text. `n` exists because full-text tables refer
 * to rows by integer, and only a declared INTEGER PRIMARY KEY survives VACUUM. References among folded rows are
 * checked at the end of a transaction, so that the order of folding does not matter. Deleted rows stay, marked.
 */
export const first = `
CREATE TABLE meta (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE article_texts (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  characters INTEGER NOT NULL CHECK (characters >= 0),
  blocks TEXT NOT NULL CHECK (json_valid(blocks)),
  text TEXT NOT NULL
) STRICT;

CREATE TABLE originals (
  sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
  size INTEGER NOT NULL CHECK (size >= 0),
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE captures (
  article_id TEXT NOT NULL REFERENCES article_texts (id),
  original TEXT REFERENCES originals (sha256),
  file_name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  importer TEXT NOT NULL,
  imported_at TEXT NOT NULL,
  analyst TEXT NOT NULL,
  steps TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX captures_by_article ON captures (article_id, imported_at, analyst, file_name, original);
CREATE INDEX captures_by_original ON captures (original);

CREATE TABLE edits (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('edit', 'undo', 'redo')),
  undoes TEXT REFERENCES edits (id) DEFERRABLE INITIALLY DEFERRED CHECK ((undoes IS NULL) = (kind = 'edit')),
  label TEXT NOT NULL,
  analyst TEXT NOT NULL,
  clock INTEGER NOT NULL CHECK (clock BETWEEN 1 AND 1000000000000),
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX edits_by_clock ON edits (clock, id);
CREATE INDEX edits_by_analyst ON edits (analyst, clock, id);
CREATE INDEX edits_by_undoes ON edits (undoes);

CREATE TABLE changes (
  entity TEXT NOT NULL CHECK (entity IN ('project', 'analyst', 'source', 'rating', 'article', 'tag', 'highlight', 'claim', 'evidence')),
  entity_id TEXT NOT NULL,
  field TEXT NOT NULL,
  clock INTEGER NOT NULL CHECK (clock BETWEEN 1 AND 1000000000000),
  id TEXT NOT NULL,
  edit TEXT NOT NULL REFERENCES edits (id) DEFERRABLE INITIALLY DEFERRED,
  value TEXT NOT NULL CHECK (json_valid(value)),
  before TEXT,
  PRIMARY KEY (entity, entity_id, field, clock, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX changes_by_id ON changes (id);
CREATE INDEX changes_by_edit ON changes (edit);

CREATE TABLE project (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  is_deleted INTEGER NOT NULL CHECK (is_deleted IN (0, 1)),
  created_at TEXT NOT NULL, created_by TEXT NOT NULL,
  updated_at TEXT NOT NULL, updated_by TEXT NOT NULL
) STRICT;

CREATE TABLE analysts (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  initials TEXT NOT NULL,
  is_deleted INTEGER NOT NULL CHECK (is_deleted IN (0, 1)),
  created_at TEXT NOT NULL, created_by TEXT NOT NULL,
  updated_at TEXT NOT NULL, updated_by TEXT NOT NULL
) STRICT;

CREATE TABLE sources (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('outlet', 'agency', 'author', 'official', 'account', 'other')),
  parent_id TEXT REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED,
  url TEXT NOT NULL,
  note TEXT NOT NULL,
  merged_into TEXT REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED,
  is_deleted INTEGER NOT NULL CHECK (is_deleted IN (0, 1)),
  created_at TEXT NOT NULL, created_by TEXT NOT NULL,
  updated_at TEXT NOT NULL, updated_by TEXT NOT NULL
) STRICT;
CREATE INDEX sources_by_name ON sources (name_key);
CREATE INDEX sources_by_parent ON sources (parent_id);
CREATE INDEX sources_by_merged ON sources (merged_into);

CREATE TABLE articles (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE REFERENCES article_texts (id) DEFERRABLE INITIALLY DEFERRED,
  title TEXT NOT NULL,
  source_id TEXT REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED,
  byline TEXT NOT NULL,
  published_on TEXT CHECK (published_on IS NULL OR length(published_on) = 10),
  url TEXT NOT NULL,
  language TEXT NOT NULL,
  is_deleted INTEGER NOT NULL CHECK (is_deleted IN (0, 1)),
  created_at TEXT NOT NULL, created_by TEXT NOT NULL,
  updated_at TEXT NOT NULL, updated_by TEXT NOT NULL
) STRICT;
CREATE INDEX articles_by_source ON articles (source_id);
CREATE INDEX articles_by_deleted ON articles (is_deleted, id);

CREATE TABLE ratings (
  id TEXT NOT NULL PRIMARY KEY,
  source_id TEXT REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED,
  article_id TEXT REFERENCES articles (id) DEFERRABLE INITIALLY DEFERRED,
  reliability TEXT CHECK (reliability IN ('A', 'B', 'C', 'D', 'E', 'F')),
  reason TEXT NOT NULL,
  clock INTEGER NOT NULL,
  is_deleted INTEGER NOT NULL CHECK (is_deleted IN (0, 1)),
  created_at TEXT NOT NULL, created_by TEXT NOT NULL,
  updated_at TEXT NOT NULL, updated_by TEXT NOT NULL,
  CHECK ((source_id IS NULL) <> (article_id IS NULL)),
  CHECK (reliability IS NOT NULL OR article_id IS NOT NULL)
) STRICT;
CREATE INDEX ratings_by_source ON ratings (source_id, clock, id);
CREATE INDEX ratings_by_article ON ratings (article_id, clock, id);

CREATE TABLE tags (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  parent_id TEXT REFERENCES tags (id) DEFERRABLE INITIALLY DEFERRED,
  colour TEXT NOT NULL CHECK (colour IN ('amber', 'teal', 'violet', 'rose', 'blue', 'green', 'orange', 'slate')),
  description TEXT NOT NULL,
  shortcut INTEGER CHECK (shortcut BETWEEN 1 AND 9),
  position REAL NOT NULL,
  merged_into TEXT REFERENCES tags (id) DEFERRABLE INITIALLY DEFERRED,
  is_deleted INTEGER NOT NULL CHECK (is_deleted IN (0, 1)),
  created_at TEXT NOT NULL, created_by TEXT NOT NULL,
  updated_at TEXT NOT NULL, updated_by TEXT NOT NULL
) STRICT;
CREATE INDEX tags_by_name ON tags (name_key);
CREATE INDEX tags_by_parent ON tags (parent_id);
CREATE INDEX tags_by_merged ON tags (merged_into);

CREATE TABLE highlights (
  id TEXT NOT NULL PRIMARY KEY,
  article_id TEXT NOT NULL REFERENCES articles (id) DEFERRABLE INITIALLY DEFERRED,
  start INTEGER NOT NULL CHECK (start >= 0),
  end INTEGER NOT NULL CHECK (end > start),
  quote TEXT NOT NULL CHECK (quote <> ''),
  prefix TEXT NOT NULL,
  suffix TEXT NOT NULL,
  note TEXT NOT NULL,
  is_deleted INTEGER NOT NULL CHECK (is_deleted IN (0, 1)),
  created_at TEXT NOT NULL, created_by TEXT NOT NULL,
  updated_at TEXT NOT NULL, updated_by TEXT NOT NULL
) STRICT;
CREATE INDEX highlights_by_article ON highlights (article_id, is_deleted);
CREATE INDEX highlights_by_deleted ON highlights (is_deleted, article_id, id);

CREATE TABLE highlight_tags (
  highlight_id TEXT NOT NULL REFERENCES highlights (id) DEFERRABLE INITIALLY DEFERRED,
  tag_id TEXT NOT NULL REFERENCES tags (id) DEFERRABLE INITIALLY DEFERRED,
  place INTEGER NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (highlight_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX highlight_tags_by_tag ON highlight_tags (tag_id, highlight_id, at);

CREATE TABLE claims (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  statement TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('fact', 'estimate', 'opinion', 'forecast')),
  asserter_source_id TEXT REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED,
  asserter_description TEXT,
  event_date TEXT CHECK (event_date IS NULL OR length(event_date) = 10),
  likelihood TEXT CHECK (likelihood IN ('almost-no-chance', 'very-unlikely', 'unlikely', 'roughly-even-chance', 'likely', 'very-likely', 'almost-certain')),
  confidence TEXT CHECK (confidence IN ('low', 'moderate', 'high')),
  is_deleted INTEGER NOT NULL CHECK (is_deleted IN (0, 1)),
  created_at TEXT NOT NULL, created_by TEXT NOT NULL,
  updated_at TEXT NOT NULL, updated_by TEXT NOT NULL,
  CHECK (asserter_source_id IS NULL OR asserter_description IS NULL)
) STRICT;
CREATE INDEX claims_by_asserter ON claims (asserter_source_id);
CREATE INDEX claims_by_deleted ON claims (is_deleted, id);

CREATE TABLE claim_tags (
  claim_id TEXT NOT NULL REFERENCES claims (id) DEFERRABLE INITIALLY DEFERRED,
  tag_id TEXT NOT NULL REFERENCES tags (id) DEFERRABLE INITIALLY DEFERRED,
  place INTEGER NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (claim_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_tags_by_tag ON claim_tags (tag_id, claim_id, at);

CREATE TABLE evidence (
  id TEXT NOT NULL PRIMARY KEY,
  claim_id TEXT NOT NULL REFERENCES claims (id) DEFERRABLE INITIALLY DEFERRED,
  highlight_id TEXT NOT NULL REFERENCES highlights (id) DEFERRABLE INITIALLY DEFERRED,
  stance TEXT NOT NULL CHECK (stance IN ('supports', 'contradicts', 'context')),
  credibility INTEGER CHECK (credibility BETWEEN 1 AND 6),
  note TEXT NOT NULL,
  is_deleted INTEGER NOT NULL CHECK (is_deleted IN (0, 1)),
  created_at TEXT NOT NULL, created_by TEXT NOT NULL,
  updated_at TEXT NOT NULL, updated_by TEXT NOT NULL
) STRICT;
CREATE INDEX evidence_by_claim ON evidence (claim_id, is_deleted, highlight_id, stance, credibility, id);
CREATE INDEX evidence_by_highlight ON evidence (highlight_id, is_deleted, claim_id);

CREATE TABLE reading (
  article_id TEXT NOT NULL PRIMARY KEY REFERENCES article_texts (id),
  is_read INTEGER NOT NULL CHECK (is_read IN (0, 1)),
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE article_search USING fts5 (
  text, content = 'article_texts', content_rowid = 'n', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE title_search USING fts5 (
  title, byline, content = 'articles', content_rowid = 'n', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE claim_search USING fts5 (
  statement, content = 'claims', content_rowid = 'n', tokenize = 'unicode61 remove_diacritics 2'
);
`;
