//! The route table, which is the OpenAPI document as well.

use std::{ops::Deref, sync::Arc};

use axum::{
    Router,
    body::Body,
    extract::DefaultBodyLimit,
    http::{HeaderName, Request},
    middleware,
    routing::get,
};
use tower::{ServiceBuilder, util::MapResponseLayer};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
    trace::TraceLayer,
};
use utoipa::{OpenApi, openapi::OpenApi as OpenApiDocument};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    audit, bid_rooms, caller, campaigns, cases, comparison, coverage_at, coverage_changes, dead_zones,
    deliveries,
    document::{self, Document},
    framework_agreements, gap_list, gap_reports, gaps, headers, health, lettering, me, measurement_plans,
    network_gap_reports, networks, open311, organisation_gaps, organisations, own_zone, people, places,
    problem::{Problem, method_not_allowed, panicked},
    profiles, region,
    report_limit::ReportLimit,
    requirements, retreats, roles, sessions, side_by_side, sign_in, technology_shutdown, tiles, tokens,
    verification, web, zones,
};
use crate::{
    access::{Access, AccessSettings},
    awarding::Awarding,
    bidding::{BidRooms, KeyFolder},
    geometry::LngLatFrame,
    index::Snapshot,
    publishing::Publisher,
};

/// A requirement with finely drawn exclusions.
const LARGEST_DOCUMENT_BYTES: usize = 8 << 20;

/// A day's drive with a sample a second, plainly written.
const LARGEST_REBUTTAL_BYTES: usize = 64 << 20;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What every handler may use. Each request has a clone, so it is one pointer.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

pub struct Shared {
    pub publisher: Arc<Publisher>,
    pub frame: LngLatFrame,
    pub tiles: tiles::Tiles,
    pub soundings: requirements::KeptSoundings,
    pub access: Access,
    pub report_limit: Arc<ReportLimit>,
    pub bid_rooms: BidRooms,
    pub awarding: Awarding,
}

impl Deref for AppState {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl AppState {
    pub fn new(publisher: Arc<Publisher>) -> Self {
        let access = Access::new(publisher.store().clone(), AccessSettings::default());
        let bid_rooms = BidRooms::new(publisher.store().clone(), None);
        Self::of(publisher, access, (Arc::default(), bid_rooms))
    }

    pub fn with_access(self, access: Access) -> Self {
        Self::of(self.publisher.clone(), access, (self.report_limit.clone(), self.bid_rooms.clone()))
    }

    pub fn with_report_limit(self, limit: ReportLimit) -> Self {
        let beside = (Arc::new(limit), self.bid_rooms.clone());
        Self::of(self.publisher.clone(), self.access.clone(), beside)
    }

    /// With a place for the keys of bid rooms: without one no bids are taken.
    pub fn with_bid_keys(self, keys: KeyFolder) -> Self {
        let bid_rooms = BidRooms::new(self.publisher.store().clone(), Some(keys));
        let beside = (self.report_limit.clone(), bid_rooms);
        Self::of(self.publisher.clone(), self.access.clone(), beside)
    }

    fn of(
        publisher: Arc<Publisher>,
        access: Access,
        (report_limit, bid_rooms): (Arc<ReportLimit>, BidRooms),
    ) -> Self {
        let (frame, tiles) = (publisher.frame().clone(), tiles::Tiles::default());
        let soundings = requirements::KeptSoundings::default();
        let awarding = Awarding::new(publisher.clone(), bid_rooms.clone());
        Self(Arc::new(Shared {
            publisher,
            frame,
            tiles,
            soundings,
            access,
            report_limit,
            bid_rooms,
            awarding,
        }))
    }

    /// What is published now; it stays whole for as long as it is held.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.publisher.snapshot()
    }

    /// West, south, east and north of the region, degrees.
    pub fn bounds(&self, snapshot: &Snapshot) -> Result<[f64; 4], Problem> {
        let bounds =
            snapshot.region.region.bounds().ok_or_else(|| Problem::internal("the region has no zone"))?;
        self.frame.bounds(bounds).map_err(Problem::internal)
    }
}

/// Runs heavy work away from the threads that serve requests.
pub async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work).await.map_err(Problem::internal)
}

/// The whole service.
pub fn router(state: AppState) -> Router {
    // Of known addresses alone: the page's own files are everybody's.
    let identified = |routes: Router<AppState>| {
        routes.route_layer(middleware::from_fn_with_state(state.clone(), caller::identify))
    };
    let (packed, _) = packed().split_for_parts();
    let (routes, _) = api().split_for_parts();
    let routes = identified(routes).fallback(web::web).layer(CompressionLayer::new());
    let routes = routes.merge(identified(packed)).method_not_allowed_fallback(method_not_allowed);
    surrounded(routes.with_state(state))
}

/// Every route as it describes itself.
pub fn described_routes() -> OpenApiDocument {
    api().merge(packed()).split_for_parts().1
}

