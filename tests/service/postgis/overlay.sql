-- What PostGIS makes of it by its own overlay.
CREATE TABLE land AS
SELECT zone, ST_Difference(outline, (SELECT ST_Union(area) FROM lakes)) AS area
FROM zones;

CREATE TABLE covered AS
SELECT supply, ST_Union(area) AS area
FROM supplies JOIN drawn USING (delivery)
GROUP BY supply;
