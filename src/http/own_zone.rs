//! `POST /api/v1/gaps/own-zone` and `/own-zone.geojson`: the figures and gaps of
//! an area that somebody draws or uploads. Nothing of it is kept.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    caller::Caller,
    extract::{Query, Text},
    gaps::ZoneGapsBody,
    problem::Problem,
    question::SupplyQuestion,
    router::{AppState, off_thread},
    wire::{Basis, InputBody, ZoneBody},
};
use crate::{
    analysis::{proved, zone_gaps},
    domain::{Bilingual, Environment, Service, Technology},
    index::{Evidence, Networks, Snapshot, Supply, ZoneIndex},
    ingest::{read_own_zone, sha256_hex},
    report::{GapReport, gap_features},
};

/// Which coverage of the zone is asked about.
#[derive(Clone, Debug, Deserialize, Serialize, IntoParams, ToSchema)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OwnZoneQuestion {
    /// As for `/api/v1/gaps`; left out: each network, `any` and `all`.
    #[schema(required)]
    network: Option<String>,
    #[param(value_type = Service)]
    #[schema(value_type = Service)]
    service: String,
    /// Only this technology, such as `4G`; left out: any.
    #[param(value_type = Option<Technology>)]
    #[schema(value_type = Option<Technology>, required)]
    technology: Option<String>,
    /// What is left when this technology goes; not beside `technology`.
    #[param(value_type = Option<Technology>)]
    #[schema(value_type = Option<Technology>, required)]
    without_technology: Option<String>,
    /// Left out: outdoor.
    #[param(value_type = Option<Environment>)]
    #[schema(value_type = Option<Environment>, required)]
    environment: Option<String>,
    /// Left out: claimed.
    #[param(value_type = Option<Evidence>)]
    #[schema(value_type = Option<Evidence>, required)]
    evidence: Option<String>,
    /// As it was at the end of a day; left out: as it is now.
    #[param(format = Date)]
    #[schema(format = Date, required)]
    date: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct OwnZoneBody {
    question: OwnZoneQuestion,
    basis: Basis,
    zone: ZoneBody,
    /// With its lakes, square metres.
    area_m2: f64,
    land_m2: f64,
    /// Those in which some of it lies, in the region's order.
    municipalities: Vec<ZoneBody>,
    supplies: Vec<SupplyGapsBody>,
}

/// The zone's figures for one network, or several together.
#[derive(Debug, Serialize, ToSchema)]
pub struct SupplyGapsBody {
    /// A network's id, `any`, `all`, or as it was asked for.
    network: String,
    figures: ZoneGapsBody,
}

/// Covered and uncovered land, inhabitants, roads and places in an area of one's own.
#[utoipa::path(post, path = "/api/v1/gaps/own-zone", tag = "gaps", params(OwnZoneQuestion), security((), ("token" = []), ("session" = [])),
    request_body(content = Object, content_type = "application/geo+json",
        description = "Polygon, MultiPolygon, Feature or FeatureCollection (RFC 7946), at most 100,000 vertices"),
    responses((status = 200, description = "Figures of the area", body = OwnZoneBody),
        (status = 404, response = Problem), (status = 422, response = Problem)))]
pub async fn own_zone(
    State(state): State<AppState>,
    caller: Caller,
    Query(question): Query<OwnZoneQuestion>,
    Text(body): Text,
) -> Result<Json<OwnZoneBody>, Problem> {
    let asked = Asked::of(&state, &caller, &question).await?;
    let answer = off_thread(move || asked.figures(question, &body)).await??;
    Ok(Json(answer))
}

/// The uncovered land of an area of one's own as polygons with what lies in them.
#[utoipa::path(post, path = "/api/v1/gaps/own-zone.geojson", tag = "gaps", params(OwnZoneQuestion), security((), ("token" = []), ("session" = [])),
    request_body(content = Object, content_type = "application/geo+json",
        description = "As for `/api/v1/gaps/own-zone`"),
    responses((status = 200, description = "A FeatureCollection (RFC 7946), most important gap first; left out, \
        the network is `any`", content_type = "application/geo+json", body = Object),
        (status = 404, response = Problem), (status = 422, response = Problem)))]
