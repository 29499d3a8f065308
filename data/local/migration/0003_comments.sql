-- The comments that the campaign's moderators let through, as the server last listed them. They are public, so they lie
-- here in plain; what somebody writes on this device lies sealed in the outbox.

CREATE TABLE feed (
    campaign TEXT    PRIMARY KEY,            -- campaign id
    asked    INTEGER NOT NULL,               -- when the server last said that this is the list: Unix seconds, this device's clock
    at       INTEGER NOT NULL,               -- when the list was made: Unix milliseconds, the server's clock
    total    INTEGER NOT NULL,               -- of all that were let through, those not here included
    tag      TEXT    NOT NULL                -- the list's ETag
) STRICT;

CREATE TABLE comment (
    campaign TEXT    NOT NULL REFERENCES feed (campaign), -- campaign id
    place    INTEGER NOT NULL,               -- in the list, from 0
    id       TEXT    NOT NULL,               -- the server's public name of it
    day      TEXT    NOT NULL,               -- YYYY-MM-DD
    name     TEXT    NOT NULL,               -- as its writer wants to be shown
    words    TEXT    NOT NULL,               -- what it says
    lang     TEXT    NOT NULL,               -- BCP 47 tag, empty where it is not known
    PRIMARY KEY (campaign, place)
) STRICT, WITHOUT ROWID;
