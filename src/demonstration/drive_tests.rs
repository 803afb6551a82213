//! Invented drive tests: what three phones in each car would have found,
//! taken from the true signal, not from what the networks claim.

use geo::{Coord, Point};
use jiff::{Span, Timestamp};

use super::{
    borders::Borders,
    dice::Dice,
    facts::Facts,
    journeys::{Journey, Stop, journeys},
    make::Signals,
    networks::{NetworkPlan, threshold_dbm},
    plane::to_lng_lat,
    raster::Raster,
    roads::RoadLink,
};
use crate::domain::{Service, Technology};

/// One row of the measurement file; `None` is an empty field.
#[derive(Clone, Debug, PartialEq)]
pub struct DriveSample {
    pub time: Timestamp,
    pub lng_lat: Coord<f64>,
    /// The phone's own network.
    pub network: &'static str,
    /// The network that served, by its code.
    pub plmn: Option<&'static str>,
    pub technology: Option<Technology>,
    /// What was tried; nothing for a mere signal sample.
    pub service: Option<Service>,
    pub success: Option<bool>,
    pub rsrp_dbm: Option<i32>,
    pub sinr_db: Option<i32>,
    pub download_mbps: Option<f64>,
    pub upload_mbps: Option<f64>,
    pub latency_ms: Option<u32>,
    pub accuracy_m: u32,
    pub speed_kmh: u32,
    pub wifi: bool,
    pub indoor: bool,
    /// Pseudonym of the equipment, which holds one phone for each network.
    pub device: String,
    pub run: String,
}

/// The signal as it is.
pub(super) struct Truth<'a> {
    pub networks: &'static [NetworkPlan],
    pub signals_dbm: &'a Signals,
}

impl Truth<'_> {
    pub(super) fn rsrp_dbm(&self, network: usize, technology: Technology, place: Coord<f64>) -> f64 {
        let signal: &Raster<f32> = &self.signals_dbm[network][usize::from(technology == Technology::G5)];
        f64::from(signal.between_cells(place))
    }
}

const STOPS: usize = 66_700;

pub(super) fn drive_tests(facts: &Facts, roads: &[RoadLink], truth: &Truth, seed: u64) -> Vec<DriveSample> {
    let mut dice = Dice::new(seed, "drive tests");
    let mut journeys = journeys(roads, STOPS, &mut dice);
    park_lorries(&mut journeys, truth, &mut dice);
    let borders = Borders::new(facts);
    let mut samples = Vec::new();
    for journey in &journeys {
        let mut tester = Tester { borders: &borders, truth, journey, dice: &mut dice };
        samples.extend(tester.samples());
    }
    samples
}

/// In some journeys the car stands still for a hundred samples where its
/// signal is poor: the case for counting cells, not samples (R8).
fn park_lorries(journeys: &mut [Journey], truth: &Truth, dice: &mut Dice) {
    const STANDING_SAMPLES: usize = 100;
    const LORRIES: usize = 6;
    const POOR_DBM: f64 = -116.0;
    let weakest = |stop: &Stop| {
        let of_network = |network| truth.rsrp_dbm(network, Technology::G4, stop.position);
        (0..truth.networks.len()).map(of_network).fold(f64::INFINITY, f64::min)
    };
    let mut parked = 0;
    while parked < LORRIES {
        let chosen = dice.below(journeys.len());
        let stops = &mut journeys[chosen].stops;
        let Some(place) = stops.iter().position(|stop| weakest(stop) < POOR_DBM) else { continue };
        let standing = Stop { speed_kmh: 0, ..stops[place] };
        let waits = (1..=STANDING_SAMPLES as i64)
            .map(|sample| Stop { time: standing.time + Span::new().seconds(10 * sample), ..standing });
        let later = Span::new().seconds(10 * STANDING_SAMPLES as i64);
        let rest: Vec<Stop> =
            stops[place + 1..].iter().map(|stop| Stop { time: stop.time + later, ..*stop }).collect();
        let before = stops[..=place].to_vec();
        *stops = before.into_iter().chain(waits).chain(rest).collect();
        parked += 1;
    }
}

