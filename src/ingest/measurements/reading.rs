//! What comes of a file: samples, and a finding for every row that is none.

use std::collections::BTreeMap;

use super::{
    duplicates::SecondsSeen,
    repeated_hour::{Decided, RepeatedHour, Waiting},
    row::{ReadRow, When},
    row_fault::RowFault,
};
use crate::domain::{Bilingual, Finding, RunFacts, RunKey, Sample, Severity, words};

/// The forms that measurements come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MeasurementForm {
    /// CSV whose columns are known by their names.
    NamedColumns,
    /// CSV by a mapping that was given.
    MappedColumns,
    GNetTrack,
    RtrOpenData,
    GeoJsonPoints,
    Gpx,
    FccSpeedTests,
    NetworkSurvey,
    Parquet,
}

words!(MeasurementForm, "form of measurements", {
    NamedColumns => "named_columns", MappedColumns => "mapped_columns", GNetTrack => "gnettrack",
    RtrOpenData => "rtr_open_data", GeoJsonPoints => "geojson_points", Gpx => "gpx",
    FccSpeedTests => "fcc_speed_tests", NetworkSurvey => "network_survey", Parquet => "parquet",
});

/// A file that was read. `rows` is the number of samples, of findings of
/// severity error and of duplicates together.
#[derive(Clone, Debug)]
pub struct MeasurementReading {
    pub form: MeasurementForm,
    pub rows: u64,
    /// Rows that say what a row before them said of the same second and place.
    pub duplicates: u64,
    pub samples: Vec<Sample>,
    /// Numbered by the file's line, the header being line 1; in a GeoJSON
    /// feature collection, a GPX or a database by the feature, from 1.
    pub findings: Vec<Finding>,
    /// What the file says of its runs beside their samples.
    pub runs: BTreeMap<RunKey, RunFacts>,
}

/// What a file gave beside the samples that were handed on while it was read.
#[derive(Clone, Debug)]
pub struct MeasurementSummary {
    pub form: MeasurementForm,
    pub rows: u64,
    pub duplicates: u64,
    pub findings: Vec<Finding>,
    pub runs: BTreeMap<RunKey, RunFacts>,
}

/// Takes samples a batch at a time, so that a large file is never held whole.
pub type SampleSink<'sink> = dyn FnMut(Vec<Sample>) + 'sink;

/// Samples of a batch, at least; the last one is shorter.
const BATCH: usize = 1 << 14;

/// Collects rows in the file's order.
pub(super) struct Gatherer<'sink> {
    sink: &'sink mut SampleSink<'sink>,
    rows: u64,
    samples: Vec<Sample>,
    findings: Vec<Finding>,
    runs: BTreeMap<RunKey, RunFacts>,
    contradicted: bool,
    repeated_hour: RepeatedHour,
    seconds: SecondsSeen,
    duplicates: u64,
    /// The first duplicate's number.
    first_duplicate: Option<u64>,
}

impl<'sink> Gatherer<'sink> {
    pub fn new(sink: &'sink mut SampleSink<'sink>) -> Self {
        Self {
            sink,
            rows: 0,
            samples: Vec::new(),
            findings: Vec::new(),
            runs: BTreeMap::new(),
            contradicted: false,
            repeated_hour: RepeatedHour::default(),
            seconds: SecondsSeen::default(),
            duplicates: 0,
            first_duplicate: None,
        }
    }

    pub fn take(&mut self, number: u64, row: Result<ReadRow, RowFault>) {
        self.rows += 1;
        let mut row = match row {
            Ok(row) => row,
            Err(fault) => return self.findings.push(fault.finding(number, Severity::Error)),
        };
        let warnings = std::mem::take(&mut row.warnings);
        self.findings.extend(warnings.into_iter().map(|fault| fault.finding(number, Severity::Warning)));
        match std::mem::replace(&mut row.when, When::Certain) {
            When::Certain => self.keep(number, row),
            When::Local => {
                let decided = self.repeated_hour.hear(&row);
                decided.into_iter().for_each(|decided| self.decide(decided));
                self.keep(number, row);
            }
            When::Twice(twice) => self.repeated_hour.wait(Waiting { number, row, twice }),
        }
    }

    /// Takes rows whose moment the rows around them told, or didn't.
    fn decide(&mut self, decided: Decided) {
        for (number, row) in decided.known {
            self.keep(number, row);
        }
        for Waiting { number, twice, .. } in decided.unknown {
            let fault = RowFault::AmbiguousTime(twice.local.to_string());
            self.findings.push(fault.finding(number, Severity::Error));
        }
    }

    fn keep(&mut self, number: u64, row: ReadRow) {
        if !self.seconds.is_first(&row.sample) {
            self.duplicates += 1;
            self.first_duplicate.get_or_insert(number);
            return;
        }
        self.learn(number, &row);
        self.samples.push(row.sample);
        if self.samples.len() >= BATCH {
            (self.sink)(std::mem::take(&mut self.samples));
        }
    }

    /// Keeps what a row says of its run; what was said first stands.
    fn learn(&mut self, number: u64, row: &ReadRow) {
        if row.facts == RunFacts::default() {
            return;
        }
        let key = RunKey { run: row.sample.run.to_string(), device: row.sample.device.to_string() };
        let known = self.runs.entry(key).or_default();
        let RunFacts { vehicle, antenna, tariff, pass } = row.facts.clone();
        let agree = [
            settle(&mut known.vehicle, vehicle),
            settle(&mut known.antenna, antenna),
            settle(&mut known.tariff, tariff),
            settle(&mut known.pass, pass),
        ];
        if agree.contains(&false) && !self.contradicted {
            self.contradicted = true;
            let (run, device) = (&row.sample.run, &row.sample.device);
            let message = Bilingual::new(
                format!(
                    "rad {number} säger annat om körningen ”{run}” med telefonen ”{device}” än raderna före; \
                     det första gäller"
                ),
                format!(
                    "row {number} says otherwise of the run `{run}` with the phone `{device}` than the rows \
                     before; the first stands"
                ),
            );
            self.remark("contradicting_run", message);
        }
    }

    /// A remark on the file as a whole.
    pub fn remark(&mut self, code: &'static str, message: Bilingual) {
        let severity = Severity::Warning;
        self.findings.push(Finding { code: code.into(), severity, feature: None, place: None, message });
    }

    pub fn finish(mut self, form: MeasurementForm) -> MeasurementSummary {
        let decided = std::mem::take(&mut self.repeated_hour).finish();
        self.decide(decided);
        if let Some(first) = self.first_duplicate {
            let count = self.duplicates;
            let message = Bilingual::new(
                format!(
                    "{count} rader upprepar en sekund med samma telefon, nät och plats och räknas inte; \
                     den första är rad {first}"
                ),
                format!(
                    "{count} rows repeat a second of the same phone, network and place and aren't counted; \
                     the first is row {first}"
                ),
            );
            self.remark("repeated_second", message);
        }
        let Self { sink, rows, samples, findings, runs, duplicates, .. } = self;
        if !samples.is_empty() {
            sink(samples);
        }
        MeasurementSummary { form, rows, duplicates, findings, runs }
    }
}

/// Keeps what is said first, and tells whether what comes later agrees.
fn settle<T: PartialEq>(known: &mut Option<T>, said: Option<T>) -> bool {
    match (known.as_ref(), said) {
        (_, None) => true,
        (Some(known), Some(said)) => *known == said,
        (None, said) => {
            *known = said;
            true
        }
    }
}
