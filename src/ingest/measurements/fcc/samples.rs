//! The samples of a submission: its attempt, and the signal beside it.

use std::borrow::Cow;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::document::{Cell, Location, Submission, Test};
use crate::ingest::measurements::{
    geojson_points::text_of,
    interpreter::Interpreter,
    mapping::MeasuredField::{self, *},
    row::{ReadRow, Row},
    row_fault::RowFault,
    value,
};

type Texts<'text> = Vec<(MeasuredField, Cow<'text, str>)>;

/// The serving cell by the numbers of `cell_connection`.
const SERVING: i64 = 1;

impl Submission<'_> {
    /// The attempt, or why it is none, and a sample for each serving cell that was seen.
    pub fn samples(&self, interpreter: &Interpreter<'_>) -> Vec<Result<ReadRow, RowFault>> {
        let signal = self.tests().into_iter().flat_map(|test| {
            test.cells.iter().filter(|cell| cell.is_serving() && cell.has_level()).map(|cell| {
                let time = cell.timestamp.as_deref().or(test.timestamp.as_deref());
                let mut texts = self.common(test)?;
                texts.extend(self.position(time));
                texts.extend(cell.texts());
                texts.push((Time, Cow::Borrowed(time.unwrap_or_default())));
                read(interpreter, &texts)
            })
        });
        std::iter::once(self.attempt(interpreter)).chain(signal).collect()
    }

    fn attempt(&self, interpreter: &Interpreter<'_>) -> Result<ReadRow, RowFault> {
        let Some(begun) = self.tests().into_iter().find(|test| !test.locations.is_empty()) else {
            return Err(RowFault::NotSpeedTest("no test with `locations`".to_owned()));
        };
        let time = begun.timestamp.as_deref().unwrap_or_default();
        let mut texts = self.common(begun)?;
        texts.extend(self.position(Some(time)));
        texts.push((Time, Cow::Borrowed(time)));
        texts.extend(begun.cells.iter().find(|cell| cell.is_serving()).into_iter().flat_map(Cell::texts));
        let outcomes = self.tests().into_iter().filter_map(|test| test.success_flag);
        if let Some(success) = outcomes.reduce(|one, other| one && other) {
            texts.push((Success, Cow::Borrowed(if success { "true" } else { "false" })));
        }
        let figure = |test: Option<&'_ Test>, of: fn(&Test) -> &Value| {
            test.map_or(Cow::Borrowed(""), |test| Cow::Owned(text_of(of(test)).into_owned()))
        };
        texts.push((Download, figure(self.tests.download.as_ref(), |test| &test.bytes_sec)));
        texts.push((Upload, figure(self.tests.upload.as_ref(), |test| &test.bytes_sec)));
        texts.push((Latency, figure(self.tests.latency.as_ref(), |test| &test.round_trip_time)));
        read(interpreter, &texts)
    }

    /// Download, upload, latency, as far as they were made.
    fn tests(&self) -> Vec<&Test> {
        let tests = [&self.tests.download, &self.tests.upload, &self.tests.latency];
        tests.into_iter().flatten().collect()
    }

    /// Where the phone was nearest in time, the first place where times don't tell.
    fn position(&self, time: Option<&str>) -> Texts<'_> {
        let moment = |text: Option<&str>| text.and_then(|text| text.parse::<Timestamp>().ok());
        let wanted = moment(time);
        let away = |location: &&Location| match (wanted, moment(location.timestamp.as_deref())) {
            (Some(wanted), Some(there)) => wanted.duration_since(there).abs(),
            _ => SignedDuration::MAX,
        };
        let nearest = self.tests().into_iter().flat_map(|test| &test.locations).min_by_key(away);
        nearest.into_iter().flat_map(Location::texts).collect()
    }

    /// What holds for all samples of a test: phone, networks, surroundings.
    fn common(&self, test: &Test) -> Result<Texts<'_>, RowFault> {
        let code = |country: &Value, network: &Value| {
            value::plmns(&text_of(country), &text_of(network)).map(|codes| codes.into_iter().next())
        };
        let of_subscription = code(&self.sim_mobile_country_code, &self.sim_mobile_network_code)?;
        let (country, network) = match test.network_available_flag {
            Some(false) => (Cow::Borrowed(""), Cow::Borrowed("")),
            _ => (text_of(&self.net_mobile_country_code), text_of(&self.net_mobile_network_code)),
        };
        let is_named = value::present(&country).is_some() && value::present(&network).is_some();
        if test.network_roaming_flag == Some(true) && !is_named {
            return Err(RowFault::UnnamedRoaming);
        }
        let own = of_subscription.map_or(Cow::Borrowed(""), |code| Cow::Owned(code.as_str().to_owned()));
        let truth = |holds: bool| Cow::Borrowed(if holds { "true" } else { "false" });
        let antenna = match self.external_antenna_flag {
            Some(true) => "roof",
            _ => "",
        };
        Ok(vec![
            (Device, self.device_id.as_deref().map_or(Cow::Borrowed(""), Cow::Borrowed)),
            (HomePlmn, own),
            (Mcc, country),
            (Mnc, network),
            (Wifi, truth(test.connection_type.as_deref() == Some("wifi"))),
            (Indoor, truth(self.environment_code == Some(2))),
            (Antenna, Cow::Borrowed(antenna)),
        ])
    }
}

impl Location {
    fn texts(&self) -> Texts<'_> {
        vec![
            (Lon, text_of(&self.longitude)),
            (Lat, text_of(&self.latitude)),
            (Accuracy, text_of(&self.horizontal_accuracy)),
            (Speed, text_of(&self.speed)),
        ]
    }
}

impl Cell {
    fn is_serving(&self) -> bool {
        self.cell_connection.is_none_or(|connection| connection == SERVING)
    }

    fn has_level(&self) -> bool {
        value::present(&text_of(&self.rsrp)).is_some()
    }

    fn texts(&self) -> Texts<'_> {
        vec![
            (Technology, Cow::Borrowed(self.network_generation.as_deref().unwrap_or_default())),
            (Rsrp, text_of(&self.rsrp)),
            (Sinr, text_of(&self.sinr)),
        ]
    }
}

fn read(interpreter: &Interpreter<'_>, texts: &Texts<'_>) -> Result<ReadRow, RowFault> {
    interpreter.read(&Row::of(texts.iter().map(|(field, text)| (*field, &**text))))
}
