-- What a moderator made of a comment. One without a row is still to be read. Rows outlive a forgotten opening.
CREATE TABLE moderation (
  seq   INTEGER PRIMARY KEY REFERENCES action (seq),         -- the comment
  state TEXT NOT NULL CHECK (state IN ('shown', 'hidden'))   -- see server.Moderation
) STRICT;
