-- Framework agreements: their ceilings, who may call off, and what was called
-- off. What 0001_store.sql says of all tables holds here too. Amounts are öre
-- without value added tax.

-- A row is never changed.
CREATE TABLE framework_agreements (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    ceiling_ore INTEGER NOT NULL CHECK (ceiling_ore > 0),
    expected_ore_a_year INTEGER,        -- null: nothing is said of it
    begins_on TEXT NOT NULL,
    ends_on TEXT,                       -- the last day; null: no end but the ceiling
    added_at TEXT NOT NULL
) STRICT;

-- Who is entitled to call off.
CREATE TABLE agreement_organisations (
    agreement_id INTEGER NOT NULL REFERENCES framework_agreements (id),
    organisation_id INTEGER NOT NULL REFERENCES organisations (id),
    power_of_attorney TEXT,             -- the day on which it was given; null: it wasn't
    PRIMARY KEY (agreement_id, organisation_id)
) STRICT;

-- What was bought. Rows are only ever added: a correction is a row below zero.
CREATE TABLE call_offs (
    id INTEGER PRIMARY KEY,
    agreement_id INTEGER NOT NULL,
    organisation_id INTEGER NOT NULL,
    day TEXT NOT NULL,
    amount_ore INTEGER NOT NULL,
    supplier TEXT NOT NULL,
    reference TEXT NOT NULL,            -- the buyer's own
    actor TEXT NOT NULL,                -- as in the audit trail
    added_at TEXT NOT NULL,
    UNIQUE (agreement_id, organisation_id, reference),
    FOREIGN KEY (agreement_id, organisation_id)
        REFERENCES agreement_organisations (agreement_id, organisation_id)
) STRICT;