/// The phones of one car on one journey.
struct Tester<'a> {
    borders: &'a Borders<'a>,
    truth: &'a Truth<'a>,
    journey: &'a Journey,
    dice: &'a mut Dice,
}

/// What all phones in the car share at a stop.
struct Circumstances {
    number: usize,
    stop: Stop,
    lng_lat: Coord<f64>,
    accuracy_m: u32,
    wifi: bool,
    indoor: bool,
    foreign_plmn: Option<&'static str>,
}

impl Tester<'_> {
    fn samples(&mut self) -> Vec<DriveSample> {
        let mut samples = Vec::new();
        let at_depot = self.dice.chance(0.12);
        let carried_inside = self.dice.chance(0.04);
        for (number, stop) in self.journey.stops.iter().enumerate() {
            let circumstances = self.circumstances(number, *stop, at_depot, carried_inside);
            for network in 0..self.truth.networks.len() {
                samples.push(self.sample(&circumstances, network));
            }
        }
        samples
    }

    fn circumstances(
        &mut self,
        number: usize,
        stop: Stop,
        at_depot: bool,
        carried_inside: bool,
    ) -> Circumstances {
        let is_inaccurate = self.dice.chance(0.012);
        let accuracy_m = if is_inaccurate { self.dice.between(55.0, 190.0) } else { 4.0 } as u32;
        let shift_m = if is_inaccurate { f64::from(accuracy_m) * 0.5 } else { 0.0 };
        let position = Coord {
            x: stop.position.x + shift_m * self.dice.bell(),
            y: stop.position.y + shift_m * self.dice.bell(),
        };
        Circumstances {
            number,
            stop,
            lng_lat: to_lng_lat(&Point(position)).0,
            accuracy_m,
            wifi: at_depot && number < 12,
            indoor: carried_inside && number < 8,
            foreign_plmn: self.borders.foreign_plmn(stop.position),
        }
    }

    fn sample(&mut self, circumstances: &Circumstances, network: usize) -> DriveSample {
        const WEAKEST_SERVED_DBM: f64 = -124.0;
        const FADING_DB: f64 = 2.0;
        const CHANCE_OF_FOREIGN: f64 = 0.3;
        let place = circumstances.stop.position;
        let fading_db = FADING_DB * self.dice.bell() - if circumstances.indoor { 12.0 } else { 0.0 };
        let level = |technology| self.truth.rsrp_dbm(network, technology, place) + fading_db;
        let (on_4g, on_5g) = (level(Technology::G4), level(Technology::G5));
        let attempt = attempt(circumstances.number, network, on_5g);
        let is_on_5g =
            attempt != Some(Service::Voice) && on_5g >= threshold_dbm(Technology::G5, Service::Data10);
        let (technology, rsrp_dbm) = if is_on_5g { (Technology::G5, on_5g) } else { (Technology::G4, on_4g) };
        let row = self.row(circumstances, network);
        if let Some(plmn) = circumstances.foreign_plmn
            && on_4g < -108.0
            && self.dice.chance(CHANCE_OF_FOREIGN)
        {
            let foreign_dbm = self.dice.between(-112.0, -88.0);
            self.served(row, plmn, Technology::G4, attempt, foreign_dbm)
        } else if rsrp_dbm < WEAKEST_SERVED_DBM {
            // A phone without service can't sample a signal: what it found is a failed call.
            DriveSample { service: attempt.or(Some(Service::Voice)), success: Some(false), ..row }
        } else {
            self.served(row, self.truth.networks[network].plmn, technology, attempt, rsrp_dbm)
        }
    }

    /// The row's fields before anything has been tried.
    fn row(&self, circumstances: &Circumstances, network: usize) -> DriveSample {
        let network = self.truth.networks[network].id;
        DriveSample {
            time: circumstances.stop.time,
            lng_lat: circumstances.lng_lat,
            network,
            plmn: None,
            technology: None,
            service: None,
            success: None,
            rsrp_dbm: None,
            sinr_db: None,
            download_mbps: None,
            upload_mbps: None,
            latency_ms: None,
            accuracy_m: circumstances.accuracy_m,
            speed_kmh: circumstances.stop.speed_kmh,
            wifi: circumstances.wifi,
            indoor: circumstances.indoor,
            device: self.journey.equipment.as_str().into(),
            run: self.journey.run.as_str().into(),
        }
    }

    fn served(
        &mut self,
        row: DriveSample,
        plmn: &'static str,
        technology: Technology,
        attempt: Option<Service>,
        rsrp_dbm: f64,
    ) -> DriveSample {
        let sinr_db = ((rsrp_dbm + 119.0) / 2.2 + 1.5 * self.dice.bell()).clamp(-12.0, 30.0).round() as i32;
        let row = DriveSample {
            plmn: Some(plmn),
            technology: Some(technology),
            service: attempt,
            rsrp_dbm: Some(rsrp_dbm.round().clamp(-140.0, -44.0) as i32),
            sinr_db: Some(sinr_db),
            ..row
        };
        match attempt {
            None => row,
            Some(Service::Voice) => DriveSample { success: Some(self.call_succeeds(rsrp_dbm)), ..row },
            Some(service) => self.data_test(row, technology, service, rsrp_dbm),
        }
    }

    /// A call fails below the threshold, and once in a while for no such reason.
    fn call_succeeds(&mut self, rsrp_dbm: f64) -> bool {
        rsrp_dbm >= threshold_dbm(Technology::G4, Service::Voice) && !self.dice.chance(0.003)
    }

    /// A download in every test; the upload and the latency in one kind each,
    /// as a car has time for.
    fn data_test(
        &mut self,
        row: DriveSample,
        technology: Technology,
        service: Service,
        rsrp_dbm: f64,
    ) -> DriveSample {
        let load = self.dice.between(0.95, 1.6);
        let download_mbps = as_shown(expected_download_mbps(technology, rsrp_dbm) * load);
        DriveSample {
            success: Some(download_mbps >= wanted_mbps(service)),
            download_mbps: Some(download_mbps),
            upload_mbps: (service == Service::Data100).then(|| as_shown(download_mbps * 0.25)),
            latency_ms: (service == Service::Data10).then(|| (24.0 + 260.0 / (download_mbps + 3.0)) as u32),
            ..row
        }
    }
}

