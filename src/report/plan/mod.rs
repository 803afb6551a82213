//! A measurement plan as documents: for a map, for a vehicle's navigator, on paper.

mod features;
mod gpx;
mod page;

use crate::{
    analysis::{MeasurementPlan, PlanQuestion, RoadPiece, Stretch},
    domain::{Language, Zone},
    index::{RoutePosition, Snapshot},
};

use super::numbers::number;
pub use features::plan_features;
pub use gpx::{GpxError, plan_gpx};
pub use page::plan_page;

/// Everything that the documents of a plan say.
#[derive(Clone, Copy, Debug)]
pub struct PlanReport<'a> {
    pub snapshot: &'a Snapshot,
    pub question: &'a PlanQuestion,
    pub plan: &'a MeasurementPlan,
    /// The mean speed that hours are counted by, on the way and measuring.
    pub speed_kmh: f64,
}

impl<'a> PlanReport<'a> {
    pub fn hours(&self) -> f64 {
        self.plan.driven_m() / 1e3 / self.speed_kmh
    }

    fn is_demonstration(&self) -> bool {
        self.snapshot.region.region.demonstration
    }

    fn zone(&self, zone: usize) -> &'a Zone {
        &self.snapshot.region.zones[zone].zone
    }

    fn place_names(&self, places: &[usize]) -> Vec<&'a str> {
        let all = &self.snapshot.region.region.demand.places;
        places.iter().map(|place| all[*place].name.as_str()).collect()
    }

    /// Of which roads a piece consists: `E4, km 12.4–15.1; 363, km 0.0–0.8`.
    fn roads(&self, piece: &RoadPiece, language: Language) -> String {
        let named: Vec<String> = piece.stretches.iter().map(|stretch| road(stretch, language)).collect();
        named.join("; ")
    }
}

fn road(stretch: &Stretch, language: Language) -> String {
    let km = |metres: f64| number(metres / 1e3, 1, language);
    match (&stretch.position, language) {
        (Some(RoutePosition { from_m, to_m, .. }), _) => {
            format!("{}, km\u{a0}{}–{}", stretch.route, km(*from_m), km(*to_m))
        }
        (None, Language::Swedish) => "väg utan nummer".to_owned(),
        (None, Language::English) => "road without a number".to_owned(),
    }
}
