//! The invented networks: how densely each is built, and the thresholds by
//! which the model says that a service is there.

use crate::domain::{Service, Technology};

/// One invented network. The names are those of birds and beasts; none is an operator's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NetworkPlan {
    pub id: &'static str,
    pub name: &'static str,
    pub colour: &'static str,
    pub plmn: &'static str,
    /// Metres between sites along main roads.
    pub(super) road_spacing_m: f64,
    /// An inhabited square farther than this from every site may get one.
    pub(super) rural_reach_m: f64,
    /// How many of these squares do.
    pub(super) rural_share: f64,
    /// The share of the sites outside localities that carry 5G.
    pub(super) rural_5g_share: f64,
    /// Sites on hills that nobody lives at, for each 1,000 km².
    pub(super) hill_sites_per_1000_km2: f64,
    /// Where the delivered claim is more generous than the signal, by
    /// municipality code and decibel.
    pub(super) over_claims: &'static [(&'static str, f32)],
    /// The same of the claims half a year before; none where there were none.
    pub(super) earlier: &'static [(&'static str, f32)],
    /// The same of the delivery that nobody has decided on yet.
    pub(super) waiting: &'static [(&'static str, f32)],
    /// By which the claims are said to be computed. No such model exists.
    pub(super) model: &'static str,
}

/// The three networks of the demonstration and a fourth for the larger scales.
pub(super) const NETWORKS: [NetworkPlan; 4] = [
    NetworkPlan {
        id: "ripa",
        name: "Ripa",
        colour: "#1b6ca8",
        plmn: "999-01",
        road_spacing_m: 15_000.0,
        rural_reach_m: 11_000.0,
        rural_share: 0.95,
        rural_5g_share: 0.55,
        hill_sites_per_1000_km2: 0.45,
        over_claims: &[],
        earlier: &[],
        waiting: &[("2421", -6.0), ("2403", -4.0)],
        model: "Ripdal (påhittad)",
    },
    NetworkPlan {
        id: "tjader",
        name: "Tjäder",
        colour: "#b5541c",
        plmn: "999-02",
        road_spacing_m: 18_000.0,
        rural_reach_m: 13_500.0,
        rural_share: 0.85,
        rural_5g_share: 0.35,
        hill_sites_per_1000_km2: 0.25,
        over_claims: &[],
        earlier: &[("2417", 4.0), ("2404", 3.0), ("2463", 3.0), ("2582", -3.0)],
        waiting: &[],
        model: "Tallmo (påhittad)",
    },
    NetworkPlan {
        id: "jarv",
        name: "Järv",
        colour: "#5b8c3a",
        plmn: "999-03",
        road_spacing_m: 23_000.0,
        rural_reach_m: 14_000.0,
        rural_share: 0.8,
        rural_5g_share: 0.25,
        hill_sites_per_1000_km2: 0.5,
        over_claims: &[("2422", 9.0), ("2462", 8.0), ("2513", 8.0)],
        earlier: &[],
        waiting: &[],
        model: "Myrmark (påhittad)",
    },
    NetworkPlan {
        id: "uggla",
        name: "Uggla",
        colour: "#7a4f9a",
        plmn: "999-04",
        road_spacing_m: 20_000.0,
        rural_reach_m: 14_200.0,
        rural_share: 0.8,
        rural_5g_share: 0.3,
        hill_sites_per_1000_km2: 0.2,
        over_claims: &[],
        earlier: &[],
        waiting: &[],
        model: "Skymning (påhittad)",
    },
];

/// The level from which a service is there, in dBm, strongest demand last.
/// The demonstration's own assumption, published as its profile.
pub(super) const SIGNAL_THRESHOLDS: [(Technology, Service, f64); 7] = [
    (Technology::G4, Service::Voice, -118.0),
    (Technology::G4, Service::Data1, -116.0),
    (Technology::G4, Service::Data10, -111.0),
    (Technology::G4, Service::Data30, -103.0),
    (Technology::G5, Service::Data10, -113.0),
    (Technology::G5, Service::Data30, -105.0),
    (Technology::G5, Service::Data100, -95.0),
];

/// A claim holds this much more than the threshold, so that it is kept in
/// spite of fading.
pub(super) const PLANNING_MARGIN_DB: f64 = 3.0;

/// What the networks deliver coverage of, in the default scale.
pub(super) const DEFAULT_CLAIMS: [(Technology, Service); 6] = [
    (Technology::G4, Service::Voice),
    (Technology::G4, Service::Data10),
    (Technology::G4, Service::Data30),
    (Technology::G5, Service::Data10),
    (Technology::G5, Service::Data30),
    (Technology::G5, Service::Data100),
];

/// What they deliver in the larger scales: one claim for each service.
pub(super) const BENCHMARK_CLAIMS: [(Technology, Service); 4] = [
    (Technology::G4, Service::Voice),
    (Technology::G4, Service::Data10),
    (Technology::G4, Service::Data30),
    (Technology::G5, Service::Data100),
];

/// # Panics
/// When the pair isn't in the table: pairs are written in code.
pub(super) fn threshold_dbm(technology: Technology, service: Service) -> f64 {
    SIGNAL_THRESHOLDS
        .iter()
        .find(|(of, wanted, _)| (*of, *wanted) == (technology, service))
        .map(|(_, _, level)| *level)
        .expect("every claimed service has a threshold")
}
