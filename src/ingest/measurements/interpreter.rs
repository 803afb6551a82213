//! From the texts of a row to a sample, the same for every form.

use compact_str::CompactString;
use geo::Coord;
use jiff::Timestamp;

use super::{
    MeasurementError, MeasurementSource,
    mapping::{MeasuredField as Field, Tests},
    meaning::{Meaning, Outcome},
    row::{ReadRow, Row, When},
    row_fault::RowFault,
    value::{self, Connection},
};
use crate::{
    domain::{Attempt, Dbm, NetworkId, Plmn, RunFacts, Sample, Service, Technology},
    geometry::{Projection, TransverseMercator, WGS84},
};

/// Reads rows one by one, knowing nothing of those before.
pub(super) struct Interpreter<'source> {
    pub source: MeasurementSource<'source>,
    pub meaning: Meaning,
    to_crs: Projection,
    /// The same within reach of its meridian, where the system is one of those.
    series: Option<TransverseMercator>,
}

impl<'source> Interpreter<'source> {
    /// # Errors
    /// When the source's system is unknown.
    pub fn new(source: &MeasurementSource<'source>, meaning: Meaning) -> Result<Self, MeasurementError> {
        let to_crs = Projection::new(WGS84, source.crs)?;
        Ok(Self { source: *source, meaning, to_crs, series: TransverseMercator::of(source.crs) })
    }

    /// # Errors
    /// The first thing that makes the row no sample.
    pub fn read(&self, row: &Row<'_>) -> Result<ReadRow, RowFault> {
        let meaning = &self.meaning;
        let (time, when) = self.time(row)?;
        let lng = meaning.number(row, Field::Lon)?.ok_or_else(|| meaning.missing(Field::Lon))?;
        let lat = meaning.number(row, Field::Lat)?.ok_or_else(|| meaning.missing(Field::Lat))?;
        let position = self.position(lng, lat)?;
        let served = !meaning.is_without_service(row);
        let connection = if served {
            value::connection(meaning.text(row, Field::Technology))?
        } else {
            Connection::Unknown
        };
        let technology = match connection {
            Connection::Mobile(technology) => Some(technology),
            Connection::FixedLine => return Err(RowFault::FixedLine),
            Connection::Wifi | Connection::Unknown => None,
        };
        let (network, serving) = self.networks(row, served)?;
        let (sinr_db, ratio) = sinr(meaning.number(row, Field::Sinr)?);
        let (facts, unread) = self.facts(row);
        let sample = Sample {
            time,
            position,
            network,
            serving,
            technology,
            attempt: self.attempt(row, served)?,
            rsrp: if served { self.rsrp(row, technology)? } else { None },
            sinr_db,
            accuracy_m: meaning.amount(row, Field::Accuracy)?,
            speed_kmh: meaning.amount(row, Field::Speed)?,
            wifi: meaning.truth(row, Field::Wifi)?.unwrap_or(false) || connection == Connection::Wifi,
            indoor: meaning.truth(row, Field::Indoor)?.unwrap_or(false),
            device: self.named(row, Field::Device),
            run: self.named(row, Field::Run),
        };
        Ok(ReadRow { sample, when, facts, warnings: ratio.into_iter().chain(unread).collect() })
    }

    fn time(&self, row: &Row<'_>) -> Result<(Timestamp, When), RowFault> {
        let meaning = &self.meaning;
        let time = meaning.present(row, Field::Time).ok_or_else(|| meaning.missing(Field::Time))?;
        let moment = match meaning.present(row, Field::Date) {
            Some(date) => meaning.time().read(&format!("{date} {time}"))?,
            None => meaning.time().read(time)?,
        };
        Ok(moment.into())
    }

    /// What the row calls it, else the file's name.
    fn named(&self, row: &Row<'_>, field: Field) -> CompactString {
        self.meaning.present(row, field).unwrap_or(self.source.run()).into()
    }

    /// Brings a position, degrees, into the computing coordinate reference system.
    fn position(&self, lng: f64, lat: f64) -> Result<Coord<f64>, RowFault> {
        let given = Coord { x: lng, y: lat };
        let swapped = Coord { x: lat, y: lng };
        if self.source.bounds.is_some_and(|bounds| !holds(bounds, given) && holds(bounds, swapped)) {
            return Err(RowFault::SwappedPosition { lng, lat });
        }
        if lng.abs() > 180.0 || lat.abs() > 90.0 {
            return Err(RowFault::Position { lng, lat });
        }
        let near = self.series.as_ref().and_then(|series| series.project(given));
        let exact = || self.to_crs.coord(given).map_err(|_| RowFault::Position { lng, lat });
        near.map_or_else(exact, Ok)
    }

    /// The home network and the code of the one that served. Whose subscription
    /// it is the row says, else the caller, else its code, else the code of the
    /// network that served, by which roaming doesn't show.
    fn networks(&self, row: &Row<'_>, served: bool) -> Result<(NetworkId, Option<Plmn>), RowFault> {
        let serving = if served { self.serving(row)? } else { Vec::new() };
        let known = serving.iter().find(|code| self.home(code).is_some()).or(serving.first()).cloned();
        let named = self.meaning.present(row, Field::Network);
        let named = named.filter(|name| !self.meaning.says_no_service(name));
        let network = match (named, self.source.network) {
            (Some(name), _) => self.network(name)?,
            (None, Some(given)) => given.clone(),
            (None, None) => self.network_of_codes(row, known.as_ref())?,
        };
        // A code without its zeros may be the home network's; that it is another's nobody knows.
        let own =
            |code: &&Plmn| self.source.networks.iter().any(|home| home.id == network && home.is_home(code));
        let serving = serving.iter().find(own).cloned().or(known);
        Ok((network, serving))
    }

