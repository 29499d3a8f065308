-- How far the mailing of each letter is. Rows outlive a forgotten opening, so that no letter is mailed again because
-- the keys changed. Nothing tells when a letter came or went.
CREATE TABLE delivery (
  seq      INTEGER PRIMARY KEY REFERENCES action (seq), -- the letter
  target   TEXT NOT NULL,               -- id of a target of the pack, whom it addresses; empty where the pack has none such
  state    TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'tested', 'refused', 'bounced', 'stopped', 'unsure')), -- see server.DeliveryState
  attempts INTEGER NOT NULL DEFAULT 0,  -- conversations with the relay that came as far as this letter
  next     INTEGER NOT NULL DEFAULT 0,  -- not before: Unix seconds; 0 unless it waits
  code     INTEGER NOT NULL DEFAULT 0,  -- the relay's last reply, 0 without one
  reason   TEXT NOT NULL DEFAULT ''     -- enhanced status of that reply, or why there was none
) STRICT;
CREATE INDEX delivery_due ON delivery (state, next);
INSERT INTO delivery (seq, target, state) SELECT seq, '', 'waiting' FROM opening WHERE kind = 'letter' AND state <> 'closed';
