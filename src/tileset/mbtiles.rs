//! A tileset as MBTiles 1.3: an SQLite database with a table of metadata and a
//! view of tiles, under which each different tile is kept once.

use std::{collections::HashMap, io, path::Path};

use pmtiles::{TileCoord, TileId};
use rusqlite::{Connection, Transaction};
use sha2::{Digest, Sha256};

use super::{TilesetError, journal::Record, metadata::Metadata};

/// "MPBX", by which tools know the file; it holds no more than the name's sake.
const APPLICATION_ID: i32 = 0x4d50_4258;

const SCHEMA: &str = "
    CREATE TABLE metadata (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE contents (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
    CREATE TABLE places (zoom_level INTEGER NOT NULL, tile_column INTEGER NOT NULL, tile_row INTEGER NOT NULL,
        content INTEGER NOT NULL REFERENCES contents (id),
        PRIMARY KEY (zoom_level, tile_column, tile_row)) WITHOUT ROWID;
    CREATE VIEW tiles AS
        SELECT zoom_level, tile_column, tile_row, data AS tile_data
        FROM places JOIN contents ON contents.id = places.content;
";

/// Writes the tiles into an empty file; answers with how many.
pub fn write(
    path: &Path,
    metadata: &Metadata,
    records: &mut dyn Iterator<Item = io::Result<Record>>,
) -> Result<u64, TilesetError> {
    let mut database = Connection::open(path)?;
    // Nobody else knows the file, and half of it is thrown away: it needs no journal.
    database.pragma_update(None, "journal_mode", "OFF")?;
    database.pragma_update(None, "synchronous", "OFF")?;
    database.pragma_update(None, "application_id", APPLICATION_ID)?;
    let transaction = database.transaction()?;
    transaction.execute_batch(SCHEMA)?;
    for (name, value) in metadata.rows()? {
        transaction.execute("INSERT INTO metadata VALUES (?1, ?2)", (name, value))?;
    }
    let count = write_tiles(&transaction, records)?;
    transaction.commit()?;
    database.close().map_err(|(_, error)| error)?;
    Ok(count)
}

fn write_tiles(
    transaction: &Transaction<'_>,
    records: &mut dyn Iterator<Item = io::Result<Record>>,
) -> Result<u64, TilesetError> {
    let mut add_content = transaction.prepare("INSERT INTO contents VALUES (?1, ?2)")?;
    let mut add_place = transaction.prepare("INSERT INTO places VALUES (?1, ?2, ?3, ?4)")?;
    let mut known: HashMap<[u8; 32], i64> = HashMap::new();
    let mut count = 0;
    for record in records {
        let Record { tile_id, bytes } = record?;
        let next = known.len() as i64 + 1;
        let content = *known.entry(Sha256::digest(&bytes).into()).or_insert(next);
        if content == next {
            add_content.execute((content, &bytes))?;
        }
        let tile = TileCoord::from(TileId::new(tile_id)?);
        // Rows are counted from the south (TMS).
        let row = (1_u32 << tile.z()) - 1 - tile.y();
        add_place.execute((tile.z(), tile.x(), row, content))?;
        count += 1;
    }
    Ok(count)
}
