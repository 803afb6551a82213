//! The OpenAPI document: what the route table doesn't say of itself.

use std::sync::LazyLock;

use axum::Json;
use utoipa::{
    Modify, OpenApi,
    openapi::{
        OpenApi as OpenApiDocument, Ref, RefOr,
        path::PathItem,
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

use super::{
    bid_rooms::ProtocolFormat,
    campaigns::SamplesFormat,
    cases::{AnswerWord, CaseDecision},
    dead_zones::ModerationDecision,
    findings_format::FindingsFormat,
    gap_reports::ReportFormat,
    lettering,
    measurement_plans::PlanFormat,
    network_gap_reports::IssuedFormat,
    problem::{Problem, ProblemDocument},
    requirements::EvaluationFormat,
    router, tiles,
};
use crate::{
    analysis::{GapOrder, PlanGain},
    cases::PromiseOutcome,
    domain::{
        AntennaPlacement, BidPart, Carriage, CaseOutcome, CaseParty, CaseState, CeilingWarning, DeliveryKind,
        DeliveryState, DueKind, Environment, FailingUse, ForecastBasis, HeaderField, Language,
        MeasuredResult, Moderation, Opening, Recurrence, Rejection, RoomEvent, RoomState, Service, Standing,
        Technology, TestKind,
    },
    index::{Evidence, PlaceKind},
    ingest::coverage::CoverageFormat,
    tiles::LayerId,
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Täckning",
        description = "Mobile coverage: what operators claim, what the field shows, the gaps between, \
            and what the contract asks for. Positions are WGS 84 longitude/latitude; areas and lengths are \
            computed in the region's own system and given in square metres and metres; times are RFC 3339; \
            shares are 0…1. Errors are problem+json.",
    ),
    // Their addresses end in the middle of a segment, which the route table can't say.
    paths(tiles::tile, tiles::tile_json, lettering::font),
    modifiers(&WaysToBeKnown),
    components(
        schemas(
            AnswerWord, AntennaPlacement, BidPart, Carriage, CaseDecision, CaseOutcome, CaseParty, CaseState, CeilingWarning, CoverageFormat, DeliveryKind, DeliveryState, DueKind, Environment, EvaluationFormat, Evidence, FailingUse, FindingsFormat, ForecastBasis, GapOrder, HeaderField, IssuedFormat, Language, LayerId, MeasuredResult, Moderation, ModerationDecision, Opening, PlaceKind, PlanFormat, PlanGain, ProblemDocument, PromiseOutcome, ProtocolFormat, Recurrence, Rejection, ReportFormat, RoomEvent, RoomState, SamplesFormat, Service, Standing, Technology, TestKind,
        ),
        responses(Problem)
    ),
    tags(
        (name = "region", description = "The region, its zones and the demand in them"),
        (name = "coverage", description = "What operators deliver and claim"),
        (name = "gaps", description = "Where the demand is not covered"),
        (name = "verification", description = "What measurements say of the claims"),
        (name = "campaigns", description = "What is measured in the field, and how those who drive are protected"),
        (name = "requirements", description = "What the contract asks for, and whether it is met"),
        (name = "framework agreements", description = "What is called off from the framework agreement, when its ceiling is reached, and what that weighs"),
        (name = "bids", description = "What bidders hand in: sealed until named persons open it, released at the award"),
        (name = "dead zones", description = "Reports of places where nothing works"),
        (name = "cases", description = "What becomes of reported dead zones, by whom, until when"),
        (name = "open311", description = "Dead zones for the issue systems of municipalities, as Open311 GeoReport v2 \
            has them. Errors there are the standard's: a list of codes with a sentence each"),
        (name = "map", description = "Vector tiles and what a map needs to show them"),
        (name = "access", description = "Who one is, who may do what, and what was done"),
        (name = "service", description = "For whoever runs the service or builds on it"),
    ),
)]
pub struct Document;

/// A program shows a token, a browser its session's cookie.
struct WaysToBeKnown;

impl Modify for WaysToBeKnown {
    fn modify(&self, document: &mut OpenApiDocument) {
        let components = document.components.get_or_insert_default();
        let token = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(
            "An API token, `tck_…`. A wrong, expired or revoked one is refused on every route.",
        ));
        components.add_security_scheme("token", SecurityScheme::Http(token.build()));
        let cookie = ApiKeyValue::with_description(
            "__Host-tackning_session",
            "Set by signing in; on a service that is reached on its own machine alone, without `__Host-`. \
             Every change needs the header `X-CSRF-Token` beside it, which `/api/v1/me` tells.",
        );
        components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    }
}

/// The document that describes every route.
pub fn openapi() -> OpenApiDocument {
    static DOCUMENT: LazyLock<OpenApiDocument> = LazyLock::new(|| with_problems(router::described_routes()));
    DOCUMENT.clone()
}

/// This document.
#[utoipa::path(get, path = "/api/openapi.json", tag = "service",
    responses((status = 200, description = "OpenAPI 3.1", body = Object)))]
pub async fn openapi_json() -> Json<OpenApiDocument> {
    Json(openapi())
}

/// Any route may refuse a question or fail, and says why in the same way.
fn with_problems(mut document: OpenApiDocument) -> OpenApiDocument {
    let problem = RefOr::Ref(Ref::from_response_name("Problem"));
    let operations = document.paths.paths.values_mut().flat_map(|item| {
        let PathItem { get, post, put, patch, delete, .. } = item;
        [get, post, put, patch, delete].into_iter().flatten()
    });
    for operation in operations {
        operation.responses.responses.insert("default".to_owned(), problem.clone());
    }
    document
}
