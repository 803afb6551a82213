//! The way of features from a format's reader to the caller's sink: in batches,
//! each worked on by all cores and handed on in the file's order.

use geo::Coord;
use rayon::prelude::*;

use super::{
    CoverageFormat, CoverageReadError, CoverageReading, CoverageSource, HeaderColumns, ReadFault, SinkError,
    extent::RegionExtent,
    feature::{FeatureReading, RawFeature, Setting, read_feature},
    findings::{FileSystem, FindingList, wrong_winding},
};
use crate::{
    domain::{CoverageFeature, Finding, LngLat},
    ingest::polygon::At,
};

/// Features are worked on by this many at a time, or this many bytes: enough for
/// all cores, few enough that a file of gigabytes is never in memory whole.
const BATCH: usize = 256;
const BATCH_BYTES: usize = 8 << 20;

/// Fewer bytes than this aren't worth waking other threads, which each have to
/// open their own projections.
const WORTH_SHARING_BYTES: usize = 1 << 14;

/// Where features go as they are read.
pub type Sink<'sink> = dyn FnMut(Vec<CoverageFeature>) -> Result<(), SinkError> + 'sink;

/// What is known of a file before its first feature.
pub struct Opened {
    pub format: CoverageFormat,
    pub crs: String,
    pub layer: Option<String>,
    pub cell_size: Option<f64>,
}

/// Starts the way of a file's features: the caller's `read` pushes them.
///
/// # Errors
/// When the file's system isn't known, and what `read` and the sink say.
pub fn run<F: RawFeature>(
    opened: Opened,
    source: &CoverageSource<'_>,
    sink: &mut Sink<'_>,
    read: impl FnOnce(&mut Pipeline<'_, '_, F>) -> Result<(), CoverageReadError>,
) -> Result<CoverageReading, CoverageReadError> {
    let setting = Setting {
        system: FileSystem::new(&opened.crs, &source.region.crs)?,
        extent: RegionExtent::new(source.region),
        limits: source.limits.clone(),
    };
    let mut pipeline = Pipeline {
        setting: &setting,
        sink,
        waiting: Vec::new(),
        waiting_bytes: 0,
        findings: FindingList::new(source.limits.findings),
        header: HeaderColumns::default(),
        feature_count: 0,
        taken_count: 0,
        wrongly_wound: 0,
        first_wrongly_wound: None,
    };
    read(&mut pipeline)?;
    pipeline.finish(opened)
}

pub struct Pipeline<'run, 'sink, F> {
    setting: &'run Setting,
    sink: &'run mut Sink<'sink>,
    waiting: Vec<F>,
    waiting_bytes: usize,
    pub findings: FindingList,
    pub header: HeaderColumns,
    /// Where rows aren't features, their reader counts them itself.
    pub feature_count: u64,
    taken_count: u64,
    wrongly_wound: u64,
    first_wrongly_wound: Option<Coord<f64>>,
}

impl<F: RawFeature> Pipeline<'_, '_, F> {
    /// Takes a feature that the file counts.
    ///
    /// # Errors
    /// When there are too many, or the sink fails.
    pub fn push(&mut self, feature: F) -> Result<(), CoverageReadError> {
        self.feature_count += 1;
        if self.feature_count > self.setting.limits.features {
            return Err(ReadFault::TooManyFeatures.with(self.setting.limits.features));
        }
        self.push_uncounted(feature)
    }

    /// Takes a feature that the reader made of rows that it counts itself.
    ///
    /// # Errors
    /// When the sink fails.
    pub fn push_uncounted(&mut self, feature: F) -> Result<(), CoverageReadError> {
        self.waiting_bytes += feature.size_bytes();
        self.waiting.push(feature);
        if self.waiting.len() >= BATCH || self.waiting_bytes >= BATCH_BYTES {
            self.work()?;
        }
        Ok(())
    }

    /// Something that the reader itself found.
    pub fn found(&mut self, finding: Finding) {
        self.findings.add(finding);
    }

    /// None where the place isn't on the map.
    pub fn place(&self, at: At) -> Option<LngLat> {
        self.setting.system.lng_lat(at)
    }

    fn work(&mut self) -> Result<(), CoverageReadError> {
        let read = |raw: &F| read_feature(raw, self.setting);
        let readings: Vec<FeatureReading> = if self.waiting_bytes < WORTH_SHARING_BYTES {
            self.waiting.iter().map(read).collect()
        } else {
            self.waiting.par_iter().map(read).collect()
        };
        self.waiting.clear();
        self.waiting_bytes = 0;
        let mut features = Vec::with_capacity(readings.len());
        for reading in readings {
            for (field, value) in &reading.header {
                self.header.add(field, value);
            }
            reading.findings.into_iter().for_each(|finding| self.findings.add(finding));
            if let Some(place) = reading.wrong_winding {
                self.wrongly_wound += 1;
                self.first_wrongly_wound.get_or_insert(place);
            }
            features.extend(reading.feature);
        }
        self.taken_count += features.len() as u64;
        if features.is_empty() { Ok(()) } else { (self.sink)(features).map_err(CoverageReadError::not_kept) }
    }

    fn finish(mut self, opened: Opened) -> Result<CoverageReading, CoverageReadError> {
        self.work()?;
        let mut of_the_file = Vec::new();
        if self.wrongly_wound > 0 {
            let place = self.first_wrongly_wound;
            let place = place.and_then(|coord| self.setting.system.lng_lat(At::Source(coord)));
            of_the_file.push(wrong_winding(self.wrongly_wound, place));
        }
        let Opened { format, crs, layer, cell_size } = opened;
        Ok(CoverageReading {
            format,
            crs,
            layer,
            cell_size,
            feature_count: self.feature_count,
            taken_count: self.taken_count,
            header: self.header,
            findings: self.findings.finish(of_the_file),
        })
    }
}
