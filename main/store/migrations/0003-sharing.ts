/**
 * What comes from other analysts.
 *
 * `merges` are this file's own record of what came in, one row for each edit that merged a file; `merged_changes` says of
 * each change that came in with which of them. `held_changes` are in the log but do not count: those of a merge that was
 * undone, and those that claim to be this analyst's own without being known here. `conflicts` are what is to be settled:
 * for each one the change that lost (or, where nothing lost, the one to be looked at). `redacted_texts` are texts of
 * which only the quotes, or nothing, came in; the rest stands there as blanks, so that offsets hold, and `sha256` is the
 * digest of what is stored. None of these four travels in a share copy except the last. `highlights.settles` (JSON) names the
 * highlights of which this one is the agreed version.
 */
export const sharing = `
CREATE TABLE merges (
  edit TEXT NOT NULL PRIMARY KEY REFERENCES edits (id) DEFERRABLE INITIALLY DEFERRED,
  file_name TEXT NOT NULL,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  manifest TEXT NOT NULL CHECK (json_valid(manifest))
) STRICT, WITHOUT ROWID;

CREATE TABLE merged_changes (
  edit TEXT NOT NULL REFERENCES merges (edit),
  change TEXT NOT NULL,
  PRIMARY KEY (edit, change)
) STRICT, WITHOUT ROWID;

CREATE TABLE held_changes (
  change TEXT NOT NULL PRIMARY KEY,
  reason TEXT NOT NULL CHECK (reason IN ('undone', 'claims-mine'))
) STRICT, WITHOUT ROWID;

CREATE TABLE conflicts (
  change TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('both-changed', 'mine-changed', 'deleted-there', 'deleted-here', 'claims-mine')),
  entity TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  field TEXT NOT NULL,
  edit TEXT NOT NULL REFERENCES merges (edit)
) STRICT, WITHOUT ROWID;
CREATE INDEX conflicts_by_entity ON conflicts (entity, entity_id, field);

CREATE TABLE redacted_texts (
  article_id TEXT NOT NULL PRIMARY KEY REFERENCES article_texts (id),
  kept TEXT NOT NULL CHECK (kept IN ('quotes', 'none')),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64)
) STRICT, WITHOUT ROWID;

ALTER TABLE highlights ADD COLUMN settles TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(settles));
`;
