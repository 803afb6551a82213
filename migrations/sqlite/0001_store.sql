-- The store as SQLite has it. migrations/postgres has the same tables: a test
-- compares them, and every query runs on both.
--
-- Common to all tables:
-- · Ids count up in the order of arrival, and lists are ordered by them.
-- · Times are RFC 3339 text in UTC, dates are ISO 8601 text. They are read back
--   as times: text order is not time order where fractions of seconds differ.
-- · Words (technology, service, severity …) are those of the API.
-- · Geometry is OGC well-known binary in the region's computing coordinate
--   reference system, x = easting, y = northing, metres.
-- · sha256 is 64 lower-case hexadecimal digits and names a file in objects/.
-- · Flags are 0 or 1.
-- · NULL is "not said" or "not measured", never zero.

-- The region that this data folder belongs to: at most one row.
CREATE TABLE region_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    region TEXT NOT NULL,               -- the region's id
    crs TEXT NOT NULL,                  -- its computing coordinate reference system, such as EPSG:3006
    sha256 TEXT NOT NULL                -- of the region's data when the folder was first used
) STRICT;

-- Whether the folder was filled with the demonstration: at most one row. Started
-- and not finished is an interrupted filling.
CREATE TABLE filling (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    started_at TEXT NOT NULL,
    finished_at TEXT
) STRICT;

-- What was delivered: one row a delivery, never changed, never deleted. What
-- became of it stands in delivery_steps.
CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY,
    received_at TEXT NOT NULL,
    kind TEXT NOT NULL,                 -- contract or reference
    network TEXT NOT NULL,              -- id of the radio network
    technology TEXT NOT NULL,
    service TEXT NOT NULL,
    environment TEXT NOT NULL,
    carriage TEXT,                      -- own network or roaming
    simulation_date TEXT,               -- date of the operator's prediction
    model TEXT,                         -- propagation model
    model_version TEXT,
    resolution_m REAL,
    terrain TEXT,                       -- terrain data, and from when
    terrain_vintage TEXT,
    clutter TEXT,                       -- land-use data, and from when
    clutter_vintage TEXT,
    receiver_height_m REAL,
    body_loss_db REAL,
    vehicle_loss_db REAL,
    building_loss_db REAL,
    location_probability REAL,          -- 0 to 1
    load REAL,                          -- 0 to 1
    licence TEXT,
    secrecy TEXT,                       -- why it is held to be secret; NULL: it isn't
    replaces INTEGER REFERENCES deliveries (id), -- the delivery that it corrects
    file_name TEXT NOT NULL,            -- as it was called where it came from
    sha256 TEXT NOT NULL,               -- the file as it came
    feature_count INTEGER NOT NULL,     -- features in the file, taken or not
    coverage_sha256 TEXT NOT NULL,      -- the features that were taken, as FlatGeobuf
    area_m2 REAL NOT NULL               -- what they cover, overlaps counted once
) STRICT;

-- Finds the deliveries of one claim.
CREATE INDEX deliveries_by_claim ON deliveries (network, technology, service, environment, id);

-- Finds what was delivered before under other names.
CREATE INDEX deliveries_by_hash ON deliveries (sha256);

-- The way of a delivery; its last step is its state.
CREATE TABLE delivery_steps (
    id INTEGER PRIMARY KEY,
    delivery_id INTEGER NOT NULL REFERENCES deliveries (id),
    state TEXT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,                -- as in the audit trail
    reason TEXT NOT NULL                -- empty: none was given
) STRICT;

CREATE INDEX delivery_steps_by_delivery ON delivery_steps (delivery_id, id);

-- Deliveries with their state.
CREATE VIEW delivery_states AS
SELECT deliveries.*, delivery_steps.state
FROM deliveries
JOIN delivery_steps ON delivery_steps.delivery_id = deliveries.id
WHERE delivery_steps.id = (SELECT MAX(id) FROM delivery_steps AS steps WHERE steps.delivery_id = deliveries.id);

