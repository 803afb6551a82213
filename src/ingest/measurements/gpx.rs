//! Measured points of a GPX: track points, route points and waypoints whose
//! `extensions` say what was measured there.
//!
//! GPX knows position and time alone. What else was measured stands in elements
//! with the names that columns have, in whichever namespace, ours being
//! [`NAMESPACE`]. What a track says of itself holds for all of its points: its
//! `name` is the run's, and `device`, `vehicle` and the like may stand in its own
//! `extensions`. `speed` is in m/s, as GPX 1.0 and Garmin's extension have it.

use std::borrow::Cow;

use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesStart, Event},
};

use super::{
    MeasurementError, MeasurementForm, MeasurementSource,
    interpreter::Interpreter,
    mapping::{MeasuredField, Unit, field_named},
    meaning::Meaning,
    reading::Gatherer,
    row::{ReadRow, Row},
    row_fault::RowFault,
    value,
};

/// Of our elements within `extensions`; the number counts their changes.
pub const NAMESPACE: &str = "urn:tackning:gpx:1";

const POINTS: [&[u8]; 3] = [b"trkpt", b"rtept", b"wpt"];
const TRACKS: [&[u8]; 2] = [b"trk", b"rte"];
/// Longer texts are descriptions.
const LONGEST_TEXT_BYTES: usize = 1_000;

type Texts = Vec<(MeasuredField, String)>;

pub(super) fn read(
    text: &[u8],
    source: &MeasurementSource<'_>,
    gatherer: &mut Gatherer<'_>,
) -> Result<MeasurementForm, MeasurementError> {
    let text = std::str::from_utf8(text).map_err(|_| not_gpx("the file is no text in UTF-8"))?;
    let interpreter = Interpreter::new(source, Meaning::plain(source))?;
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut document = Document::default();
    loop {
        let event = reader.read_event();
        let event = event.map_err(|fault| not_gpx(&format!("byte {}: {fault}", reader.error_position())))?;
        if event == Event::Eof {
            break;
        }
        if let Some(point) = document.hear(&event)? {
            gatherer.take(document.points, point.read(&interpreter));
        }
    }
    if document.depth > 0 || document.points == 0 {
        return Err(not_gpx(if document.depth > 0 { "the file ends in the middle" } else { "no points" }));
    }
    Ok(MeasurementForm::Gpx)
}

fn not_gpx(reason: &str) -> MeasurementError {
    MeasurementError::NotGpx(reason.to_owned())
}

/// Where in the document the reader is.
#[derive(Default)]
struct Document {
    depth: usize,
    points: u64,
    /// What the track around says of all of its points.
    track: Option<Texts>,
    point: Option<Point>,
    /// The text of the element that was opened last; none once another was opened or closed.
    text: Option<String>,
}

struct Point {
    texts: Texts,
    fault: Option<RowFault>,
}

impl Document {
    /// Takes the next piece of the document; gives a point where one ends.
    fn hear(&mut self, event: &Event<'_>) -> Result<Option<Point>, MeasurementError> {
        match event {
            Event::Start(element) => self.open(element)?,
            Event::End(element) => return Ok(self.close(element.local_name().as_ref())),
            Event::Text(text) => self.add(text.decode().as_deref().unwrap_or_default()),
            Event::CData(text) => self.add(text.decode().as_deref().unwrap_or_default()),
            Event::GeneralRef(reference) => {
                let name = reference.decode().unwrap_or_default();
                let sign = reference.resolve_char_ref().ok().flatten().map(String::from);
                match sign.as_deref().or_else(|| resolve_predefined_entity(&name)) {
                    Some(sign) => self.add(sign),
                    None => self.spoil(&format!("&{name};")),
                }
            }
            _ => {}
        }
        Ok(None)
    }

    fn open(&mut self, element: &BytesStart<'_>) -> Result<(), MeasurementError> {
        let name = element.local_name();
        if self.depth == 0 && name.as_ref() != b"gpx" {
            return Err(not_gpx(&format!("it begins with `{}`", String::from_utf8_lossy(name.as_ref()))));
        }
        self.depth += 1;
        self.text = Some(String::new());
        if TRACKS.contains(&name.as_ref()) {
            self.track = Some(Texts::new());
        }
        if POINTS.contains(&name.as_ref()) && self.point.is_none() {
            self.points += 1;
            self.point = Some(Point::at(element, self.track.as_ref()));
        }
        Ok(())
    }

    fn close(&mut self, name: &[u8]) -> Option<Point> {
        self.depth = self.depth.saturating_sub(1);
        if POINTS.contains(&name) {
            self.text = None;
            return self.point.take();
        }
        if let Some(text) = self.text.take() {
            self.learn(name, text.trim());
        }
        if TRACKS.contains(&name) {
            self.track = None;
        }
        None
    }

    fn add(&mut self, text: &str) {
        if let Some(known) = self.text.as_mut().filter(|known| known.len() + text.len() <= LONGEST_TEXT_BYTES)
        {
            known.push_str(text);
        }
    }

    fn spoil(&mut self, reason: &str) {
        if let Some(point) = &mut self.point {
            point.fault.get_or_insert(RowFault::NotTrackPoint(reason.to_owned()));
        }
    }

    /// Takes the text of an element without others in it.
    fn learn(&mut self, name: &[u8], text: &str) {
        let is_of_track = self.point.is_none();
        let Some(texts) = self.point.as_mut().map(|point| &mut point.texts).or(self.track.as_mut()) else {
            return;
        };
        let named = match name {
            b"name" if is_of_track => Some((MeasuredField::Run, None)),
            b"speed" => Some((MeasuredField::Speed, Some(Unit::MetresPerSecond))),
            name => std::str::from_utf8(name).ok().and_then(field_named),
        };
        if let Some((field, unit)) = named.filter(|_| !text.is_empty()) {
            texts.push((field, value::in_own_unit(Cow::Borrowed(text), unit).into_owned()));
        }
    }
}

impl Point {
    fn at(element: &BytesStart<'_>, track: Option<&Texts>) -> Self {
        let mut texts = track.cloned().unwrap_or_default();
        let mut fault = None;
        for (name, field) in [("lon", MeasuredField::Lon), ("lat", MeasuredField::Lat)] {
            let value =
                element.try_get_attribute(name).map_err(|fault| fault.to_string()).and_then(|found| {
                    let text = found.map(|found| found.normalized_value(XmlVersion::Implicit1_0));
                    text.transpose().map_err(|fault| fault.to_string())
                });
            match value {
                Ok(text) => texts.extend(text.map(|text| (field, text.into_owned()))),
                Err(reason) => fault = Some(RowFault::NotTrackPoint(reason)),
            }
        }
        Self { texts, fault }
    }

    fn read(self, interpreter: &Interpreter<'_>) -> Result<ReadRow, RowFault> {
        match self.fault {
            Some(fault) => Err(fault),
            None => {
                interpreter.read(&Row::of(self.texts.iter().map(|(field, text)| (*field, text.as_str()))))
            }
        }
    }
}
