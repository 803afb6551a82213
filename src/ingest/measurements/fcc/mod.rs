//! Speed tests as the FCC's Broadband Data Collection asks for them of mobile
//! challenges: JSON with `submissions`, each with the tests `download`, `upload`
//! and `latency`, and in these the positions and the cells that were seen
//! (Data Specifications for Mobile Speed Test Data, 2022).
//!
//! A submission is one attempt of a data service, where its download began (else
//! its upload, else its latency), succeeding when all of its tests did; which
//! service it stands for the caller says. Each serving cell that was seen beside
//! it is a sample of the signal, at the position nearest in time. What has
//! nothing to do with coverage (contacts, addresses, servers, cell numbers)
//! isn't read, and neighbours' cells aren't either.

mod document;
mod samples;

use std::borrow::Cow;

use serde::{Deserialize, de::IgnoredAny};
use serde_json::value::RawValue;

use self::document::Submission;
use super::{
    MeasurementError, MeasurementForm, MeasurementSource,
    interpreter::Interpreter,
    mapping::{MeasuredField, Tests, Unit},
    meaning::Meaning,
    reading::Gatherer,
    row_fault::RowFault,
};

/// Where the name of the list stands in any file of this form.
const HEAD_BYTES: usize = 1 << 16;

#[derive(Deserialize)]
struct Document<'text> {
    #[serde(borrow)]
    submissions: Vec<&'text RawValue>,
}

/// Whether an object has a list `submissions`, and isn't GeoJSON with a property of that name.
pub(super) fn is_one(text: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Top<'text> {
        submissions: Option<IgnoredAny>,
        #[serde(rename = "type", borrow)]
        kind: Option<Cow<'text, str>>,
    }
    let head = &text[..text.len().min(HEAD_BYTES)];
    // Looked for first: most documents are GeoJSON and can be large.
    let may_be = head.windows(b"\"submissions\"".len()).any(|window| window == b"\"submissions\"");
    let is_geojson = |kind: &str| kind == "Feature" || kind == "FeatureCollection";
    may_be
        && serde_json::from_slice::<Top<'_>>(text)
            .is_ok_and(|top| top.submissions.is_some() && !top.kind.as_deref().is_some_and(is_geojson))
}

pub(super) fn read(
    text: &[u8],
    source: &MeasurementSource<'_>,
    gatherer: &mut Gatherer<'_>,
) -> Result<MeasurementForm, MeasurementError> {
    let document: Document<'_> =
        serde_json::from_slice(text).map_err(|fault| MeasurementError::NotSpeedTests(fault.to_string()))?;
    let units = [
        (MeasuredField::Download, Unit::BytesPerSecond),
        (MeasuredField::Upload, Unit::BytesPerSecond),
        (MeasuredField::Latency, Unit::Microseconds),
        (MeasuredField::Speed, Unit::MetresPerSecond),
    ];
    let meaning = Meaning::plain(source)
        .with_units(&units)
        .with_tests(Tests::WithOutcome)
        .with_levels_of_any_technology();
    let interpreter = Interpreter::new(source, meaning)?;
    for (number, submission) in (1..).zip(document.submissions) {
        match serde_json::from_str::<Submission<'_>>(submission.get()) {
            Ok(submission) => {
                submission.samples(&interpreter).into_iter().for_each(|row| gatherer.take(number, row));
            }
            Err(fault) => gatherer.take(number, Err(RowFault::NotSpeedTest(fault.to_string()))),
        }
    }
    Ok(MeasurementForm::FccSpeedTests)
}
