-- Versions of requirements. What 0001_store.sql says of all tables holds here too.

-- A version is never changed and never replaced; the highest is in force.
CREATE TABLE requirement_versions (
    id INTEGER PRIMARY KEY,
    requirement_id INTEGER NOT NULL REFERENCES requirements (id),
    version INTEGER NOT NULL,           -- of its requirement, from 1
    created_at TEXT NOT NULL,
    document TEXT NOT NULL,             -- JSON, character for character as it was added
    UNIQUE (requirement_id, version)
) STRICT;

INSERT INTO requirement_versions (requirement_id, version, created_at, document)
    SELECT id, 1, created_at, document FROM requirements ORDER BY id;

ALTER TABLE requirements DROP COLUMN document;
ALTER TABLE requirements DROP COLUMN created_at;

-- The requirement that it was copied from, into another procurement; NULL: none.
ALTER TABLE requirements ADD COLUMN copied_from INTEGER REFERENCES requirements (id);
ALTER TABLE requirements ADD COLUMN copied_version INTEGER;
