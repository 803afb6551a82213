//! What a reader must know beside the file.

use geo::Rect;
use jiff::tz::TimeZone;

use super::{ColumnMapping, MeasurementError};
use crate::domain::{Network, NetworkId, Region, Service};

/// The file's name and the pieces of the region that its rows are read by.
#[derive(Clone, Copy, Debug)]
pub struct MeasurementSource<'source> {
    /// Names phone and run where the rows don't.
    pub file_name: &'source str,
    /// The computing coordinate reference system.
    pub crs: &'source str,
    /// The zone of logs that write local time.
    pub time_zone: &'source TimeZone,
    pub networks: &'source [Network],
    /// The region's bounding box in longitude and latitude. With it a row whose
    /// longitude and latitude changed places is told from one far away.
    pub bounds: Option<Rect<f64>>,
    /// The network of the phone's subscription, where the rows don't say it.
    pub network: Option<&'source NetworkId>,
    /// The service that a log's transfers tried, where the log doesn't say it.
    /// Without it such a log gives pure signal samples.
    pub attempted: Option<Service>,
    /// What the columns of a table mean, where its header doesn't say it by itself.
    pub mapping: Option<&'source ColumnMapping>,
}

impl<'source> MeasurementSource<'source> {
    /// A file measured in a region; bounds, network and service as the caller knows them.
    pub fn of_region(region: &'source Region, file_name: &'source str) -> Self {
        Self {
            file_name,
            crs: &region.crs,
            time_zone: &region.time_zone,
            networks: &region.networks,
            bounds: None,
            network: None,
            attempted: None,
            mapping: None,
        }
    }

    pub(super) fn check_network(&self) -> Result<(), MeasurementError> {
        match self.network {
            Some(id) if !self.networks.iter().any(|network| network.id == *id) => {
                Err(MeasurementError::UnknownNetwork(id.clone()))
            }
            _ => Ok(()),
        }
    }

    /// The file's name without folder and known endings: the name of its run.
    pub(super) fn run(&self) -> &'source str {
        let file = self.file_name.rsplit(['/', '\\']).next().unwrap_or(self.file_name);
        let unpacked = file.strip_suffix(".gz").unwrap_or(file);
        let endings = [
            ".csv",
            ".geojson",
            ".geojsonl",
            ".geojsons",
            ".ndjson",
            ".json",
            ".txt",
            ".gpx",
            ".gpkg",
            ".parquet",
        ];
        endings.iter().find_map(|ending| unpacked.strip_suffix(ending)).unwrap_or(unpacked)
    }
}