/// The phones try their services in turns, each one step after the other.
fn attempt(number: usize, network: usize, on_5g_dbm: f64) -> Option<Service> {
    const WORTH_TRYING_100_DBM: f64 = -101.0;
    match (number + network) % 6 {
        0 | 3 => Some(Service::Voice),
        1 => Some(Service::Data10),
        2 => Some(Service::Data30),
        4 if on_5g_dbm > WORTH_TRYING_100_DBM => Some(Service::Data100),
        4 => Some(Service::Data10),
        _ => None,
    }
}

fn wanted_mbps(service: Service) -> f64 {
    match service {
        Service::Voice => 0.0,
        Service::Data1 => 1.0,
        Service::Data10 => 10.0,
        Service::Data30 => 30.0,
        Service::Data100 => 100.0,
    }
}

/// Between two services' thresholds the rate grows evenly in its logarithm, so
/// that each service is just reached at its own threshold.
fn expected_download_mbps(technology: Technology, rsrp_dbm: f64) -> f64 {
    const FASTEST_4G_MBPS: f64 = 140.0;
    const FASTEST_5G_MBPS: f64 = 620.0;
    let level = |service| threshold_dbm(technology, service);
    let (low, high) = (level(Service::Data10), level(Service::Data30));
    let lower_part = 10.0 * 3.0_f64.powf((rsrp_dbm - low) / (high - low));
    if technology == Technology::G4 {
        return lower_part.min(FASTEST_4G_MBPS);
    }
    let highest = level(Service::Data100);
    let upper_part = 30.0 * (100.0_f64 / 30.0).powf((rsrp_dbm - high) / (highest - high));
    if rsrp_dbm < high { lower_part } else { upper_part.min(FASTEST_5G_MBPS) }
}

/// As a measuring app shows a rate: tenths below 20 Mbit/s, whole ones above.
fn as_shown(mbps: f64) -> f64 {
    if mbps < 20.0 { (mbps * 10.0).round() / 10.0 } else { mbps.round() }
}
