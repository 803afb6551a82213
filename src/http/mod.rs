//! axum: routes, wire types, errors as problem+json. No geometry, SQL or rules.
//!
//! A handler reads the question, asks one function of the core and converts the
//! answer; heavy work runs off the request threads. Wire types stand beside
//! their handler, those that several share in `wire`.

mod audit;
mod bid_rooms;
mod caller;
mod campaigns;
mod cases;
mod change_wire;
mod comparison;
mod coverage_at;
mod coverage_changes;
mod dead_zones;
mod deliveries;
mod document;
mod etag;
mod extract;
mod findings_format;
mod framework_agreements;
mod gap_list;
mod gap_reports;
mod gap_wire;
mod gaps;
mod headers;
mod health;
mod kept_file;
mod lettering;
mod me;
mod measurement_plans;
mod network_gap_reports;
mod networks;
mod open311;
mod organisation_gaps;
mod organisations;
mod origin;
mod own_zone;
mod pdf;
mod people;
mod places;
mod problem;
mod profiles;
mod question;
mod region;
mod report_limit;
mod requirements;
mod retreats;
mod rights;
mod roles;
mod router;
mod session_cookie;
mod sessions;
mod side_by_side;
mod sign_in;
mod technology_shutdown;
mod tiles;
mod tokens;
mod verification;
mod web;
mod wire;
mod words;
mod zones;

pub use document::openapi;
pub use measurement_plans::{AskedPlan, MeasurementPlanBody, MeasurementPlanQuestion};
pub use report_limit::ReportLimit;
pub use requirements::{EvaluationBody, SoundingBody, requirement_json_schema};
pub use router::{AppState, router};
pub use verification::{VerificationBody, VerificationQuestion};
