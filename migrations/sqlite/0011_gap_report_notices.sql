-- Who is told that a gap report was issued, and what became of it.
-- What 0001_store.sql says of all tables holds here too.

-- Where a network's operator is told. A network without a row has its persons told by e-mail.
CREATE TABLE report_receivers (
    id INTEGER PRIMARY KEY,
    network TEXT NOT NULL UNIQUE,
    hook TEXT,                          -- an https address; NULL: no web hook
    secret TEXT,                        -- by which its calls are signed; it is shown once
    email TEXT,                         -- NULL: the operator's persons
    language TEXT NOT NULL,             -- sv or en
    CHECK ((hook IS NULL) = (secret IS NULL))
) STRICT;

-- A call or a mail for each that is to be told of a report, written with the report.
CREATE TABLE notices (
    id INTEGER PRIMARY KEY,
    report_number INTEGER NOT NULL REFERENCES gap_reports (number),
    channel TEXT NOT NULL,              -- hook or mail
    person_id INTEGER REFERENCES people (id), -- whom a mail goes to; NULL: the network's address
    state TEXT NOT NULL,                -- waiting, sent, or given_up
    due_at INTEGER NOT NULL,            -- not tried before; seconds since 1970
    attempts INTEGER NOT NULL,
    fault TEXT,                         -- of the last attempt
    sent_at TEXT
) STRICT;

CREATE INDEX notices_by_state ON notices (state, due_at);
