//! Whether a sample bears on a service, and whether it passed.

use crate::domain::{Attempt, Profile, Sample, Service, TestKind};

/// Whether a sample shows the service as there (`true`) or as missing
/// (`false`) by one kind of test; none when it says nothing of it. Whether the
/// sample is valid at all is [`SampleRules::judge`](crate::domain::SampleRules::judge)'s question.
///
/// - A service test is an attempt. It answers for its own service alone, and
///   passes when it succeeded and reached every part of the profile's test
///   threshold (R17); a success of which a demanded part wasn't measured, with no
///   other part missed, says nothing.
/// - A signal test is a level, tried anything or not. It passes when its RSRP
///   reaches the profile's signal threshold of the service and the sample's
///   technology; without such a threshold or level it says nothing.
/// - A failed attempt with no serving network fails every service, and the
///   signal of every service that has a threshold: a call that found no network
///   tells that there was no level to be read, and that no data would have flowed.
pub fn passes(sample: &Sample, service: Service, kind: TestKind, profile: &Profile) -> Option<bool> {
    match kind {
        TestKind::Signal if sample.is_without_service() => {
            profile.has_signal_threshold(service).then_some(false)
        }
        TestKind::Signal => signal_passes(sample, service, profile),
        TestKind::Service if sample.is_without_service() => Some(false),
        TestKind::Service => {
            let attempt = sample.attempt.as_ref().filter(|attempt| attempt.service == service)?;
            attempt_passes(attempt, profile)
        }
    }
}

fn attempt_passes(attempt: &Attempt, profile: &Profile) -> Option<bool> {
    let Some(threshold) = profile.test_threshold(attempt.service).filter(|_| attempt.success) else {
        return Some(attempt.success);
    };
    let at_least = |measured: f64, demanded: f64| measured >= demanded;
    let below = |measured: f64, limit: f64| measured < limit;
    let parts = [
        part(threshold.download_mbps, attempt.download_mbps, at_least),
        part(threshold.upload_mbps, attempt.upload_mbps, at_least),
        part(threshold.latency_ms, attempt.latency_ms, below),
    ];
    if parts.contains(&Some(false)) { Some(false) } else { parts.iter().all(Option::is_some).then_some(true) }
}

/// Whether one part holds; none when it is demanded and wasn't measured.
fn part(demanded: Option<f64>, measured: Option<f64>, holds: impl Fn(f64, f64) -> bool) -> Option<bool> {
    demanded.map_or(Some(true), |demanded| measured.map(|measured| holds(measured, demanded)))
}

fn signal_passes(sample: &Sample, service: Service, profile: &Profile) -> Option<bool> {
    let threshold_dbm = profile.signal_threshold(service, sample.technology?)?;
    Some(sample.rsrp?.value() >= threshold_dbm)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::Technology,
        verification::testing::{attempt, no_service, profile, signal},
    };

    #[track_caller]
    fn check(sample: &Sample, service: Service, [signal, tested]: [Option<bool>; 2]) {
        let found =
            [TestKind::Signal, TestKind::Service].map(|kind| passes(sample, service, kind, &profile()));
        assert_eq!(found, [signal, tested], "{service}: {sample:?}");
    }

    #[track_caller]
    fn check_test(parts: [Option<f64>; 3], expected: Option<bool>) {
        let mut sample = attempt(Service::Data1, true);
        let tried = sample.attempt.as_mut().unwrap();
        [tried.download_mbps, tried.upload_mbps, tried.latency_ms] = parts;
        check(&sample, Service::Data1, [None, expected]);
    }

    /// The profile asks 5 down, 2 up and below 40 ms of the service.
    #[test]
    fn all_parts_of_a_test_must_pass() {
        check_test([Some(5.0), Some(2.0), Some(39.0)], Some(true));
        check_test([Some(5.0), Some(2.0), Some(40.0)], Some(false));
        check_test([Some(50.0), Some(1.9), Some(20.0)], Some(false));
        check_test([Some(4.9), None, None], Some(false));
        check_test([Some(5.0), Some(2.0), None], None);
    }

    #[test]
    fn a_failed_attempt_fails_whatever_it_measured() {
        let mut failed = attempt(Service::Data1, false);
        let tried = failed.attempt.as_mut().unwrap();
        (tried.download_mbps, tried.upload_mbps, tried.latency_ms) = (Some(9.0), Some(9.0), Some(9.0));
        check(&failed, Service::Data1, [None, Some(false)]);
    }

    #[test]
    fn an_attempt_answers_for_its_own_service() {
        check(&attempt(Service::Voice, true), Service::Voice, [None, Some(true)]);
        check(&attempt(Service::Voice, false), Service::Voice, [None, Some(false)]);
        check(&attempt(Service::Voice, false), Service::Data10, [None, None]);
        check(&attempt(Service::Data1, true), Service::Voice, [None, None]);
    }

    /// What the level says and what the attempt says stand apart.
    #[test]
    fn an_attempt_with_a_level_is_a_signal_test_too() {
        let strong = Sample { rsrp: signal(-90.0).rsrp, ..attempt(Service::Voice, false) };
        check(&strong, Service::Voice, [Some(true), Some(false)]);
        check(&strong, Service::Data10, [Some(true), None]);
        let weak = Sample { rsrp: signal(-120.0).rsrp, ..attempt(Service::Voice, true) };
        check(&weak, Service::Voice, [Some(false), Some(true)]);
    }

    /// 100 Mbit/s has no threshold of the signal: a level says nothing of it.
    #[test]
    fn no_service_fails_every_service_and_its_signal() {
        for service in Service::ALL {
            let has_threshold = matches!(service, Service::Voice | Service::Data10);
            let signal = has_threshold.then_some(false);
            check(&no_service(Service::Voice), *service, [signal, Some(false)]);
            check(&no_service(Service::Data100), *service, [signal, Some(false)]);
        }
    }

    /// The profile has −115 dBm for voice and −105 for 10 Mbit/s, by 4G.
    #[test]
    fn a_signal_is_held_against_its_technologys_threshold() {
        check(&signal(-115.0), Service::Voice, [Some(true), None]);
        check(&signal(-115.01), Service::Voice, [Some(false), None]);
        check(&signal(-110.0), Service::Data10, [Some(false), None]);
        check(&signal(-110.0), Service::Data100, [None, None]);
        let by_3g = Sample { technology: Some(Technology::G3), ..signal(-80.0) };
        check(&by_3g, Service::Voice, [None, None]);
        check(&Sample { technology: None, ..signal(-80.0) }, Service::Voice, [None, None]);
        check(&Sample { rsrp: None, ..signal(-80.0) }, Service::Voice, [None, None]);
    }
}