/// What holds for every answer, also where a handler falls over; from the outside
/// inwards, and as one layer: each of a router's own costs every request a box.
fn surrounded(routes: Router) -> Router {
    routes.layer(
        ServiceBuilder::new()
            .layer(SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid))
            .layer(PropagateRequestIdLayer::new(REQUEST_ID))
            .layer(TraceLayer::new_for_http().make_span_with(span))
            .map_response(headers::strict)
            .layer(CatchPanicLayer::custom(panicked))
            .layer(DefaultBodyLimit::max(LARGEST_DOCUMENT_BYTES)),
    )
}

fn api() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(region::region))
        .routes(routes!(zones::zones))
        .routes(routes!(networks::networks))
        .merge(deliveries())
        .merge(measurements())
        .routes(routes!(coverage_at::coverage_at))
        .routes(routes!(gaps::gaps))
        .routes(routes!(gap_list::gaps_geojson))
        .routes(routes!(organisation_gaps::organisations_gaps))
        .routes(routes!(own_zone::own_zone))
        .routes(routes!(own_zone::own_zone_geojson))
        .routes(routes!(coverage_changes::coverage_changes))
        .routes(routes!(coverage_changes::coverage_changes_geojson))
        .routes(routes!(verification::verification))
        .routes(routes!(measurement_plans::measurement_plans))
        .routes(routes!(profiles::profiles, profiles::add_profile))
        .routes(routes!(profiles::profile))
        .merge(reports_and_cases())
        .merge(open311())
        .routes(routes!(gap_reports::gap_report))
        .merge(procurement())
        .merge(framework_agreements())
        .merge(bids())
        .merge(map())
        .merge(who())
        .routes(routes!(health::health))
        .routes(routes!(health::ready))
        .routes(routes!(document::openapi_json))
}

fn deliveries() -> OpenApiRouter<AppState> {
    // A file is counted as it arrives: its limit is the reader's, not the body's.
    let files = OpenApiRouter::new()
        .routes(routes!(deliveries::deliveries, deliveries::deliver))
        .layer(DefaultBodyLimit::disable());
    files
        .routes(routes!(deliveries::delivery))
        .routes(routes!(deliveries::versions))
        .routes(routes!(deliveries::findings))
        .routes(routes!(deliveries::file))
        .routes(routes!(deliveries::coverage_fgb))
        .routes(routes!(deliveries::coverage_geojson))
        .routes(routes!(comparison::comparison))
        .routes(routes!(comparison::comparison_geojson))
        .routes(routes!(side_by_side::network_rankings))
        .routes(routes!(side_by_side::organisations_pairs))
        .routes(routes!(retreats::retreats))
        .routes(routes!(technology_shutdown::technology_shutdown))
        .routes(routes!(technology_shutdown::technology_shutdown_geojson))
        .routes(routes!(deliveries::accept))
        .routes(routes!(deliveries::reject))
        .routes(routes!(deliveries::publish))
}

/// Dead zones, and what becomes of them.
fn reports_and_cases() -> OpenApiRouter<AppState> {
    // What an operator measured is as large as a drive's log, and a report that comes
    // back answered may bring its gaps' outlines.
    let files = OpenApiRouter::new()
        .routes(routes!(cases::rebut_case))
        .routes(routes!(network_gap_reports::answer_gap_report))
        .layer(DefaultBodyLimit::max(LARGEST_REBUTTAL_BYTES));
    files
        .routes(routes!(places::places))
        .routes(routes!(dead_zones::dead_zones, dead_zones::report_dead_zone))
        .routes(routes!(dead_zones::report_dead_zone_list))
        .routes(routes!(dead_zones::waiting_reports))
        .routes(routes!(dead_zones::moderate_report))
        .routes(routes!(dead_zones::erase_contact))
        .routes(routes!(cases::cases))
        .routes(routes!(cases::cases_feed))
        .routes(routes!(cases::case))
        .routes(routes!(cases::show_case))
        .routes(routes!(cases::due_cases))
        .routes(routes!(cases::answer_case))
        .routes(routes!(cases::decide_case))
        .routes(routes!(cases::contracts, cases::add_contract))
        .routes(routes!(network_gap_reports::issued_gap_reports, network_gap_reports::issue_gap_report))
        .routes(routes!(network_gap_reports::issued_gap_report))
        .routes(routes!(network_gap_reports::gap_promises))
        .routes(routes!(network_gap_reports::report_receiver, network_gap_reports::set_report_receiver))
        .routes(routes!(network_gap_reports::notices))
        .routes(routes!(network_gap_reports::send_notice_again))
}

/// What stands before an ending is the same question in another form; within a
/// segment the handler takes the ending off.
fn open311() -> OpenApiRouter<AppState> {
    let described = OpenApiRouter::new()
        .routes(routes!(open311::services))
        .routes(routes!(open311::service_definition))
        .routes(routes!(open311::service_requests, open311::send_request))
        .routes(routes!(open311::service_request));
    ["json", "xml"].into_iter().fold(described, |routes, ending| {
        let requests = get(open311::service_requests).post(open311::send_request);
        routes
            .route(&format!("/open311/v2/services.{ending}"), get(open311::services))
            .route(&format!("/open311/v2/requests.{ending}"), requests)
    })
}

