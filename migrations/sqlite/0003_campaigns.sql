-- Campaigns, their runs, and the files that their samples are kept in. What
-- 0001_store.sql says of all tables holds here too.

CREATE TABLE campaigns (
    id INTEGER PRIMARY KEY,
    created_at TEXT NOT NULL,
    name TEXT NOT NULL UNIQUE,
    conducted_by TEXT NOT NULL,         -- an organisation, never a person; empty: nobody said it
    environment TEXT NOT NULL,          -- what is measured
    trim_m REAL NOT NULL,               -- left out of both ends of a run
    least_runs INTEGER NOT NULL,        -- a cell is shown from so many runs on,
    least_days INTEGER NOT NULL,        -- or from so many days on
    retention_days INTEGER,             -- raw samples are deleted after; NULL: they are kept
    keeps_cells INTEGER NOT NULL,       -- flag: what they say of their cells stays
    pseudonym_key TEXT NOT NULL,        -- 64 hexadecimal digits that leave the store in backups alone
    version INTEGER NOT NULL            -- counts up with each change of settings and each erasure
) STRICT;

-- Homes and depots: no sample in such a circle is stored.
CREATE TABLE campaign_places (
    campaign_id INTEGER NOT NULL REFERENCES campaigns (id),
    number INTEGER NOT NULL,            -- from 1
    easting_m REAL NOT NULL,            -- in the computing coordinate reference system
    northing_m REAL NOT NULL,
    radius_m REAL NOT NULL,
    PRIMARY KEY (campaign_id, number)
) STRICT;

-- NULL: it came before there were campaigns, and its rows in samples aren't moved yet.
ALTER TABLE measurement_imports ADD COLUMN campaign_id INTEGER REFERENCES campaigns (id);

-- Flag: whether the file as it came is kept, or its hash alone.
ALTER TABLE measurement_imports ADD COLUMN file_kept INTEGER NOT NULL DEFAULT 1;

-- One phone's subscription on one drive.
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    import_id INTEGER NOT NULL REFERENCES measurement_imports (id),
    number INTEGER NOT NULL,            -- in its import, from 1; samples name it
    name TEXT NOT NULL,                 -- as the file calls it; empty: erased
    device TEXT NOT NULL,               -- pseudonym of the phone; empty: erased
    network TEXT NOT NULL,              -- radio network of the subscription
    vehicle TEXT,
    antenna TEXT,                       -- where it was
    tariff TEXT,
    pass INTEGER,                       -- the how manieth time the same way was driven
    first_at TEXT NOT NULL,             -- of the samples that were taken
    last_at TEXT NOT NULL,
    sample_count INTEGER NOT NULL,      -- that are there still, with time and place
    erased_at TEXT,
    UNIQUE (import_id, number)
) STRICT;

-- Samples as Parquet: an import's samples of one month (UTC) are a file. Which
-- columns it has stands in src/store/samples/columns.rs.
CREATE TABLE sample_files (
    id INTEGER PRIMARY KEY,
    import_id INTEGER NOT NULL REFERENCES measurement_imports (id),
    month TEXT NOT NULL,                -- such as 2026-11
    sha256 TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    raw_since TEXT                      -- its oldest raw sample; NULL: only cells are left in it
) STRICT;

-- Files of samples that no row names yet, or any more, and when they are to be
-- gone if that is still so. A row stands here before the first name and after
-- the last, so that whoever is killed in between leaves nothing for ever.
CREATE TABLE removals (
    sha256 TEXT PRIMARY KEY,
    due_at TEXT NOT NULL
) STRICT;

-- Which column of a table of measurements is what, under a name. What is in the
-- document is said in src/ingest/measurements/mapping.
CREATE TABLE column_mappings (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    saved_at TEXT NOT NULL,
    document TEXT NOT NULL
) STRICT;