pub async fn own_zone_geojson(
    State(state): State<AppState>,
    caller: Caller,
    Query(question): Query<OwnZoneQuestion>,
    Text(body): Text,
) -> Result<Response, Problem> {
    let question = OwnZoneQuestion { network: question.network.or(Some("any".to_owned())), ..question };
    let asked = Asked::of(&state, &caller, &question).await?;
    let work = move || {
        let zone = asked.zone(&body)?;
        let report = GapReport::new(&asked.snapshot, asked.supply.clone(), Some(&zone));
        gap_features(&report, &state.frame).map_err(Problem::internal)
    };
    let features = off_thread(work).await??;
    Ok(([(header::CONTENT_TYPE, "application/geo+json")], features.to_string()).into_response())
}

/// A question whose words are known.
struct Asked {
    snapshot: Arc<Snapshot>,
    /// By the networks that are named, or any.
    supply: Supply,
    names_networks: bool,
}

impl Asked {
    async fn of(state: &AppState, caller: &Caller, question: &OwnZoneQuestion) -> Result<Self, Problem> {
        let question = question.clone();
        let names_networks = question.network.is_some();
        let of_supply = SupplyQuestion {
            network: question.network.unwrap_or_else(|| "any".to_owned()),
            service: question.service,
            technology: question.technology,
            without_technology: question.without_technology,
            environment: question.environment,
            evidence: question.evidence,
            date: question.date,
            zone: None,
        };
        let snapshot = of_supply.snapshot(state, caller).await?;
        Ok(Self { supply: of_supply.supply(&snapshot)?, snapshot, names_networks })
    }

    fn zone(&self, body: &str) -> Result<ZoneIndex, Problem> {
        let zone = read_own_zone(body, &self.snapshot.region.region)?;
        let index = self.snapshot.region.own_zone(zone.name, zone.outline);
        if index.whole.intersection_area_m2(&self.snapshot.region.whole) > 0.0 {
            return Ok(index);
        }
        let sv = "Ytan ligger utanför området.";
        Err(Problem::refused("outside_region", Bilingual::new(sv, "The zone lies outside the region.")))
    }

    fn supplies(&self) -> Vec<Supply> {
        if self.names_networks {
            return vec![self.supply.clone()];
        }
        let networks = self.snapshot.region.region.network_ids().into_iter().map(Networks::One);
        let networks = networks.chain([Networks::Any, Networks::All]);
        networks.map(|networks| self.supply.with_networks(networks)).collect()
    }

    /// With all that it leaves uncovered where one supply is asked for.
    fn figures_of(&self, zone: &ZoneIndex, supply: &Supply) -> ZoneGapsBody {
        let listed_by = self.names_networks.then(|| self.snapshot.area(supply));
        let figures = zone_gaps(&self.snapshot, zone, supply);
        let proved = (supply.evidence == Evidence::Verified).then(|| proved(&self.snapshot, zone, supply));
        let body = ZoneGapsBody::new(&self.snapshot.region, zone, &figures, listed_by.as_deref());
        body.with_proved(proved.as_deref())
    }

    fn figures(&self, question: OwnZoneQuestion, body: &str) -> Result<OwnZoneBody, Problem> {
        let zone = self.zone(body)?;
        let figures = |supply: &Supply| SupplyGapsBody {
            network: supply.networks.to_string(),
            figures: self.figures_of(&zone, supply),
        };
        let mut basis = Basis::of_supply(&self.snapshot, &self.supply);
        basis.inputs.push(InputBody {
            kind: "zone".to_owned(),
            name: zone.zone.name.clone(),
            sha256: sha256_hex(body.as_bytes()),
        });
        Ok(OwnZoneBody {
            question,
            basis,
            zone: (&zone.zone).into(),
            area_m2: zone.whole.area_m2(),
            land_m2: zone.land_m2,
            municipalities: self
                .snapshot
                .region
                .municipalities_of(&zone.whole)
                .map(|zone| (&zone.zone).into())
                .collect(),
            supplies: self.supplies().iter().map(figures).collect(),
        })
    }
}