/// Campaigns and what is measured in them.
fn measurements() -> OpenApiRouter<AppState> {
    let files = OpenApiRouter::new()
        .routes(routes!(campaigns::import_measurements))
        .layer(DefaultBodyLimit::disable());
    files
        .routes(routes!(campaigns::campaigns, campaigns::add_campaign))
        .routes(routes!(campaigns::campaign, campaigns::change_campaign))
        .routes(routes!(campaigns::campaign_cells))
        .routes(routes!(campaigns::column_mappings))
        .routes(routes!(
            campaigns::column_mapping,
            campaigns::save_column_mapping,
            campaigns::remove_column_mapping
        ))
        .routes(routes!(campaigns::erase_measurements))
        .routes(routes!(campaigns::runs))
        .routes(routes!(campaigns::run, campaigns::erase_run))
        .routes(routes!(campaigns::run_samples))
}

/// What the contract asks for.
fn procurement() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(requirements::requirements, requirements::add_requirement))
        .routes(routes!(requirements::requirement))
        .routes(routes!(requirements::requirement_versions, requirements::revise_requirement))
        .routes(routes!(requirements::copy_requirement))
        .routes(routes!(requirements::evaluation))
        .routes(routes!(requirements::requirement_sounding))
        .routes(routes!(requirements::requirement_draft))
        .routes(routes!(requirements::draft_sounding))
        .routes(routes!(requirements::requirement_schema))
        .routes(routes!(requirements::requirement_templates))
}

/// What is called off, and what that weighs.
fn framework_agreements() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(
            framework_agreements::framework_agreements,
            framework_agreements::add_framework_agreement
        ))
        .routes(routes!(framework_agreements::framework_agreement))
        .routes(routes!(framework_agreements::entitle_organisation))
        .routes(routes!(framework_agreements::call_offs, framework_agreements::add_call_offs))
        .routes(routes!(framework_agreements::buyers_lever))
}

/// Bids, which nothing else knows.
fn bids() -> OpenApiRouter<AppState> {
    // A bid is counted as it arrives.
    let files = OpenApiRouter::new()
        .routes(routes!(bid_rooms::bids, bid_rooms::hand_in_bid))
        .layer(DefaultBodyLimit::disable());
    files
        .routes(routes!(bid_rooms::procurements, bid_rooms::add_procurement))
        .routes(routes!(bid_rooms::procurement))
        .routes(routes!(bid_rooms::open_bids))
        .routes(routes!(bid_rooms::bid_file))
        .routes(routes!(bid_rooms::room_accesses))
        .routes(routes!(bid_rooms::evaluate_bids))
        .routes(routes!(bid_rooms::bidder_protocol))
        .routes(routes!(bid_rooms::protocol_key))
        .routes(routes!(bid_rooms::award))
        .routes(routes!(bid_rooms::release_bid))
        .routes(routes!(bid_rooms::released_bids))
        .routes(routes!(bid_rooms::released_file))
}

/// Who is who, and may do what.
fn who() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(me::me))
        .routes(routes!(roles::roles))
        .routes(routes!(tokens::tokens, tokens::add_token))
        .routes(routes!(tokens::revoke_token))
        .routes(routes!(organisations::organisations, organisations::add_organisation))
        .routes(routes!(people::people))
        .routes(routes!(people::change_person))
        .routes(routes!(audit::audit))
        .routes(routes!(sessions::token_session))
        .routes(routes!(sessions::sign_out))
        .routes(routes!(sign_in::sign_in))
        .routes(routes!(sign_in::callback))
}

/// Tiles are described in [`Document`]: a route can't end in the middle of a segment.
fn map() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .route("/tiles/{layer}", get(tiles::tile_json))
        .route("/fonts/{fontstack}/{range}", get(lettering::font))
        .routes(routes!(lettering::sprite))
        .routes(routes!(tiles::map_style))
        .layer(MapResponseLayer::new(headers::open_to_all_origins::<Body>))
}

/// What is kept as it travels, so that nobody packs it again.
fn packed() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .route("/tiles/{layer}/{z}/{x}/{y}", get(tiles::tile))
        .layer(MapResponseLayer::new(headers::open_to_all_origins::<Body>))
}

fn span<B>(request: &Request<B>) -> tracing::Span {
    let id = request.headers().get(REQUEST_ID).and_then(|id| id.to_str().ok()).unwrap_or_default();
    tracing::info_span!("request", method = %request.method(), path = request.uri().path(), id)
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use tower::ServiceExt;

    use super::*;

    /// The log says what happened; the caller learns that something did.
    #[tokio::test]
    async fn a_handler_that_falls_over_is_told_as_a_problem() {
        let routes = Router::new().route("/falls", get(|| async { panic!("a secret of the service") as () }));
        let request = Request::get("/falls").body(Body::empty()).unwrap();
        let answer = surrounded(routes).oneshot(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(answer.headers()["content-type"], "application/problem+json");
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
        assert!(answer.headers().contains_key("x-request-id"));
        let body = axum::body::to_bytes(answer.into_body(), 10_000).await.unwrap();
        let text = String::from_utf8(body.to_vec()).unwrap();
        assert!(text.contains("\"internal\"") && !text.contains("secret"), "{text}");
    }
}
