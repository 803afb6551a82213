-- Which deliveries cover each point, by the index on their pieces.
SELECT DISTINCT point, supply
FROM points JOIN covered_pieces ON ST_Covers(area, position)
WHERE supply < 100
