CREATE TABLE metadata (name text, value text);
INSERT INTO metadata VALUES
    ('name', 'coverage'), ('format', 'pbf'), ('minzoom', '0'), ('maxzoom', '14'),
    ('json', '{"vector_layers": [{"id": "coverage", "fields": {}}]}');
CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob);
CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row);
