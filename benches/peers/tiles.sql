-- What martin publishes: one network's coverage for one service in the map's own system, in
-- pieces with an index, so that a tile reads and cuts as little as it can.
CREATE TABLE coverage AS
SELECT row_number() OVER () AS id, area
FROM (SELECT ST_Subdivide(ST_Transform(area, 3857), 128) AS area FROM covered WHERE supply = 1) AS pieces;
ALTER TABLE coverage ALTER COLUMN area TYPE geometry(Geometry, 3857);
ALTER TABLE coverage ADD PRIMARY KEY (id);
CREATE INDEX ON coverage USING gist (area);
ANALYZE coverage;
