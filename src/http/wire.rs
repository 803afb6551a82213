//! Wire types that several routes share: texts, shares, zones, and the basis
//! that travels with every figure.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    domain::{Bilingual, Delivery, DeliveryHeader, DemandUnit, Share, Zone},
    index::{Evidence, METHOD_VERSION, Snapshot, Supply},
    ingest::TableError,
};

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BilingualBody {
    pub sv: String,
    pub en: String,
}

impl From<Bilingual> for BilingualBody {
    fn from(text: Bilingual) -> Self {
        Self { sv: text.sv, en: text.en }
    }
}

/// A row of a sent table that can't be taken as it stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct RefusedRowBody {
    /// From 1: in CSV after the header, in GeoJSON by features.
    pub row: u64,
    /// A stable word.
    pub code: String,
    pub detail: BilingualBody,
}

/// What is wrong with a whole table.
pub fn table_fault(error: &TableError) -> Bilingual {
    let sv = match error {
        TableError::Table(reason) => format!("Tabellen kan inte läsas: {reason}."),
        TableError::ColumnMissing { column, there } => {
            format!("Tabellen saknar kolumnen `{column}`: den har {}.", there.join(", "))
        }
    };
    Bilingual::new(sv, format!("{error}."))
}

/// A share, unrounded, and as it is shown (two decimals, half to even; beside a
/// missed threshold cut rather than rounded up to it).
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ShareBody {
    /// 0…1.
    #[schema(minimum = 0, maximum = 1)]
    pub share: f64,
    /// Per cent, such as `98.49`.
    pub percent: String,
}

impl From<Share> for ShareBody {
    fn from(share: Share) -> Self {
        Self { share: share.value(), percent: share.percent() }
    }
}

impl ShareBody {
    pub fn against(share: Share, threshold: Share) -> Self {
        Self { share: share.value(), percent: share.percent_against(threshold) }
    }
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ZoneBody {
    /// The official code as text, such as `2401`.
    pub code: String,
    pub name: String,
    pub kind: String,
}

impl From<&Zone> for ZoneBody {
    fn from(zone: &Zone) -> Self {
        Self { code: zone.code.to_string(), name: zone.name.clone(), kind: zone.kind.to_string() }
    }
}

/// What a quantity is counted in.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub enum UnitBody {
    #[serde(rename = "m2")]
    SquareMetres,
    #[serde(rename = "inhabitants")]
    Inhabitants,
    #[serde(rename = "m")]
    Metres,
    #[serde(rename = "places")]
    Places,
    #[serde(rename = "buildings")]
    Buildings,
}

impl From<DemandUnit> for UnitBody {
    fn from(unit: DemandUnit) -> Self {
        match unit {
            DemandUnit::LandArea | DemandUnit::PresenceArea => Self::SquareMetres,
            DemandUnit::Inhabitants => Self::Inhabitants,
            DemandUnit::RoadLength
            | DemandUnit::RailwayLength
            | DemandUnit::TrailLength
            | DemandUnit::RouteLength => Self::Metres,
            DemandUnit::Places => Self::Places,
            DemandUnit::Buildings => Self::Buildings,
        }
    }
}

/// Claimed: as the operators report; measured: what samples show beside it;
/// verified: the claim without the cells that measurements refute.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub enum EvidenceKind {
    #[serde(rename = "claimed")]
    Claimed,
    #[serde(rename = "claimed and measured")]
    ClaimedAndMeasured,
    #[serde(rename = "verified")]
    Verified,
}

/// What a figure rests on: it never travels without.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Basis {
    pub evidence: EvidenceKind,
    /// Hash over everything published.
    pub data_version: String,
    pub method_version: &'static str,
    /// Version of the thresholds.
    pub profile: String,
    /// The coordinate reference system in which areas and lengths are computed.
    pub crs: String,
    /// The date that ages and validity are counted to.
    #[schema(format = Date)]
    pub as_of: String,
    /// Whether anything in it is invented for the demonstration.
    pub demonstration: bool,
    pub inputs: Vec<InputBody>,
}

/// An input named by hash.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct InputBody {
    /// `delivery`, `measurements`, or a layer of the region.
    pub kind: String,
    pub name: String,
    pub sha256: String,
}

impl Basis {
    /// The basis of figures on a supply.
    pub fn of_supply(snapshot: &Snapshot, supply: &Supply) -> Self {
        let claims = snapshot.coverage.claims_of(supply);
        let deliveries = claims.map(|claim| delivery_input(&claim.delivery.header, &claim.delivery.sha256));
        match supply.evidence {
            Evidence::Claimed => Self::new(snapshot, EvidenceKind::Claimed, deliveries.collect()),
            Evidence::Verified => {
                let inputs = deliveries.chain(measurement_inputs(snapshot)).collect();
                Self::new(snapshot, EvidenceKind::Verified, inputs)
            }
        }
    }

    /// The basis of figures on these deliveries, published or not.
    pub fn of_deliveries(snapshot: &Snapshot, deliveries: &[&Delivery]) -> Self {
        let inputs = deliveries.iter().map(|delivery| delivery_input(&delivery.header, &delivery.sha256));
        Self::new(snapshot, EvidenceKind::Claimed, inputs.collect())
    }

    /// The basis of an answer about every claim and all measurements.
    pub fn of_all(snapshot: &Snapshot, evidence: EvidenceKind) -> Self {
        let claims = snapshot.coverage.claims().iter();
        let deliveries = claims.map(|claim| delivery_input(&claim.delivery.header, &claim.delivery.sha256));
        Self::new(snapshot, evidence, deliveries.chain(measurement_inputs(snapshot)).collect())
    }

    fn new(snapshot: &Snapshot, evidence: EvidenceKind, mut inputs: Vec<InputBody>) -> Self {
        let region = &snapshot.region.region;
        inputs.extend(region.sources.iter().map(|source| InputBody {
            kind: source.layer.clone(),
            name: source.file.clone(),
            sha256: source.sha256.clone(),
        }));
        Self {
            evidence,
            data_version: snapshot.data_version(),
            method_version: METHOD_VERSION,
            profile: region.profile.version.clone(),
            crs: region.crs.clone(),
            as_of: snapshot.evidence.as_of.to_string(),
            demonstration: region.demonstration
                || region.networks.iter().any(|network| network.demonstration),
            inputs,
        }
    }
}

fn measurement_inputs(snapshot: &Snapshot) -> impl Iterator<Item = InputBody> {
    snapshot.evidence.imports.iter().map(|import| InputBody {
        kind: "measurements".to_owned(),
        name: import.name.clone(),
        sha256: import.sha256.clone(),
    })
}

fn delivery_input(header: &DeliveryHeader, sha256: &str) -> InputBody {
    InputBody { kind: "delivery".to_owned(), name: header.title(), sha256: sha256.to_owned() }
}
