//! A field's text becomes a checked value.

use jiff::civil::Date;

use super::number::{number, share};
use crate::domain::{
    Bilingual, Carriage, DeliveryId, DeliveryKind, Environment, HeaderField, NetworkId, Service, Share,
    Technology, UnknownWord,
};

/// Longer than this is no name of a model or data set.
const LONGEST_TEXT: usize = 200;
/// A reason for secrecy may be a paragraph.
const LONGEST_REASON: usize = 2_000;

#[derive(Clone, Debug, PartialEq)]
pub enum HeaderValue {
    Network(NetworkId),
    Technology(Technology),
    Service(Service),
    Environment(Environment),
    Kind(DeliveryKind),
    Carriage(Carriage),
    Date(Date),
    Text(String),
    Number(f64),
    Share(Share),
    Delivery(DeliveryId),
}

/// Reads a field's text; `networks` are the region's.
pub fn read_value(field: HeaderField, text: &str, networks: &[NetworkId]) -> Result<HeaderValue, Bilingual> {
    use HeaderField as Field;
    match field {
        Field::Network => network(text, networks).map(HeaderValue::Network),
        Field::Technology => word(text).map(HeaderValue::Technology),
        Field::Service => word(text).map(HeaderValue::Service),
        Field::Environment => word(text).map(HeaderValue::Environment),
        Field::Kind => word(text).map(HeaderValue::Kind),
        Field::Carriage => word(text).map(HeaderValue::Carriage),
        Field::SimulationDate => date(text).map(HeaderValue::Date),
        Field::Resolution => number(text, 0.1..=100_000.0).map(HeaderValue::Number),
        Field::ReceiverHeight => number(text, 0.0..=100.0).map(HeaderValue::Number),
        Field::BodyLoss | Field::VehicleLoss | Field::BuildingLoss => {
            number(text, 0.0..=100.0).map(HeaderValue::Number)
        }
        Field::LocationProbability | Field::Load => share(text).map(HeaderValue::Share),
        Field::Secrecy => words(text, LONGEST_REASON).map(HeaderValue::Text),
        Field::Replaces => delivery(text).map(HeaderValue::Delivery),
        Field::Model
        | Field::ModelVersion
        | Field::Terrain
        | Field::TerrainVintage
        | Field::Clutter
        | Field::ClutterVintage
        | Field::Licence
        | Field::Crs => words(text, LONGEST_TEXT).map(HeaderValue::Text),
    }
}

fn network(text: &str, networks: &[NetworkId]) -> Result<NetworkId, Bilingual> {
    networks.iter().find(|network| network.as_str() == text).cloned().ok_or_else(|| {
        let known = networks.iter().map(NetworkId::as_str).collect::<Vec<_>>().join(", ");
        Bilingual::new(
            format!("regionen har inget nät `{text}`; kända nät: {known}"),
            format!("the region has no network `{text}`; known networks: {known}"),
        )
    })
}

fn word<T: std::str::FromStr<Err = UnknownWord>>(text: &str) -> Result<T, Bilingual> {
    text.parse().map_err(|error: UnknownWord| {
        let UnknownWord { value, expected, .. } = error;
        Bilingual::new(
            format!("`{value}` är inget känt ord; välj ett av {expected}"),
            format!("`{value}` is no known word; expected one of {expected}"),
        )
    })
}

fn date(text: &str) -> Result<Date, Bilingual> {
    Date::strptime("%Y-%m-%d", text).map_err(|_| {
        Bilingual::new(
            format!("`{text}` är inget datum (ÅÅÅÅ-MM-DD)"),
            format!("`{text}` is no date (YYYY-MM-DD)"),
        )
    })
}

fn words(text: &str, longest: usize) -> Result<String, Bilingual> {
    let length = text.chars().count();
    if length > longest {
        return Err(Bilingual::new(
            format!("{length} tecken är för långt, högst {longest}"),
            format!("{length} characters are too long, at most {longest}"),
        ));
    }
    if text.chars().any(char::is_control) && longest != LONGEST_REASON {
        return Err(Bilingual::new("den innehåller styrtecken", "it holds control characters"));
    }
    Ok(text.to_owned())
}

fn delivery(text: &str) -> Result<DeliveryId, Bilingual> {
    text.parse().ok().filter(|number| *number > 0).map(DeliveryId).ok_or_else(|| {
        Bilingual::new(
            format!("`{text}` är inget leveransnummer"),
            format!("`{text}` is no delivery's number"),
        )
    })
}
