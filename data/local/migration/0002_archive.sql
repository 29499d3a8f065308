-- The news archive of the pack, to be searched. It is the public text of the pack, which lies beside it unsealed anyway,
-- so it may lie here in plain. What somebody searches for is never stored.

CREATE TABLE archive (
    lang  TEXT    PRIMARY KEY,               -- BCP 47 tag of the edition
    pack  TEXT    NOT NULL,                  -- hash of the pack that its items are from
    whole INTEGER NOT NULL DEFAULT 0 CHECK (whole IN (0, 1)) -- 1 once every item is here; a search asks nothing before
) STRICT;

CREATE TABLE news (
    id       INTEGER PRIMARY KEY,            -- short name, and the row of its words in news_words
    lang     TEXT NOT NULL REFERENCES archive (lang), -- the edition that it belongs to
    item     TEXT NOT NULL,                  -- the item's id in the pack
    day      TEXT NOT NULL,                  -- YYYY-MM-DD
    headline TEXT NOT NULL,                  -- as it is shown
    body     TEXT NOT NULL,                  -- without Markdown's marks, a paragraph a line
    figures  TEXT NOT NULL,                  -- one a line, each with who reported it
    UNIQUE (lang, item)
) STRICT;

CREATE INDEX news_day ON news (lang, day, item);

-- The words of news, folded by the kit (package find), with spaces between them: so "ascii", which parts them there and
-- nowhere else, is all the tokenizer that they need. SQLite's unicode61 would take the marks off Latin letters too, but
-- breaks Arabic words at their vowel signs and Hindi ones at every vowel. The index holds no text (content = ''), which
-- is in news already. Words of one, two and three letters have an index of their own: those are typed first.
CREATE VIRTUAL TABLE news_words USING fts5 (
    headline,                                -- words of news.headline
    body,                                    -- words of news.body
    figures,                                 -- words of news.figures
    content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '1 2 3'
);
