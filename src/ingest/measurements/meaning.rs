//! A mapping made ready for reading rows: names of columns, words, units, zone.

use std::{borrow::Cow, collections::BTreeMap};

use jiff::tz::TimeZone;

use super::{
    MeasurementError, MeasurementSource,
    mapping::{ColumnMapping, MeasuredField, Tests, Unit},
    row::Row,
    row_fault::RowFault,
    time::{TimeForm, Written},
    value::{self, Decimals},
};
use crate::domain::{NetworkId, Service};

/// What a phone's screen says without a network, in lower case.
const NO_SERVICE: [&str; 6] =
    ["no service", "out of service", "ingen täckning", "ingen tjänst", "no_service", "out_of_service"];

pub(super) struct Meaning {
    /// What the file calls each field.
    names: [Cow<'static, str>; MeasuredField::COUNT],
    units: BTreeMap<MeasuredField, Unit>,
    time: TimeForm,
    /// None where neither mapping nor form says it.
    decimals: Option<Decimals>,
    no_value: Vec<String>,
    no_service: Vec<String>,
    succeeded: Vec<String>,
    failed: Vec<String>,
    not_tried: Vec<String>,
    pub tests: Tests,
    /// What is tried where the rows don't say it.
    pub service: Option<Service>,
    pub levels_of_any_technology: bool,
    networks: BTreeMap<String, NetworkId>,
}

/// What a row says of a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Unsaid,
    NotTried,
    Tried { success: bool },
}

impl Meaning {
    /// # Errors
    /// When the mapping can't be followed.
    pub fn of(mapping: &ColumnMapping, source: &MeasurementSource<'_>) -> Result<Self, MeasurementError> {
        mapping.check()?;
        Ok(Self::checked(mapping, source))
    }

    /// A form that names its fields itself, in their own units.
    pub fn plain(source: &MeasurementSource<'_>) -> Self {
        Self::checked(&ColumnMapping::default(), source)
    }

    /// What a mapping that was checked means.
    pub fn checked(mapping: &ColumnMapping, source: &MeasurementSource<'_>) -> Self {
        let mut names = [const { Cow::Borrowed("") }; MeasuredField::COUNT];
        for field in MeasuredField::ALL {
            names[*field as usize] = match mapping.column(*field) {
                Some(column) => Cow::Owned(column.to_owned()),
                None => Cow::Borrowed(field.as_str()),
            };
        }
        let zone = mapping.time_zone.as_deref().and_then(|zone| TimeZone::get(zone).ok());
        let networks = mapping.networks.iter();
        Self {
            names,
            units: mapping.units.clone(),
            time: TimeForm {
                written: match mapping.time_format.as_deref() {
                    None => Written::Recognised,
                    Some("unix_s") => Written::UnixSeconds,
                    Some("unix_ms") => Written::UnixMilliseconds,
                    Some(format) => Written::As(format.to_owned()),
                },
                zone: zone.unwrap_or_else(|| source.time_zone.clone()),
            },
            decimals: mapping.decimal.map(|sign| if sign == ',' { Decimals::Comma } else { Decimals::Point }),
            no_value: mapping.no_value.clone(),
            no_service: lower_case(&mapping.no_service),
            succeeded: lower_case(&mapping.succeeded),
            failed: lower_case(&mapping.failed),
            not_tried: lower_case(&mapping.not_tried),
            tests: mapping.tests,
            service: mapping.service.as_deref().and_then(|word| word.parse().ok()).or(source.attempted),
            levels_of_any_technology: mapping.levels_of_any_technology,
            networks: networks
                .filter_map(|(name, id)| Some((name.clone(), NetworkId::new(id).ok()?)))
                .collect(),
        }
    }

    /// The decimal sign of a form, where the mapping says none.
    pub fn with_decimals(mut self, decimals: Decimals) -> Self {
        self.decimals.get_or_insert(decimals);
        self
    }

    /// Units of a form whose fields are no columns.
    pub fn with_units(mut self, units: &[(MeasuredField, Unit)]) -> Self {
        self.units.extend(units.iter().copied());
        self
    }

    pub fn with_tests(mut self, tests: Tests) -> Self {
        self.tests = tests;
        self
    }

