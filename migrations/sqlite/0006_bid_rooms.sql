-- Procurements with their bids, sealed with keys that are not in this database.
-- What 0001_store.sql says of all tables holds here too.

CREATE TABLE procurements (
    id INTEGER PRIMARY KEY,
    created_at TEXT NOT NULL,
    name TEXT NOT NULL,
    opens_at TEXT NOT NULL,             -- until then bids are taken
    key_name TEXT NOT NULL UNIQUE,      -- of the file that holds the room's key, elsewhere
    opened_at TEXT,                     -- NULL: sealed
    awarded_at TEXT                     -- NULL: not decided
) STRICT;

-- Who may look into the room: persons, or tokens that one person each has.
CREATE TABLE procurement_persons (
    procurement_id INTEGER NOT NULL REFERENCES procurements (id),
    number INTEGER NOT NULL,
    person_id INTEGER REFERENCES people (id),
    token_id INTEGER REFERENCES tokens (id),
    consented_at TEXT,                  -- to opening before the date; NULL: not asked
    PRIMARY KEY (procurement_id, number),
    CHECK ((person_id IS NULL) <> (token_id IS NULL))
) STRICT;

-- What was handed in. Who bids, when, and what for stands in what is sealed.
CREATE TABLE bids (
    procurement_id INTEGER NOT NULL REFERENCES procurements (id),
    number INTEGER NOT NULL,            -- in its procurement, from 1
    sealed BLOB NOT NULL,
    released_at TEXT,                   -- NULL: not released
    withheld TEXT,                      -- parts that are not released with it, words
    PRIMARY KEY (procurement_id, number)
) STRICT;

CREATE TABLE bid_files (
    procurement_id INTEGER NOT NULL,
    bid_number INTEGER NOT NULL,
    number INTEGER NOT NULL,
    sha256 TEXT NOT NULL,               -- of the sealed file
    PRIMARY KEY (procurement_id, bid_number, number),
    FOREIGN KEY (procurement_id, bid_number) REFERENCES bids (procurement_id, number)
) STRICT;

-- Everything that was done at a room's door or in it. Rows are only ever added.
CREATE TABLE bid_room_accesses (
    procurement_id INTEGER NOT NULL REFERENCES procurements (id),
    number INTEGER NOT NULL,            -- in its procurement, from 1 without a gap
    sealed BLOB NOT NULL,
    PRIMARY KEY (procurement_id, number)
) STRICT;
