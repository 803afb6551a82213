//! A plan as GPX 1.1 (topografix.com/GPX/1/1) for a vehicle's navigator: each day as
//! a route from piece to piece, which the navigator can lead along, and as a track
//! that shows exactly what is driven.

use std::io;

use geo::{Coord, LineString};
use quick_xml::{
    Writer,
    events::{BytesDecl, Event},
    writer::ElementWriter,
};

use super::PlanReport;
use crate::{
    analysis::{Day, Leg},
    domain::Language,
    geometry::{LngLatFrame, ProjectionError},
};

const NAMESPACE: &str = "http://www.topografix.com/GPX/1/1";
/// A hundredth of a metre and a bit.
const DECIMALS: usize = 7;

/// Why a plan isn't written.
#[derive(Debug, thiserror::Error)]
pub enum GpxError {
    #[error(transparent)]
    Projection(#[from] ProjectionError),
    #[error("the plan could not be written: {0}")]
    Writing(#[from] io::Error),
}

/// # Errors
/// When something has no place on the map.
pub fn plan_gpx(
    report: &PlanReport<'_>,
    frame: &LngLatFrame,
    language: Language,
) -> Result<String, GpxError> {
    let document = Document::of(report, frame, language)?;
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let root = writer.create_element("gpx").with_attribute(("version", "1.1"));
    let root = root.with_attribute(("creator", "tackning")).with_attribute(("xmlns", NAMESPACE));
    root.write_inner_content(|writer| document.write(writer))?;
    String::from_utf8(writer.into_inner()).map_err(|error| io::Error::other(error).into())
}

/// What is written, with positions in degrees.
struct Document {
    title: String,
    days: Vec<DayOfDrive>,
}

struct DayOfDrive {
    name: String,
    stops: Vec<(Coord<f64>, String)>,
    legs: Vec<LineString<f64>>,
}

type XmlWriter = Writer<Vec<u8>>;

impl Document {
    fn of(report: &PlanReport<'_>, frame: &LngLatFrame, language: Language) -> Result<Self, ProjectionError> {
        // The same word in both languages.
        let demonstration = if report.is_demonstration() { " (demonstration)" } else { "" };
        let title = match language {
            Language::Swedish => format!("Mätplan{demonstration}"),
            Language::English => format!("Measurement plan{demonstration}"),
        };
        let days = (1..).zip(&report.plan.days);
        let days = days.map(|(number, day)| DayOfDrive::of(report, frame, language, number, day));
        Ok(Self { title, days: days.collect::<Result<_, _>>()? })
    }

    fn write(&self, writer: &mut XmlWriter) -> io::Result<()> {
        writer.create_element("metadata").write_inner_content(|writer| named(writer, &self.title))?;
        for day in &self.days {
            writer.create_element("rte").write_inner_content(|writer| {
                named(writer, &day.name)?;
                day.stops.iter().try_for_each(|(position, name)| {
                    at(writer.create_element("rtept"), *position)
                        .write_inner_content(|writer| named(writer, name))
                        .map(|_| ())
                })
            })?;
        }
        self.days.iter().try_for_each(|day| day.write_track(writer))
    }
}

impl DayOfDrive {
    fn of(
        report: &PlanReport<'_>,
        frame: &LngLatFrame,
        language: Language,
        number: u32,
        day: &Day,
    ) -> Result<Self, ProjectionError> {
        let name = match language {
            Language::Swedish => format!("Dag {number}"),
            Language::English => format!("Day {number}"),
        };
        let legs: Vec<LineString<f64>> =
            day.legs.iter().map(|leg| frame.to_lng_lat(&leg.line)).collect::<Result<_, _>>()?;
        let mut stops = Vec::new();
        for (leg, line) in day.legs.iter().zip(&legs) {
            stops.extend(stops_of(report, language, leg, line));
        }
        Ok(Self { name, stops, legs })
    }

    fn write_track(&self, writer: &mut XmlWriter) -> io::Result<()> {
        let track = writer.create_element("trk");
        track.write_inner_content(|writer| {
            named(writer, &self.name)?;
            self.legs.iter().try_for_each(|leg| {
                let segment = writer.create_element("trkseg");
                let points = |writer: &mut XmlWriter| {
                    let mut coords = leg.0.iter();
                    coords.try_for_each(|coord| {
                        at(writer.create_element("trkpt"), *coord).write_empty().map(|_| ())
                    })
                };
                segment.write_inner_content(points).map(|_| ())
            })
        })?;
        Ok(())
    }
}

/// The first and the last point of a piece that is measured.
fn stops_of(
    report: &PlanReport<'_>,
    language: Language,
    leg: &Leg,
    line: &LineString<f64>,
) -> Vec<(Coord<f64>, String)> {
    let Some(number) = leg.piece else { return Vec::new() };
    let roads = report.roads(&report.plan.pieces[number], language);
    let (from, to) = match language {
        Language::Swedish => ("från", "till"),
        Language::English => ("from", "to"),
    };
    let ends = [(line.0.first(), from), (line.0.last(), to)];
    let named = ends
        .into_iter()
        .filter_map(|(end, word)| end.map(|end| (*end, format!("{} {roads}, {word}", number + 1))));
    named.collect()
}

fn named(writer: &mut XmlWriter, name: &str) -> io::Result<()> {
    writer.create_element("name").write_text_content(quick_xml::events::BytesText::new(name)).map(|_| ())
}

fn at(element: ElementWriter<'_, Vec<u8>>, position: Coord<f64>) -> ElementWriter<'_, Vec<u8>> {
    let [lat, lon] = [position.y, position.x].map(|degrees| format!("{degrees:.DECIMALS$}"));
    element.with_attribute(("lat", lat.as_str())).with_attribute(("lon", lon.as_str()))
}
