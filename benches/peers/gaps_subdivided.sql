-- Land less what of it is covered, piece by piece with the index.
SELECT zone, supply, ST_Area(land.area) - coalesce(shared_m2, 0) AS gap_m2
FROM land CROSS JOIN covered
LEFT JOIN (
    SELECT land_pieces.zone, covered_pieces.supply,
           sum(ST_Area(ST_Intersection(land_pieces.area, covered_pieces.area))) AS shared_m2
    FROM land_pieces JOIN covered_pieces ON ST_Intersects(land_pieces.area, covered_pieces.area)
    GROUP BY 1, 2
) AS shared USING (zone, supply)
