-- Actions that were taken back. Their content is erased; the row of what arrived stays, so that no kit sends it again.
CREATE TABLE withdrawal (
  seq INTEGER PRIMARY KEY REFERENCES action (seq) -- the action
) STRICT;
ALTER TABLE tally ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0; -- taken back, opened before or not