    fn network_of_codes(&self, row: &Row<'_>, serving: Option<&Plmn>) -> Result<NetworkId, RowFault> {
        let of_subscription = value::plmn(self.meaning.text(row, Field::HomePlmn))?;
        let Some(code) = of_subscription.as_ref().or(serving) else {
            return Err(self.meaning.missing(Field::Network));
        };
        self.home(code).cloned().ok_or_else(|| RowFault::UnknownNetwork(code.as_str().to_owned()))
    }

    /// What the serving network's code can be.
    fn serving(&self, row: &Row<'_>) -> Result<Vec<Plmn>, RowFault> {
        match value::plmn(self.meaning.text(row, Field::Plmn))? {
            Some(code) => Ok(vec![code]),
            None => value::plmns(self.meaning.text(row, Field::Mcc), self.meaning.text(row, Field::Mnc)),
        }
    }

    fn home(&self, code: &Plmn) -> Option<&NetworkId> {
        self.source.networks.iter().find(|network| network.is_home(code)).map(|network| &network.id)
    }

    /// The region's network of this id or name, or what the mapping says of it.
    fn network(&self, name: &str) -> Result<NetworkId, RowFault> {
        let wanted = self.meaning.network(name).map_or(name, NetworkId::as_str);
        let networks = self.source.networks.iter();
        let known = networks.clone().find(|network| network.id.as_str() == wanted);
        let known = known.or_else(|| networks.clone().find(|network| network.name == wanted));
        known.map(|network| network.id.clone()).ok_or_else(|| RowFault::UnknownNetwork(name.to_owned()))
    }

    fn attempt(&self, row: &Row<'_>, served: bool) -> Result<Option<Attempt>, RowFault> {
        let meaning = &self.meaning;
        let said = value::service(meaning.text(row, Field::Service))?;
        let tried = if served {
            self.tried(row, said)?
        } else {
            // Without a network there is no service, not even the least.
            Some((said.or(meaning.service).unwrap_or(Service::Voice), false))
        };
        let Some((service, success)) = tried else { return Ok(None) };
        Ok(Some(Attempt {
            service,
            success,
            download_mbps: meaning.amount(row, Field::Download)?,
            upload_mbps: meaning.amount(row, Field::Upload)?,
            latency_ms: meaning.amount(row, Field::Latency)?,
        }))
    }

    /// The service that was tried where a network served, and whether it succeeded.
    fn tried(&self, row: &Row<'_>, said: Option<Service>) -> Result<Option<(Service, bool)>, RowFault> {
        let meaning = &self.meaning;
        match (meaning.outcome(row)?, said) {
            (Outcome::Tried { success }, Some(service)) => Ok(Some((service, success))),
            (Outcome::Tried { .. }, None) if meaning.tests == Tests::Named => {
                Err(RowFault::OutcomeWithoutAttempt)
            }
            (Outcome::Tried { success }, None) => Ok(meaning.service.map(|service| (service, success))),
            (Outcome::Unsaid, Some(_)) => Err(RowFault::AttemptWithoutOutcome),
            (Outcome::Unsaid, None) | (Outcome::NotTried, _) => Ok(None),
        }
    }

    /// A level as a reference signal received power, in the range of its
    /// technology. What 2G and 3G report is another quantity.
    fn rsrp(&self, row: &Row<'_>, technology: Option<Technology>) -> Result<Option<Dbm>, RowFault> {
        let has_rsrp = matches!(technology, Some(Technology::G4 | Technology::G5));
        if self.meaning.levels_of_any_technology && !has_rsrp {
            return Ok(None);
        }
        let Some(value) = self.meaning.number(row, Field::Rsrp)? else { return Ok(None) };
        let level = match technology {
            Some(Technology::G4) => Dbm::lte_rsrp(value),
            Some(Technology::G5) => Dbm::nr_ss_rsrp(value),
            Some(Technology::G2 | Technology::G3) | None => {
                return Err(RowFault::RsrpWithoutTechnology(value));
            }
        };
        level.map(Some).map_err(RowFault::RsrpOutOfRange)
    }

    /// What the row says of its run, and what of that can't be taken. No figure
    /// rests on it, so that the row stays.
    fn facts(&self, row: &Row<'_>) -> (RunFacts, Vec<RowFault>) {
        let said = |field| self.meaning.present(row, field);
        let mut unread = Vec::new();
        let antenna = said(Field::Antenna).and_then(|text| {
            text.to_lowercase().parse().map_err(|_| unread.push(RowFault::Antenna(text.to_owned()))).ok()
        });
        let pass = said(Field::Pass).and_then(|text| {
            let column = self.meaning.name(Field::Pass).to_owned();
            let pass = text.parse().ok().filter(|pass| *pass > 0);
            if pass.is_none() {
                unread.push(RowFault::Number { column, value: text.to_owned() });
            }
            pass
        });
        let text = |field| said(field).map(str::to_owned);
        (RunFacts { vehicle: text(Field::Vehicle), antenna, tariff: text(Field::Tariff), pass }, unread)
    }
}

fn holds(bounds: geo::Rect<f64>, position: Coord<f64>) -> bool {
    let (min, max) = (bounds.min(), bounds.max());
    (min.x..=max.x).contains(&position.x) && (min.y..=max.y).contains(&position.y)
}

/// A signal to interference and noise ratio of −23…40 dB. No figure rests on
/// it, so that a value out of range is left out and the row stays.
fn sinr(value_db: Option<f64>) -> (Option<f64>, Option<RowFault>) {
    match value_db {
        Some(value) if !(-23.0..=40.0).contains(&value) => (None, Some(RowFault::SinrOutOfRange(value))),
        within => (within, None),
    }
}
