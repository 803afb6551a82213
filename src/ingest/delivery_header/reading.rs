//! All sources together: one value for each field, or what is wrong with it.

use std::collections::BTreeMap;

use super::{
    HeaderProblem, HeaderSource, SaidHeader,
    value::{HeaderValue, read_value},
};
use crate::domain::{
    Assumptions, ClaimKey, DeliveryHeader, DeliveryKind, HeaderField, NetworkId, Service, Share,
};

/// What was read of a header.
#[derive(Clone, Debug, PartialEq)]
pub struct HeaderReading {
    /// None where nobody can know what the delivery speaks of.
    pub header: Option<DeliveryHeader>,
    /// Known though the rest may be missing: what a table's rates mean depends on it.
    pub service: Option<Service>,
    /// None: it wasn't said.
    pub kind: Option<DeliveryKind>,
    /// For files that name no coordinate reference system.
    pub crs: Option<String>,
    /// Everything that is wrong, field by field.
    pub problems: Vec<HeaderProblem>,
}

/// Puts together what the sources say; `networks` are the region's. Two sources
/// may say the same, each in its own way of writing, but nothing different.
pub fn read_header(said: &[SaidHeader], networks: &[NetworkId]) -> HeaderReading {
    let mut fields = Fields {
        values: BTreeMap::new(),
        problems: said.iter().flat_map(|said| said.problems.clone()).collect(),
    };
    let mut ordered: Vec<&SaidHeader> = said.iter().collect();
    ordered.sort_by_key(|said| said.source);
    for field in HeaderField::ALL {
        fields.read(*field, &ordered, networks);
    }
    fields.into_reading()
}

struct Fields {
    values: BTreeMap<HeaderField, HeaderValue>,
    problems: Vec<HeaderProblem>,
}

impl Fields {
    fn read(&mut self, field: HeaderField, sources: &[&SaidHeader], networks: &[NetworkId]) {
        let mut counted: Option<(HeaderSource, &str, HeaderValue)> = None;
        for said in sources {
            let Some(texts) = said.values.get(&field) else { continue };
            let [text] = texts.as_slice() else {
                self.problems.push(HeaderProblem::mixed(field, said.source, texts));
                continue;
            };
            match (read_value(field, text, networks), &counted) {
                (Err(reason), _) => self.problems.push(HeaderProblem::invalid(field, said.source, reason)),
                (Ok(value), None) => counted = Some((said.source, text, value)),
                (Ok(value), Some((_, _, first))) if value == *first => {}
                (Ok(_), Some((source, first, _))) => {
                    let both = [(*source, *first), (said.source, text.as_str())];
                    self.problems.push(HeaderProblem::conflict(field, both));
                }
            }
        }
        match counted {
            Some((_, _, value)) => drop(self.values.insert(field, value)),
            None if HeaderField::OF_THE_CLAIM.contains(&field) && !self.is_told_of(field) => {
                self.problems.push(HeaderProblem::missing(field));
            }
            None => {}
        }
    }

    fn is_told_of(&self, field: HeaderField) -> bool {
        self.problems.iter().any(|problem| problem.field == field.as_str())
    }

    fn into_reading(mut self) -> HeaderReading {
        let kind = match self.values.remove(&HeaderField::Kind) {
            Some(HeaderValue::Kind(kind)) => Some(kind),
            _ => None,
        };
        let service = match self.values.get(&HeaderField::Service) {
            Some(HeaderValue::Service(service)) => Some(*service),
            _ => None,
        };
        let crs = self.text(HeaderField::Crs);
        HeaderReading { header: self.header(), service, kind, crs, problems: self.problems }
    }

    fn header(&mut self) -> Option<DeliveryHeader> {
        use HeaderValue as Value;
        let mut take = |field| self.values.remove(&field);
        let claim = match HeaderField::OF_THE_CLAIM.map(&mut take) {
            [
                Some(Value::Network(network)),
                Some(Value::Technology(technology)),
                Some(Value::Service(service)),
                Some(Value::Environment(environment)),
            ] => ClaimKey { network, technology, service, environment },
            _ => return None,
        };
        let mut header = DeliveryHeader::of(claim);
        if let Some(Value::Carriage(carriage)) = take(HeaderField::Carriage) {
            header.carriage = Some(carriage);
        }
        if let Some(Value::Date(date)) = take(HeaderField::SimulationDate) {
            header.simulation_date = Some(date);
        }
        if let Some(Value::Delivery(delivery)) = take(HeaderField::Replaces) {
            header.replaces = Some(delivery);
        }
        header.licence = self.text(HeaderField::Licence);
        header.secrecy = self.text(HeaderField::Secrecy);
        header.assumptions = self.assumptions();
        Some(header)
    }

    fn assumptions(&mut self) -> Assumptions {
        Assumptions {
            model: self.text(HeaderField::Model),
            model_version: self.text(HeaderField::ModelVersion),
            resolution_m: self.number(HeaderField::Resolution),
            terrain: self.text(HeaderField::Terrain),
            terrain_vintage: self.text(HeaderField::TerrainVintage),
            clutter: self.text(HeaderField::Clutter),
            clutter_vintage: self.text(HeaderField::ClutterVintage),
            receiver_height_m: self.number(HeaderField::ReceiverHeight),
            body_loss_db: self.number(HeaderField::BodyLoss),
            vehicle_loss_db: self.number(HeaderField::VehicleLoss),
            building_loss_db: self.number(HeaderField::BuildingLoss),
            location_probability: self.share(HeaderField::LocationProbability),
            load: self.share(HeaderField::Load),
        }
    }

    fn text(&mut self, field: HeaderField) -> Option<String> {
        match self.values.remove(&field) {
            Some(HeaderValue::Text(text)) => Some(text),
            _ => None,
        }
    }

    fn number(&mut self, field: HeaderField) -> Option<f64> {
        match self.values.remove(&field) {
            Some(HeaderValue::Number(number)) => Some(number),
            _ => None,
        }
    }

    fn share(&mut self, field: HeaderField) -> Option<Share> {
        match self.values.remove(&field) {
            Some(HeaderValue::Share(share)) => Some(share),
            _ => None,
        }
    }
}
