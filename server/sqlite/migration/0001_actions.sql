-- What arrived, as it arrived. Rows are never changed; opening writes beside them.
CREATE TABLE action (
  seq      INTEGER PRIMARY KEY AUTOINCREMENT,       -- order of arrival, from 1, never given twice
  id       BLOB NOT NULL UNIQUE CHECK (length(id) = 16), -- the action's UUID, made by the kit
  digest   BLOB NOT NULL CHECK (length(digest) = 32),    -- SHA-256 of header and seal: a second delivery must match
  campaign TEXT NOT NULL,                           -- campaign id
  kind     TEXT NOT NULL,                           -- what was done, readable outside the seal
  day      TEXT NOT NULL,                           -- day of the act by the kit's clock, YYYY-MM-DD, UTC
  size     INTEGER NOT NULL,                        -- size class of the content, bytes
  seal     BLOB NOT NULL                            -- age file
) STRICT;

-- What opening found. An action without a row here has not been opened yet.
CREATE TABLE opening (
  seq    INTEGER PRIMARY KEY REFERENCES action (seq), -- the action
  kind   TEXT NOT NULL,                               -- its kind again, for the index
  state  TEXT NOT NULL CHECK (state IN ('counted', 'duplicate', 'closed')), -- what it is taken for
  code   TEXT NOT NULL,                               -- why it could not be opened, else empty
  person BLOB,                                        -- keyed hash of who did it; null where nobody can tell
  doubles INTEGER REFERENCES action (seq)             -- the first action of that person, where this one doubles it
) STRICT;
CREATE INDEX opening_person ON opening (person) WHERE person IS NOT NULL;
CREATE INDEX opening_list ON opening (kind, state, seq);

-- Sums, kept in the transactions that change them.
CREATE TABLE tally (
  campaign TEXT NOT NULL,              -- campaign id
  kind     TEXT NOT NULL,              -- what was done
  day      TEXT NOT NULL,              -- day of the act
  received INTEGER NOT NULL DEFAULT 0, -- all that arrived
  counted  INTEGER NOT NULL DEFAULT 0, -- opened, and no double
  doubled  INTEGER NOT NULL DEFAULT 0, -- opened, and a double
  closed   INTEGER NOT NULL DEFAULT 0, -- could not be opened
  PRIMARY KEY (campaign, kind, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX tally_day ON tally (campaign, day);

-- Single values: how far the backups reach, the hash of the organiser's password, which key did the opening.
CREATE TABLE setting (
  name  TEXT PRIMARY KEY, -- what
  value TEXT NOT NULL     -- as text
) STRICT, WITHOUT ROWID;
