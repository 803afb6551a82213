//! The peer: the same files by `ogr2ogr` into PostGIS, with its GiST index.
//!
//! Its fastest settings that keep what ours keep: COPY instead of INSERT, a
//! logged table, the server's fsync on. It projects to the region's computing
//! system, as ours do; it neither mends nor dissolves.

use std::{
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

const TABLE: &str = "claims";

/// Whether there is a server to import into: `scripts/with-postgres` names it.
pub fn is_there() -> bool {
    std::env::var_os("PGHOST").is_some() && sql("SELECT 1").is_ok()
}

/// What the server and the importer are, for the record.
pub fn describe() -> Result<String, String> {
    let importer = output(Command::new("ogr2ogr").arg("--version"))?;
    let server = sql(
        "SELECT version() || ', PostGIS ' || postgis_lib_version() || ', fsync ' || current_setting('fsync')",
    )?;
    Ok(format!("{}; {}", importer.trim(), server.trim()))
}

/// A database with PostGIS in it.
pub fn prepare() -> Result<(), String> {
    sql("CREATE EXTENSION IF NOT EXISTS postgis").map(drop)
}

/// Imports files one after the other, as they are delivered, and has the table analysed.
pub fn import(files: &[impl AsRef<Path>], crs: &str) -> Result<Duration, String> {
    sql(&format!("DROP TABLE IF EXISTS {TABLE}"))?;
    let begin = Instant::now();
    for (number, file) in files.iter().enumerate() {
        let mut command = Command::new("ogr2ogr");
        command.args(["-f", "PostgreSQL", "PG:"]).arg(file.as_ref());
        command.args(["-nln", TABLE, "-nlt", "PROMOTE_TO_MULTI", "-t_srs", crs]);
        command.args(["--config", "PG_USE_COPY", "YES"]);
        if number == 0 {
            command.args([
                "-lco",
                "GEOMETRY_NAME=wkb_geometry",
                "-lco",
                "SPATIAL_INDEX=GIST",
                "-lco",
                "UNLOGGED=NO",
            ]);
        } else {
            command.arg("-append");
        }
        output(&mut command)?;
    }
    sql(&format!("ANALYZE {TABLE}"))?;
    Ok(begin.elapsed())
}

/// What arrived, to see that both have imported the same.
pub fn vertices() -> Result<usize, String> {
    let count = sql(&format!("SELECT sum(ST_NPoints(wkb_geometry)) FROM {TABLE}"))?;
    count.trim().parse().map_err(|error| format!("{count}: {error}"))
}

fn sql(statement: &str) -> Result<String, String> {
    output(Command::new("psql").args(["--no-psqlrc", "--quiet", "--tuples-only", "--command", statement]))
}

fn output(command: &mut Command) -> Result<String, String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("{program}: {error}"))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() {
        Ok(text(&output.stdout))
    } else {
        Err(format!("{program}: {}", text(&output.stderr)))
    }
}