    pub fn with_levels_of_any_technology(mut self) -> Self {
        self.levels_of_any_technology = true;
        self
    }

    pub fn name(&self, field: MeasuredField) -> &str {
        &self.names[field as usize]
    }

    pub fn missing(&self, field: MeasuredField) -> RowFault {
        RowFault::Missing(self.name(field).to_owned())
    }

    pub fn time(&self) -> &TimeForm {
        &self.time
    }

    /// A network by the name that the file gives it.
    pub fn network(&self, name: &str) -> Option<&NetworkId> {
        self.networks.get(name)
    }

    /// The trimmed text of a field, none where it stands for no value.
    pub fn present<'text>(&self, row: &Row<'text>, field: MeasuredField) -> Option<&'text str> {
        let text = value::present(row.text(field))?;
        (!self.no_value.iter().any(|word| word == text)).then_some(text)
    }

    pub fn text<'text>(&self, row: &Row<'text>, field: MeasuredField) -> &'text str {
        self.present(row, field).unwrap_or_default()
    }

    /// A finite number.
    pub fn number(&self, row: &Row<'_>, field: MeasuredField) -> Result<Option<f64>, RowFault> {
        value::number(self.name(field), self.number_text(row, field), self.decimals())
    }

    /// A number of zero or more, in the field's own unit.
    pub fn amount(&self, row: &Row<'_>, field: MeasuredField) -> Result<Option<f64>, RowFault> {
        let value = value::amount(self.name(field), self.number_text(row, field), self.decimals())?;
        Ok(value.map(|value| self.units.get(&field).map_or(value, |unit| unit.convert(value))))
    }

    pub fn truth(&self, row: &Row<'_>, field: MeasuredField) -> Result<Option<bool>, RowFault> {
        value::truth(self.name(field), self.text(row, field))
    }

    fn decimals(&self) -> Decimals {
        self.decimals.unwrap_or(Decimals::Point)
    }

    /// The word for a failure in the place of a number is none.
    fn number_text<'text>(&self, row: &Row<'text>, field: MeasuredField) -> &'text str {
        let text = self.text(row, field);
        if is_among(&self.failed, text) || self.says_no_service(text) { "" } else { text }
    }

    /// Whether any of the values that can say it says that there was no network.
    pub fn is_without_service(&self, row: &Row<'_>) -> bool {
        use MeasuredField::{Download, Latency, Mcc, Mnc, Network, Plmn, Rsrp, Success, Technology, Upload};
        let may_say = [Technology, Network, Plmn, Mcc, Mnc, Rsrp, Success, Download, Upload, Latency];
        may_say.into_iter().any(|field| self.says_no_service(row.text(field).trim()))
    }

    /// Whether a value says that there was no network.
    pub fn says_no_service(&self, text: &str) -> bool {
        let own = self.no_service.iter().map(String::as_str);
        // Lengths first: nearly every value is another word or a number.
        let mut words = NO_SERVICE.into_iter().chain(own).filter(|word| word.len() == text.len());
        !text.is_empty() && words.any(|word| text.to_lowercase() == word)
    }

    /// # Errors
    /// When the outcome is none of the words for one.
    pub fn outcome(&self, row: &Row<'_>) -> Result<Outcome, RowFault> {
        use MeasuredField::{Download, Latency, Success, Upload};
        let says_failed = |field| is_among(&self.failed, self.text(row, field));
        if [Success, Download, Upload, Latency].into_iter().any(says_failed) {
            return Ok(Outcome::Tried { success: false });
        }
        let text = self.text(row, Success);
        if is_among(&self.succeeded, text) {
            return Ok(Outcome::Tried { success: true });
        }
        if is_among(&self.not_tried, text) {
            return Ok(Outcome::NotTried);
        }
        let said = self.truth(row, Success)?.map(|success| Outcome::Tried { success });
        let unsaid =
            if self.tests == Tests::Every { Outcome::Tried { success: true } } else { Outcome::Unsaid };
        Ok(said.unwrap_or(unsaid))
    }
}

fn lower_case(words: &[String]) -> Vec<String> {
    words.iter().map(|word| word.trim().to_lowercase()).collect()
}

fn is_among(words: &[String], text: &str) -> bool {
    !words.is_empty() && !text.is_empty() && words.contains(&text.to_lowercase())
}
