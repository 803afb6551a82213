//! Measured points as GeoJSON (RFC 7946): a feature collection, or features one
//! a line.
//!
//! Properties: `timestamp` (milliseconds since 1970, or RFC 3339), `mcc` and
//! `mnc` of the serving network, `tech` (`Lte`, `Nr`), `rsrp`. Unless the caller
//! names the network it is the one with that code, and roaming doesn't show.
//! `rsrq` and `rssi` have no use in the service and aren't kept.

use std::borrow::Cow;

use jiff::Timestamp;
use serde_json::Value;

use super::{
    MeasurementError, MeasurementForm, MeasurementReading,
    field::{self, Decimals},
    reading::{Gatherer, ReadRow, rsrp},
    row_fault::RowFault,
};
use crate::domain::{NetworkId, Plmn, Sample};

/// Of RFC 8142: stands before each feature of a sequence.
const RECORD_SEPARATOR: u8 = 0x1e;

pub(super) fn begins(first: u8) -> bool {
    matches!(first, b'{' | b'[' | RECORD_SEPARATOR)
}

pub(super) fn read(text: &[u8], mut gatherer: Gatherer<'_>) -> Result<MeasurementReading, MeasurementError> {
    match serde_json::from_slice::<Value>(text) {
        Ok(document) => read_document(&document, &mut gatherer)?,
        Err(fault) => read_lines(text, &fault, &mut gatherer)?,
    }
    Ok(gatherer.finish(MeasurementForm::GeoJsonPoints))
}

fn read_document(document: &Value, gatherer: &mut Gatherer<'_>) -> Result<(), MeasurementError> {
    check_crs(document)?;
    let features = match (document["type"].as_str(), document["features"].as_array()) {
        (Some("FeatureCollection"), Some(features)) => features.as_slice(),
        (Some("Feature"), _) => std::slice::from_ref(document),
        (kind, _) => return Err(not_geojson(format!("the type is {}", kind.unwrap_or("missing")))),
    };
    for (number, feature) in (1..).zip(features) {
        let row = read_feature(feature, gatherer);
        gatherer.take(number, row);
    }
    Ok(())
}

/// Reads features one a line. Only a file whose first line is a feature has
/// this form: any other is a document that is broken at `fault`.
fn read_lines(
    text: &[u8],
    fault: &serde_json::Error,
    gatherer: &mut Gatherer<'_>,
) -> Result<(), MeasurementError> {
    let lines = (1..).zip(text.split(|byte| *byte == b'\n'));
    let trimmed =
        lines.map(|(number, line)| (number, line.strip_prefix(&[RECORD_SEPARATOR]).unwrap_or(line)));
    let mut filled = trimmed.filter(|(_, line)| !line.trim_ascii().is_empty()).peekable();
    let first = filled.peek().and_then(|(_, line)| serde_json::from_slice::<Value>(line).ok());
    if !first.is_some_and(|first| first["type"] == "Feature") {
        return Err(not_geojson(fault.to_string()));
    }
    for (number, line) in filled {
        let feature = serde_json::from_slice(line).map_err(|fault| RowFault::NotFeature(fault.to_string()));
        let row = feature.and_then(|feature| read_feature(&feature, gatherer));
        gatherer.take(number, row);
    }
    Ok(())
}

/// Files before RFC 7946 could name another system.
fn check_crs(document: &Value) -> Result<(), MeasurementError> {
    match document.get("crs").filter(|crs| !crs.is_null()) {
        Some(crs) => match crs["properties"]["name"].as_str() {
            Some(name) if name.ends_with("CRS84") || name.ends_with(":4326") => Ok(()),
            Some(name) => Err(MeasurementError::ForeignCrs(name.to_owned())),
            None => Err(MeasurementError::ForeignCrs(crs.to_string())),
        },
        None => Ok(()),
    }
}

fn not_geojson(reason: String) -> MeasurementError {
    MeasurementError::NotGeoJson(reason)
}

