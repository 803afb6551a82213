-- Who may do what, and what was done. What 0001_store.sql says of all tables
-- holds here too.
--
-- Secrets are never kept, only their SHA-256.

CREATE TABLE organisations (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    number TEXT NOT NULL UNIQUE,        -- NNNNNN-NNNN
    type TEXT NOT NULL,
    home_municipality TEXT              -- a zone's code
) STRICT;

-- People who have signed in. What a provider says of them is brought up to date
-- at each sign-in.
CREATE TABLE people (
    id INTEGER PRIMARY KEY,
    issuer TEXT NOT NULL,               -- the sign-in provider's address
    subject TEXT NOT NULL,              -- who the person is there
    name TEXT NOT NULL,
    email TEXT,
    organisation_id INTEGER REFERENCES organisations (id),
    role TEXT NOT NULL,
    networks TEXT NOT NULL,             -- an operator's: network ids with a space between
    active INTEGER NOT NULL,            -- flag: 0 can't sign in, and is signed out
    UNIQUE (issuer, subject)
) STRICT;

-- API tokens. A token that ends keeps its row: the audit trail names it.
CREATE TABLE tokens (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    secret_sha256 TEXT NOT NULL,        -- of the secret, never the secret
    role TEXT NOT NULL,
    networks TEXT NOT NULL,             -- as in people
    scopes TEXT,                        -- permissions with a space between; NULL: all of the role
    organisation_id INTEGER REFERENCES organisations (id),
    demonstration INTEGER NOT NULL,     -- flag: made at the start of the demonstration
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,           -- actor, as in the audit trail
    expires_at TEXT,                    -- NULL: never
    revoked_at TEXT,
    last_used_at TEXT                   -- to the minute
) STRICT;

-- Signed-in browsers: of a person, or of a token that was pasted into the page.
-- The row goes when the session ends; the audit trail keeps that it was.
CREATE TABLE sessions (
    id INTEGER PRIMARY KEY,
    secret_sha256 TEXT NOT NULL UNIQUE, -- of the cookie's secret
    person_id INTEGER REFERENCES people (id),
    token_id INTEGER REFERENCES tokens (id),
    started_at TEXT NOT NULL,
    last_used_at TEXT NOT NULL,         -- to the minute
    CHECK ((person_id IS NULL) <> (token_id IS NULL))
) STRICT;

-- Every change: who, what, when, from what to what. Rows are only ever added.
-- Each row's hash covers the row and the hash before it, so that a changed, lost
-- or inserted row is noticed: src/store/audit.rs says how it is computed.
CREATE TABLE audit (
    number INTEGER PRIMARY KEY,         -- from 1, without a gap
    at TEXT NOT NULL,
    actor TEXT NOT NULL,                -- never a person's name: those can be erased, this can't
    action TEXT NOT NULL,               -- a stable word, such as token_created
    subject TEXT NOT NULL,              -- what it was done to, such as `token 3`
    before TEXT,                        -- JSON; NULL: it wasn't there
    after TEXT,                         -- JSON; NULL: it isn't there any more
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is only ever added to'); END;

CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is only ever added to'); END;

-- The last row of the audit trail: exactly one row. Whoever adds to the trail
-- takes it first and so waits for whoever adds before.
CREATE TABLE audit_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    number INTEGER NOT NULL,
    hash TEXT NOT NULL
) STRICT;

-- The trail begins with nothing before it.
INSERT INTO audit_head (id, number, hash)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
