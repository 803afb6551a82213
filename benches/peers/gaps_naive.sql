-- As one would write it first.
SELECT zone, supply, ST_Area(ST_Difference(land.area, covered.area)) AS gap_m2
FROM land, covered
