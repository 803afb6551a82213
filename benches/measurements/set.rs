//! Invented drives as files: made once, and kept.

use std::{
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use jiff::{SignedDuration, Timestamp};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tackning::{
    domain::Region,
    ingest::region::{RegionFiles, read_region},
};

/// A vehicle writes a file of this length, with the rows of one drive after those of another.
const ROWS_A_FILE: usize = 500_000;
const ROWS_A_DRIVE: usize = 2_000;
const HEADER: &str = "time,lon,lat,network,plmn,technology,service,success,rsrp_dbm,sinr_db,accuracy_m,speed_kmh,wifi,\
    indoor,device,run";
/// Where the drives go, degrees.
const WEST_SOUTH: (f64, f64) = (18.0, 64.0);
const EAST_NORTH: (f64, f64) = (21.0, 66.0);

pub struct Set {
    pub rows: usize,
    pub files: Vec<PathBuf>,
}

impl Set {
    /// The set of this size, made where it isn't kept yet.
    pub fn open(rows: usize) -> Self {
        let folder = cache().join(format!("measurements-{rows}-1"));
        let count = rows.div_ceil(ROWS_A_FILE);
        let files: Vec<PathBuf> =
            (0..count).map(|number| folder.join(format!("drives-{number:03}.csv"))).collect();
        if !folder.exists() {
            make(rows, &folder, &files);
        }
        Self { rows, files }
    }
}

/// The region that the drives go through.
pub fn region() -> Region {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/region/norrbotten-vasterbotten");
    read_region(&RegionFiles::Folder(folder)).expect("the region can be read").region
}

/// Under another name until it is whole, so that a making that was broken off leaves no set.
fn make(rows: usize, folder: &Path, files: &[PathBuf]) {
    eprintln!("making a set of {rows} rows, once, in {}", folder.display());
    let unfinished = folder.with_extension("unfinished");
    fs::create_dir_all(&unfinished).expect("the folder can be made");
    let networks: Vec<(String, String)> = region()
        .networks
        .iter()
        .map(|network| (network.id.to_string(), network.plmns[0].as_str().to_owned()))
        .collect();
    let mut dice = ChaCha8Rng::seed_from_u64(11);
    let mut left = rows;
    for file in files {
        let count = left.min(ROWS_A_FILE);
        left -= count;
        let path = unfinished.join(file.file_name().expect("a file has a name"));
        fs::write(path, table(count, &networks, &mut dice)).expect("the file can be written");
    }
    fs::rename(&unfinished, folder).expect("the set can be put in its place");
}

fn table(rows: usize, networks: &[(String, String)], dice: &mut ChaCha8Rng) -> String {
    let begin: Timestamp = "2026-06-01T05:00:00Z".parse().expect("a moment");
    let mut table = String::with_capacity(rows * 110);
    table.push_str(HEADER);
    let (mut place, mut heading, mut time) = (WEST_SOUTH, (0.0, 0.0), begin);
    for row in 0..rows {
        let (drive, of_drive) = (row / ROWS_A_DRIVE, row % ROWS_A_DRIVE);
        if of_drive == 0 {
            place = (
                dice.random_range(WEST_SOUTH.0..EAST_NORTH.0),
                dice.random_range(WEST_SOUTH.1..EAST_NORTH.1),
            );
            heading = (dice.random_range(-2e-4..2e-4), dice.random_range(-1e-4..1e-4));
            let day = SignedDuration::from_hours(24 * dice.random_range(0..120));
            time = begin + day + SignedDuration::from_secs(dice.random_range(0..30_000));
        }
        place = (place.0 + heading.0, place.1 + heading.1);
        time += SignedDuration::from_secs(1);
        let (network, plmn) = &networks[row % networks.len()];
        let level = dice.random_range(-125..-70);
        let said = match dice.random_range(0..10) {
            0 => format!("{plmn},4G,voice,true,{level}"),
            1 => ",,voice,false,".to_owned(),
            _ => format!("{plmn},4G,,,{level}"),
        };
        let (lon, lat) = place;
        write!(table, "\n{time},{lon:.6},{lat:.6},{network},{said},7,5,60,false,false,phone,{drive}")
            .expect("a text takes more text");
    }
    table
}

fn cache() -> PathBuf {
    let cache = env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| env::home_dir().map(|home| home.join(".cache")));
    cache.expect("XDG_CACHE_HOME or HOME is set").join("tackning/bench")
}
