-- The outbox of this device. Nothing here but a seal holds what a person wrote, and a seal opens only elsewhere.

CREATE TABLE campaign (
    id       INTEGER PRIMARY KEY,            -- short name, inside this database only
    name     TEXT    NOT NULL UNIQUE,        -- the campaign's id on the wire
    waiting  INTEGER NOT NULL DEFAULT 0,     -- its actions in each state, moved by the triggers below,
    sent     INTEGER NOT NULL DEFAULT 0,     -- so that counting costs the same at any size
    refused  INTEGER NOT NULL DEFAULT 0,     --
    counters TEXT                            -- the server's last counters as JSON (data.Counters), NULL before the first
) STRICT;

CREATE TABLE action (
    id       INTEGER PRIMARY KEY,            -- short name, inside this database only
    uuid     BLOB    NOT NULL UNIQUE,        -- the action's id, 16 bytes
    campaign INTEGER NOT NULL REFERENCES campaign (id), -- whose it is
    place    INTEGER NOT NULL,               -- 1, 2, 3 … in the order of the acts, without a gap
    turn     INTEGER,                        -- place in the queue to be sent; NULL when not waiting
    kind     TEXT    NOT NULL,               -- data.Kind
    day      TEXT    NOT NULL,               -- YYYY-MM-DD, UTC
    size     INTEGER NOT NULL,               -- size class: bytes of padded content inside the seal
    digest   BLOB    NOT NULL,               -- SHA-256 of header and seal (data.Sealed.Digest), to tell a repeat from a conflict
    held     INTEGER NOT NULL DEFAULT 1,     -- 1 while the seal is in table seal, 0 once the server called it safe
    state    TEXT    NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'refused')), -- data.State
    epoch    BLOB,                           -- of the receipt of a sent action, 16 bytes
    seq      INTEGER,                        -- of the receipt of a sent action, within its epoch; NULL if it gave none
    code     TEXT    NOT NULL DEFAULT '',    -- why it was refused or still waits (data.Code)
    hint     TEXT    NOT NULL DEFAULT '',    -- what a person can do about it
    UNIQUE (campaign, place),
    CHECK ((state = 'waiting') = (turn IS NOT NULL)),
    CHECK (state <> 'waiting' OR held = 1)
) STRICT;

CREATE TABLE seal (
    action INTEGER PRIMARY KEY REFERENCES action (id), -- whose seal it is
    bytes  BLOB NOT NULL                     -- an age file, see package seal
) STRICT;

CREATE UNIQUE INDEX action_waiting ON action (campaign, turn) WHERE state = 'waiting';
CREATE INDEX action_unsafe ON action (epoch, seq, campaign) WHERE state = 'sent' AND held = 1;

CREATE TRIGGER action_added AFTER INSERT ON action BEGIN
    UPDATE campaign SET
        waiting = waiting + (new.state = 'waiting'),
        sent    = sent    + (new.state = 'sent'),
        refused = refused + (new.state = 'refused')
    WHERE id = new.campaign;
END;

CREATE TRIGGER action_moved AFTER UPDATE OF state ON action WHEN old.state <> new.state BEGIN
    UPDATE campaign SET
        waiting = waiting + (new.state = 'waiting') - (old.state = 'waiting'),
        sent    = sent    + (new.state = 'sent')    - (old.state = 'sent'),
        refused = refused + (new.state = 'refused') - (old.state = 'refused')
    WHERE id = new.campaign;
END;

CREATE TRIGGER action_let_go AFTER UPDATE OF held ON action WHEN new.held = 0 BEGIN
    DELETE FROM seal WHERE action = new.id;
END;

CREATE TRIGGER action_kept BEFORE DELETE ON action BEGIN
    SELECT RAISE(ABORT, 'actions are never deleted: their places have no gap');
END;
