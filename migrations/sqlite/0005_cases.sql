-- Cases: what becomes of a reported dead zone, by whom, until when. What
-- 0001_store.sql says of all tables holds here too.

-- Whose word it is: citizen or official.
ALTER TABLE dead_zones ADD COLUMN standing TEXT NOT NULL DEFAULT 'citizen';

-- waiting, approved or dismissed. What came before there was a queue is shown as it was.
ALTER TABLE dead_zones ADD COLUMN moderation TEXT NOT NULL DEFAULT 'approved';

-- What its sender calls it, so that what is sent twice is kept once; NULL: nothing.
ALTER TABLE dead_zones ADD COLUMN sent_as TEXT;

CREATE UNIQUE INDEX dead_zones_by_sent_as ON dead_zones (sent_as);

CREATE INDEX dead_zones_by_moderation ON dead_zones (moderation, number);

-- By which terms a network's operator answers. A row is never changed.
CREATE TABLE contracts (
    id INTEGER PRIMARY KEY,
    created_at TEXT NOT NULL,
    name TEXT NOT NULL,
    network TEXT NOT NULL,
    begins_on TEXT NOT NULL,
    ends_on TEXT,                       -- NULL: no end
    answer_term TEXT NOT NULL,          -- such as P60D
    new_map_term TEXT NOT NULL,
    silence_concedes INTEGER NOT NULL   -- flag
) STRICT;

-- A place where one network is said not to work.
CREATE TABLE cases (
    number INTEGER PRIMARY KEY,         -- from 1; everybody may follow it
    network TEXT NOT NULL,
    service TEXT NOT NULL,
    environment TEXT NOT NULL,
    easting_m REAL NOT NULL,            -- of the first report, in the computing coordinate reference system
    northing_m REAL NOT NULL,
    state TEXT NOT NULL                 -- what its last step made of it; days may have made more
) STRICT;

-- Finds the cases that a report joins.
CREATE INDEX cases_by_place ON cases (network, service, environment, easting_m);

CREATE INDEX cases_by_state ON cases (state, number);

-- The way of a case. Rows are only ever added.
CREATE TABLE case_steps (
    id INTEGER PRIMARY KEY,
    case_number INTEGER NOT NULL REFERENCES cases (number),
    at TEXT NOT NULL,
    day TEXT NOT NULL,                  -- of it where the region is
    actor TEXT NOT NULL,                -- as in the audit trail
    reason TEXT NOT NULL,               -- empty: none was given
    event TEXT NOT NULL,
    -- What follows depends on the event.
    report INTEGER REFERENCES dead_zones (number),
    until TEXT,                         -- a day: promised, due, or of a measurement
    contract_id INTEGER REFERENCES contracts (id), -- by which the clock runs; NULL: none does
    new_map_term TEXT,
    silence_concedes INTEGER,           -- flag
    tests INTEGER,
    failing INTEGER,
    failing_cells INTEGER,
    file_name TEXT,                     -- of an operator's measurements
    sha256 TEXT,
    word TEXT                           -- a result or an outcome
) STRICT;

CREATE INDEX case_steps_by_case ON case_steps (case_number, event, id);

CREATE INDEX case_steps_by_report ON case_steps (report);

-- How to reach who reported, apart from the report.
CREATE TABLE contacts (
    report INTEGER PRIMARY KEY REFERENCES dead_zones (number),
    email TEXT,                         -- NULL: erased
    language TEXT NOT NULL,
    secret_sha256 TEXT NOT NULL,        -- of the secret by which its owner erases it
    erased_at TEXT,
    CHECK ((email IS NULL) = (erased_at IS NOT NULL))
) STRICT;

-- What a reporter is yet to be told by e-mail, and was. Neither address nor text.
CREATE TABLE mails (
    id INTEGER PRIMARY KEY,
    report INTEGER NOT NULL REFERENCES contacts (report),
    case_step_id INTEGER NOT NULL REFERENCES case_steps (id),
    state TEXT NOT NULL,                -- waiting, sent, or given_up
    due_at INTEGER NOT NULL,            -- not tried before; seconds since 1970
    attempts INTEGER NOT NULL,
    fault TEXT                          -- of the last attempt
) STRICT;

CREATE INDEX mails_by_state ON mails (state, due_at);
