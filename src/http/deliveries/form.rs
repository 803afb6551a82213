//! What may be said with a delivery, in the query or as a form's fields.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::IntoParams;

use crate::{
    domain::{Bilingual, Carriage, DeliveryKind, Environment, Language, Service, Technology},
    http::{findings_format::FindingsFormat, problem::Problem, question::word},
    ingest::{
        coverage::{CoverageFormat, CoveredWhere},
        delivery_header::{HeaderSource, SaidHeader},
    },
    publishing::CoverageForm,
};

/// The facts of a delivery, each as a text; a form has the same names. Numbers
/// take a decimal comma, shares per cent (`95 %`).
#[derive(Debug, Default, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DeliverQuestion {
    /// The network's id.
    network: Option<String>,
    #[param(value_type = Option<Technology>)]
    technology: Option<String>,
    #[param(value_type = Option<Service>)]
    service: Option<String>,
    #[param(value_type = Option<Environment>)]
    environment: Option<String>,
    /// Left out: contract.
    #[param(value_type = Option<DeliveryKind>)]
    kind: Option<String>,
    #[param(value_type = Option<Carriage>)]
    carriage: Option<String>,
    /// The date of the coverage calculation, such as `2026-09-15`.
    #[param(format = Date)]
    simulation_date: Option<String>,
    model: Option<String>,
    model_version: Option<String>,
    resolution_m: Option<String>,
    terrain: Option<String>,
    terrain_vintage: Option<String>,
    clutter: Option<String>,
    clutter_vintage: Option<String>,
    receiver_height_m: Option<String>,
    body_loss_db: Option<String>,
    vehicle_loss_db: Option<String>,
    building_loss_db: Option<String>,
    /// 0…1, or per cent.
    location_probability: Option<String>,
    /// 0…1, or per cent.
    load: Option<String>,
    licence: Option<String>,
    /// Why the delivery is held to be secret; left out: it isn't.
    secrecy: Option<String>,
    /// The number of the delivery that this one corrects.
    replaces: Option<String>,
    /// The coordinate reference system where the file names none, such as `EPSG:3006`.
    crs: Option<String>,
    /// The bare file's name; a form's part has its own.
    file_name: Option<String>,
    /// Left out: recognised by the content.
    #[param(value_type = Option<CoverageFormat>)]
    file_format: Option<String>,
    /// A GeoPackage's layer, or a picture's band, where there are several.
    layer: Option<String>,
    /// A table's column of cells' names, where it isn't known by its content.
    cell_column: Option<String>,
    /// The side of cells whose names don't say it, metres.
    cell_size_m: Option<String>,
    /// The column of a table's values.
    value_column: Option<String>,
    /// A cell or pixel is covered from this value on.
    at_least: Option<String>,
    /// A cell or pixel of one of these classes is covered: numbers with commas between.
    classes: Option<String>,
    /// `only`: says what would be found, and keeps nothing.
    check: Option<String>,
    /// Of the report on a check; left out: json.
    #[param(value_type = Option<FindingsFormat>)]
    format: Option<String>,
    /// The language of a report as a page; left out: Swedish.
    #[param(value_type = Option<Language>)]
    lang: Option<String>,
}

/// What of it is no fact of the header.
const OPTIONS: [&str; 11] = [
    "file_name",
    "file_format",
    "layer",
    "cell_column",
    "cell_size_m",
    "value_column",
    "at_least",
    "classes",
    "check",
    "format",
    "lang",
];

/// Named texts in the order in which they came.
#[derive(Debug, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// A question's parameters; those that are no texts are left out.
    pub fn of(question: &impl Serialize) -> Result<Self, Problem> {
        let members = match serde_json::to_value(question).map_err(Problem::internal)? {
            Value::Object(members) => members,
            _ => Map::new(),
        };
        let said = members.into_iter().filter_map(|(name, value)| Some((name, value.as_str()?.to_owned())));
        Ok(Self(said.collect()))
    }

    pub fn add(&mut self, name: String, value: String) {
        self.0.push((name, value));
    }

    /// The facts among them.
    pub fn header(&self) -> SaidHeader {
        let facts = self.0.iter().filter(|(name, _)| !OPTIONS.contains(&name.as_str()));
        SaidHeader::from_pairs(HeaderSource::Explicit, facts.map(|(name, value)| (name, value)))
    }

    pub fn option(&self, name: &str) -> Option<&str> {
        let named = self.0.iter().rev().find(|(other, _)| other == name);
        named.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    pub fn form(&self) -> Result<CoverageForm, Problem> {
        Ok(CoverageForm {
            format: self.option("file_format").map(word::<CoverageFormat>).transpose()?,
            layer: self.option("layer").map(str::to_owned),
            cell_column: self.option("cell_column").map(str::to_owned),
            cell_size_m: self.option("cell_size_m").map(|text| number("cell_size_m", text)).transpose()?,
            covered: self.covered()?,
        })
    }

    pub fn is_check_only(&self) -> Result<bool, Problem> {
        match self.option("check") {
            None => Ok(false),
            Some("only") => Ok(true),
            Some(other) => {
                let sv = format!("check: `{other}` är inget känt värde; `only` kontrollerar utan att spara.");
                let en = format!("check: `{other}` is no known value; `only` checks without keeping.");
                Err(Problem::bad_request("unknown_word", Bilingual::new(sv, en)))
            }
        }
    }

    pub fn report_format(&self) -> Result<FindingsFormat, Problem> {
        self.option("format").map_or(Ok(FindingsFormat::Json), word::<FindingsFormat>)
    }

    pub fn language(&self) -> Result<Language, Problem> {
        self.option("lang").map_or(Ok(Language::Swedish), word::<Language>)
    }

    fn covered(&self) -> Result<Option<CoveredWhere>, Problem> {
        let column = || self.option("value_column").map(str::to_owned);
        match (self.option("at_least"), self.option("classes")) {
            (Some(value), None) => {
                Ok(Some(CoveredWhere::AtLeast { column: column(), value: number("at_least", value)? }))
            }
            (None, Some(classes)) => {
                let values =
                    classes.split(',').map(|class| number("classes", class)).collect::<Result<_, _>>()?;
                Ok(Some(CoveredWhere::Classes { column: column(), values }))
            }
            (None, None) => Ok(None),
            (Some(_), Some(_)) => {
                let text = Bilingual::new(
                    "Ange antingen `at_least` eller `classes`, inte båda.",
                    "Say either `at_least` or `classes`, not both.",
                );
                Err(Problem::bad_request("invalid_parameter", text))
            }
        }
    }
}

fn number(name: &str, text: &str) -> Result<f64, Problem> {
    text.trim().parse().ok().filter(|number: &f64| number.is_finite()).ok_or_else(|| {
        let sv = format!("{name}: `{text}` är inget tal.");
        Problem::bad_request(
            "invalid_parameter",
            Bilingual::new(sv, format!("{name}: `{text}` is no number.")),
        )
    })
}
