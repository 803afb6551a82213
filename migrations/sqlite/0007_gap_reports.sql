-- Gap reports: what a network was asked to cover, where, and what its operator
-- answered. What 0001_store.sql says of all tables holds here too.

-- A report as it was issued. A row is never changed.
CREATE TABLE gap_reports (
    number INTEGER PRIMARY KEY,         -- from 1
    network TEXT NOT NULL,
    day TEXT NOT NULL,                  -- of which it speaks
    issued_at TEXT NOT NULL,
    issued_by TEXT NOT NULL,            -- as in the audit trail
    data_version TEXT NOT NULL,         -- names all that it rests on by one hash
    method_version TEXT NOT NULL,
    subjects TEXT NOT NULL,             -- what was asked, words with a space between
    document TEXT NOT NULL,             -- GeoJSON, character for character as it was issued
    answer_table TEXT NOT NULL          -- CSV with columns to answer in, likewise
) STRICT;

CREATE INDEX gap_reports_by_network ON gap_reports (network, number);

-- The gaps of a report, by the names that they keep from report to report.
CREATE TABLE reported_gaps (
    report_number INTEGER NOT NULL REFERENCES gap_reports (number),
    gap TEXT NOT NULL,
    PRIMARY KEY (report_number, gap)
) STRICT;

-- What operators say of gaps. Rows are only ever added: of several the last one holds.
CREATE TABLE gap_answers (
    id INTEGER PRIMARY KEY,
    report_number INTEGER NOT NULL REFERENCES gap_reports (number),
    gap TEXT NOT NULL,
    answer TEXT NOT NULL,               -- accepted, planned, rebutted or declined
    planned_by TEXT,                    -- a day; planned alone
    reason TEXT NOT NULL,               -- empty: none was given
    actor TEXT NOT NULL,                -- as in the audit trail
    at TEXT NOT NULL,
    day TEXT NOT NULL,                  -- of it where the region is
    CHECK ((planned_by IS NULL) = (answer <> 'planned')),
    FOREIGN KEY (report_number, gap) REFERENCES reported_gaps (report_number, gap)
) STRICT;

CREATE INDEX gap_answers_by_report ON gap_answers (report_number, id);