fn read_feature(feature: &Value, gatherer: &Gatherer<'_>) -> Result<ReadRow, RowFault> {
    if feature["type"] != "Feature" {
        return Err(RowFault::NotFeature("type".to_owned()));
    }
    let properties = Properties(&feature["properties"]);
    let (lng, lat) = point(&feature["geometry"])?;
    let technology = field::technology(&properties.text("tech"))?;
    let (network, serving) = properties.networks(gatherer)?;
    let run = gatherer.source.run();
    let sample = Sample {
        time: properties.time()?,
        position: gatherer.position(lng, lat)?,
        network,
        serving,
        technology,
        attempt: None,
        rsrp: rsrp(properties.number("rsrp")?, technology)?,
        sinr_db: None,
        accuracy_m: None,
        speed_kmh: None,
        wifi: false,
        indoor: false,
        device: run.to_owned(),
        run: run.to_owned(),
    };
    Ok(ReadRow { sample, warning: None })
}

fn point(geometry: &Value) -> Result<(f64, f64), RowFault> {
    let coordinates = &geometry["coordinates"];
    match (geometry["type"].as_str(), coordinates[0].as_f64(), coordinates[1].as_f64()) {
        (Some("Point"), Some(lng), Some(lat)) => Ok((lng, lat)),
        _ => Err(RowFault::NotPoint),
    }
}

/// The members of a feature, whichever of JSON's types they have.
struct Properties<'feature>(&'feature Value);

impl<'feature> Properties<'feature> {
    fn text(&self, name: &str) -> Cow<'feature, str> {
        match &self.0[name] {
            Value::Null => Cow::Borrowed(""),
            Value::String(text) => Cow::Borrowed(text),
            other => Cow::Owned(other.to_string()),
        }
    }

    fn number(&self, name: &'static str) -> Result<Option<f64>, RowFault> {
        field::number(name, &self.text(name), Decimals::Point)
    }

    fn time(&self) -> Result<Timestamp, RowFault> {
        let text = self.text("timestamp");
        let text = field::required("timestamp", &text)?;
        // Milliseconds of our time are whole numbers far within a double's precision.
        let time = match text.parse::<f64>() {
            Ok(milliseconds) => Timestamp::from_millisecond(milliseconds as i64),
            Err(_) => text.parse(),
        };
        time.map_err(|_| RowFault::Time(text.to_owned()))
    }

    /// The home network and the serving network's code.
    fn networks(&self, gatherer: &Gatherer<'_>) -> Result<(NetworkId, Option<Plmn>), RowFault> {
        let codes = self.codes()?;
        let networks = gatherer.source.networks;
        let known = codes.iter().find_map(|code| {
            let network = networks.iter().find(|network| network.is_home(code))?;
            Some((network, code.clone()))
        });
        let serving = known.as_ref().map(|(_, code)| code).or(codes.first()).cloned();
        match (gatherer.source.network, known) {
            (Some(given), _) => Ok((given.clone(), serving)),
            (None, Some((network, _))) => Ok((network.id.clone(), serving)),
            (None, None) => Err(serving.map_or(RowFault::Missing("mcc, mnc"), |code| {
                RowFault::UnknownNetwork(code.as_str().to_owned())
            })),
        }
    }

    /// What the codes can mean: written as numbers they have lost their leading
    /// zeros, and 3 is `03` or `003`.
    fn codes(&self) -> Result<Vec<Plmn>, RowFault> {
        let (country, network) = (self.text("mcc"), self.text("mnc"));
        let (Some(country), Some(network)) = (field::present(&country), field::present(&network)) else {
            return Ok(Vec::new());
        };
        let code = |network: &str| {
            let text = format!("{country}-{network}");
            Plmn::new(text.as_str()).map_err(|_| RowFault::Plmn(text))
        };
        if self.0["mnc"].is_string() {
            return Ok(vec![code(network)?]);
        }
        Ok(vec![code(&format!("{network:0>2}"))?, code(&format!("{network:0>3}"))?])
    }
}
