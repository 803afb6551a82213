-- The land of each municipality, whole and in small pieces.
CREATE TABLE land AS
SELECT zone, ST_Difference(outline, (SELECT ST_Union(area) FROM lakes)) AS area
FROM zones;

CREATE TABLE land_pieces AS
SELECT zone, ST_Subdivide(area, 128) AS area FROM land;
CREATE INDEX ON land_pieces USING gist (area);
ANALYZE land, land_pieces;