-- What was found wrong with a delivery.
CREATE TABLE delivery_findings (
    delivery_id INTEGER NOT NULL REFERENCES deliveries (id),
    number INTEGER NOT NULL,            -- of the finding in its delivery, from 1
    code TEXT NOT NULL,                 -- a stable word, such as unclosed_ring
    severity TEXT NOT NULL,
    feature INTEGER,                    -- the feature's number in the file; NULL: the whole file
    lng REAL,                           -- place, degrees on WGS 84
    lat REAL,
    message_sv TEXT NOT NULL,
    message_en TEXT NOT NULL,
    PRIMARY KEY (delivery_id, number),
    CHECK ((lng IS NULL) = (lat IS NULL))
) STRICT;

-- Files of measurements: one row a file, the same content only once.
CREATE TABLE measurement_imports (
    id INTEGER PRIMARY KEY,
    received_at TEXT NOT NULL,
    file_name TEXT NOT NULL,            -- as it was called where it came from
    sha256 TEXT NOT NULL UNIQUE,        -- the file as it came
    row_count INTEGER NOT NULL,         -- rows in the file, taken or not
    sample_count INTEGER NOT NULL       -- rows in samples
) STRICT;

-- What was found wrong with a file of measurements; columns as in delivery_findings.
CREATE TABLE measurement_findings (
    import_id INTEGER NOT NULL REFERENCES measurement_imports (id),
    number INTEGER NOT NULL,
    code TEXT NOT NULL,
    severity TEXT NOT NULL,
    feature INTEGER,                    -- the row's number in the file
    lng REAL,
    lat REAL,
    message_sv TEXT NOT NULL,
    message_en TEXT NOT NULL,
    PRIMARY KEY (import_id, number),
    CHECK ((lng IS NULL) = (lat IS NULL))
) STRICT;

-- One row of a drive test, in the file's order.
CREATE TABLE samples (
    id INTEGER PRIMARY KEY,
    import_id INTEGER NOT NULL REFERENCES measurement_imports (id),
    measured_at TEXT NOT NULL,
    easting_m REAL NOT NULL,            -- in the computing coordinate reference system
    northing_m REAL NOT NULL,
    network TEXT NOT NULL,              -- radio network of the subscription
    serving_plmn TEXT,                  -- network that served; NULL: no service
    technology TEXT,
    service TEXT,                       -- what was attempted; NULL: a pure signal sample
    success INTEGER,                    -- flag: whether the attempt succeeded
    download_mbps REAL,
    upload_mbps REAL,
    latency_ms REAL,
    rsrp_dbm REAL,                      -- LTE RSRP or NR SS-RSRP, by technology
    sinr_db REAL,
    accuracy_m REAL,                    -- of the position
    speed_kmh REAL,
    wifi INTEGER NOT NULL,              -- flag
    indoor INTEGER NOT NULL,            -- flag
    device TEXT NOT NULL,               -- pseudonym of the phone
    run TEXT NOT NULL,                  -- drive that it belongs to
    CHECK ((service IS NULL) = (success IS NULL))
) STRICT;

-- Requirements on coverage. What is in the document is no business of the store.
CREATE TABLE requirements (
    id INTEGER PRIMARY KEY,
    created_at TEXT NOT NULL,
    document TEXT NOT NULL              -- JSON
) STRICT;

-- Profiles: thresholds and losses as they were and are. What is in the document
-- is no business of the store; the newest version is the one in force.
CREATE TABLE profiles (
    version INTEGER PRIMARY KEY,        -- from 1
    created_at TEXT NOT NULL,
    actor TEXT NOT NULL,                -- as in the audit trail
    document TEXT NOT NULL              -- JSON
) STRICT;

-- Reports of dead zones.
CREATE TABLE dead_zones (
    number INTEGER PRIMARY KEY,         -- the report's number, from 1
    received_at TEXT NOT NULL,
    geometry BLOB NOT NULL,             -- Point or Polygon
    network TEXT,                       -- NULL: no network works
    service TEXT NOT NULL,
    environment TEXT NOT NULL,
    observed_at TEXT NOT NULL,
    text TEXT NOT NULL                  -- what the reporter wrote
) STRICT;
