-- What a report says beside its service. What 0001_store.sql says of all tables
-- holds here too. `network` holds several from now on, words with a space between;
-- it keeps its name, so that older backups are restored.

-- emergency, calls, sms and data, words with a space between. Empty: what came
-- before it was asked, or named its service alone.
ALTER TABLE dead_zones ADD COLUMN failing TEXT NOT NULL DEFAULT '';

-- once, sometimes or always; NULL: it isn't said.
ALTER TABLE dead_zones ADD COLUMN recurrence TEXT;
