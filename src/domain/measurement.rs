//! Measurements: samples from the field, and why some of them don't count.

use compact_str::CompactString;
use geo::Coord;
use jiff::{
    Timestamp,
    civil::{Date, Time},
    tz::TimeZone,
};

use super::{Dbm, Environment, Network, NetworkId, Plmn, Service, Technology, text::words};

/// One row of a drive test, position in the computing coordinate reference system.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    pub time: Timestamp,
    pub position: Coord<f64>,
    /// The network of the phone's subscription.
    pub network: NetworkId,
    /// The network that served; none when there was no service.
    pub serving: Option<Plmn>,
    pub technology: Option<Technology>,
    pub attempt: Option<Attempt>,
    pub rsrp: Option<Dbm>,
    pub sinr_db: Option<f64>,
    pub accuracy_m: Option<f64>,
    pub speed_kmh: Option<f64>,
    pub wifi: bool,
    pub indoor: bool,
    /// Pseudonym of the phone.
    pub device: CompactString,
    pub run: CompactString,
}

impl Sample {
    /// Whether an attempt failed because no network served at all. A failure
    /// that some network or level stands beside is a failure of the service alone.
    pub fn is_without_service(&self) -> bool {
        let failed = self.attempt.as_ref().is_some_and(|attempt| !attempt.success);
        failed && self.serving.is_none() && self.rsrp.is_none()
    }
}

/// A service that was tried. A failed attempt is a sample like any other.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    pub service: Service,
    pub success: bool,
    pub download_mbps: Option<f64>,
    pub upload_mbps: Option<f64>,
    pub latency_ms: Option<f64>,
}

/// Why a sample doesn't count (R7). The sample and its code are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rejection {
    OutsideHours,
    TooOld,
    InTheFuture,
    InaccuratePosition,
    OnWifi,
    Indoors,
    Roaming,
    /// The region has no such network, so nobody knows where the phone is at home.
    UnknownNetwork,
}

words!(Rejection, "rejection", {
    OutsideHours => "outside_hours", TooOld => "too_old", InTheFuture => "in_the_future",
    InaccuratePosition => "inaccurate_position", OnWifi => "on_wifi", Indoors => "indoors", Roaming => "roaming",
    UnknownNetwork => "unknown_network",
});

/// Ages are counted in days of 24 hours; a sample of this age still counts.
pub const GREATEST_AGE_DAYS: f64 = 365.0;
/// A sample up to this age has its full weight (R16).
pub const FULL_WEIGHT_AGE_DAYS: f64 = 180.0;
/// A position less accurate than this can't be placed in a cell.
pub const GREATEST_POSITION_ERROR_M: f64 = 50.0;
/// The hours in which people use the network, local time: from, included, and until, not included.
pub const HOURS: (Time, Time) = (Time::constant(6, 0, 0, 0), Time::constant(22, 0, 0, 0));

/// What a sample is judged under.
#[derive(Clone, Debug)]
pub struct SampleRules {
    pub time_zone: TimeZone,
    /// The moment that ages are counted to.
    pub cut_off: Timestamp,
    /// What is measured: samples taken indoors count in an indoor campaign alone.
    pub campaign: Environment,
}

impl SampleRules {
    /// The rules of a drive test.
    pub fn outdoors(time_zone: TimeZone, cut_off: Timestamp) -> Self {
        Self { time_zone, cut_off, campaign: Environment::Outdoor }
    }

    /// Whether a sample counts (R7), `home` being the network of its subscription.
    ///
    /// A failed attempt counts like any other. A position whose accuracy nobody
    /// stated is taken as accurate: professional logs state none.
    ///
    /// # Errors
    /// The first reason against it: age, hours, position, Wi-Fi, indoors, roaming.
    pub fn judge(&self, sample: &Sample, home: &Network) -> Result<(), Rejection> {
        self.judge_in(self.campaign, sample, home)
    }

    /// The same for a sample of a campaign that measures in its own environment.
    ///
    /// # Errors
    /// As for [`SampleRules::judge`].
    pub fn judge_in(&self, campaign: Environment, sample: &Sample, home: &Network) -> Result<(), Rejection> {
        let age_days = self.age_days(sample.time);
        let inaccurate = sample.accuracy_m.is_some_and(|accuracy_m| accuracy_m > GREATEST_POSITION_ERROR_M);
        let roaming = sample.serving.as_ref().is_some_and(|serving| !home.is_home(serving));
        let reasons = [
            (age_days < 0.0, Rejection::InTheFuture),
            (age_days > GREATEST_AGE_DAYS, Rejection::TooOld),
            (!self.is_within_hours(sample.time), Rejection::OutsideHours),
            (inaccurate, Rejection::InaccuratePosition),
            (sample.wifi, Rejection::OnWifi),
            (sample.indoor && campaign != Environment::Indoor, Rejection::Indoors),
            (roaming, Rejection::Roaming),
        ];
        reasons.into_iter().find(|(holds, _)| *holds).map_or(Ok(()), |(_, reason)| Err(reason))
    }

    /// Days of 24 hours from a moment to the cut-off; negative after it.
    pub fn age_days(&self, time: Timestamp) -> f64 {
        self.cut_off.duration_since(time).as_secs_f64() / 86_400.0
    }

    /// The calendar day on which a moment falls locally: votes are one a day (R8).
    pub fn local_day(&self, time: Timestamp) -> Date {
        self.time_zone.to_datetime(time).date()
    }

