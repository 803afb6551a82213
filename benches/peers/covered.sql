-- What each delivery covers counts once, and so does what all deliveries of a service cover:
-- supplies are numbered by the delivery, and by 100 and more for all networks together.
CREATE TABLE covered AS
SELECT delivery AS supply, ST_Union(area) AS area
FROM delivered
GROUP BY delivery;

INSERT INTO covered
SELECT 100 + dense_rank() OVER (ORDER BY min(supply)), ST_Union(area)
FROM covered JOIN deliveries ON delivery = supply
GROUP BY service;

CREATE TABLE covered_pieces AS
SELECT supply, ST_Subdivide(area, 128) AS area FROM covered;
CREATE INDEX ON covered_pieces USING gist (area);
ANALYZE covered, covered_pieces;