    /// The time of day at which a moment falls locally.
    pub fn local_time(&self, time: Timestamp) -> Time {
        self.time_zone.to_datetime(time).time()
    }

    fn is_within_hours(&self, time: Timestamp) -> bool {
        (HOURS.0..HOURS.1).contains(&self.local_time(time))
    }
}

/// How much a sample of this age weighs, 0…1 (R16): full weight to 180 days,
/// from there linearly down to nothing at 365.
pub fn age_weight(age_days: f64) -> f64 {
    let fading = GREATEST_AGE_DAYS - FULL_WEIGHT_AGE_DAYS;
    ((GREATEST_AGE_DAYS - age_days) / fading).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Sample {
        Sample {
            time: moment("2026-06-01T10:00:00Z"),
            position: Coord { x: 0.0, y: 0.0 },
            network: home().id,
            serving: Plmn::new("999-01").ok(),
            technology: Some(Technology::G4),
            attempt: None,
            rsrp: Dbm::lte_rsrp(-90.0).ok(),
            sinr_db: None,
            accuracy_m: Some(5.0),
            speed_kmh: Some(80.0),
            wifi: false,
            indoor: false,
            device: "a".into(),
            run: "1".into(),
        }
    }

    fn home() -> Network {
        Network {
            id: NetworkId::new("ripa").unwrap(),
            name: "Ripa".to_owned(),
            colour: "#1b6ca8".to_owned(),
            plmns: vec![Plmn::new("999-01").unwrap()],
            demonstration: true,
        }
    }

    fn moment(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn rules() -> SampleRules {
        let time_zone = TimeZone::get("Europe/Stockholm").unwrap();
        SampleRules::outdoors(time_zone, moment("2026-06-01T12:00:00Z"))
    }

    #[track_caller]
    fn check(change: impl FnOnce(&mut Sample), expected: Result<(), Rejection>) {
        let mut sample = sample();
        change(&mut sample);
        assert_eq!(rules().judge(&sample, &home()), expected);
    }

    #[track_caller]
    fn check_time(time: &str, expected: Result<(), Rejection>) {
        check(|sample| sample.time = moment(time), expected);
    }

    #[test]
    fn hours_are_local_and_follow_daylight_saving() {
        check_time("2026-06-01T03:59:59Z", Err(Rejection::OutsideHours));
        check_time("2026-06-01T04:00:00Z", Ok(()));
        check_time("2026-05-31T19:59:59Z", Ok(()));
        check_time("2026-05-31T20:00:00Z", Err(Rejection::OutsideHours));
        check_time("2026-01-15T04:59:59Z", Err(Rejection::OutsideHours));
        check_time("2026-01-15T05:00:00Z", Ok(()));
        check_time("2026-01-15T20:59:59Z", Ok(()));
        check_time("2026-01-15T21:00:00Z", Err(Rejection::OutsideHours));
        // The clock goes forward on 29 March 2026.
        check_time("2026-03-28T04:30:00Z", Err(Rejection::OutsideHours));
        check_time("2026-03-29T04:30:00Z", Ok(()));
    }

    #[test]
    fn ages_are_counted_to_the_cut_off() {
        check_time("2025-06-01T12:00:00Z", Ok(()));
        check_time("2025-06-01T11:59:59Z", Err(Rejection::TooOld));
        check_time("2026-06-01T12:00:00Z", Ok(()));
        check_time("2026-06-01T12:00:01Z", Err(Rejection::InTheFuture));
    }

    #[test]
    fn positions_surroundings_and_networks() {
        check(|sample| sample.accuracy_m = Some(50.0), Ok(()));
        check(|sample| sample.accuracy_m = Some(50.1), Err(Rejection::InaccuratePosition));
        check(|sample| sample.accuracy_m = None, Ok(()));
        check(|sample| sample.wifi = true, Err(Rejection::OnWifi));
        check(|sample| sample.indoor = true, Err(Rejection::Indoors));
        for foreign in ["242-98", "244-98", "999-02"] {
            check(|sample| sample.serving = Plmn::new(foreign).ok(), Err(Rejection::Roaming));
        }
    }

    #[test]
    fn an_indoor_campaign_counts_what_is_indoors() {
        let rules = SampleRules { campaign: Environment::Indoor, ..rules() };
        assert_eq!(rules.judge(&Sample { indoor: true, ..sample() }, &home()), Ok(()));
    }

    #[test]
    fn no_service_is_a_sample_that_counts() {
        let attempt = Attempt {
            service: Service::Voice,
            success: false,
            download_mbps: None,
            upload_mbps: None,
            latency_ms: None,
        };
        let failed = Sample { serving: None, rsrp: None, attempt: Some(attempt), ..sample() };
        assert!(failed.is_without_service());
        assert_eq!(rules().judge(&failed, &home()), Ok(()));
        assert!(!Sample { serving: sample().serving, ..failed.clone() }.is_without_service());
        assert!(!Sample { rsrp: sample().rsrp, ..failed }.is_without_service());
        assert!(!Sample { serving: None, rsrp: None, ..sample() }.is_without_service());
    }

    #[test]
    fn weight_fades_from_180_to_365_days() {
        for (age_days, weight) in [(0.0, 1.0), (180.0, 1.0), (272.5, 0.5), (365.0, 0.0), (400.0, 0.0)] {
            assert_eq!(age_weight(age_days), weight, "{age_days} days");
        }
    }

    #[test]
    fn a_day_is_the_local_one() {
        assert_eq!(rules().local_day(moment("2026-05-31T22:30:00Z")), jiff::civil::date(2026, 6, 1));
    }
}
