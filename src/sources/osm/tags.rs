//! What becomes of OpenStreetMap's tags: which of our files something is in, and by
//! which names. Words are the map's own.

use serde_json::{Map, Value};

/// One of our files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    Roads,
    Railways,
    Trails,
    Buildings,
}

impl Layer {
    pub const ALL: [Self; 4] = [Self::Roads, Self::Railways, Self::Trails, Self::Buildings];

    pub fn file(self) -> &'static str {
        match self {
            Self::Roads => "roads.geojson",
            Self::Railways => "railways.geojson",
            Self::Trails => "trails.geojson",
            Self::Buildings => "buildings.geojson",
        }
    }
}

/// Ways for cars, of those that are a `highway`.
const ROADS: [&str; 16] = [
    "motorway",
    "motorway_link",
    "trunk",
    "trunk_link",
    "primary",
    "primary_link",
    "secondary",
    "secondary_link",
    "tertiary",
    "tertiary_link",
    "unclassified",
    "residential",
    "living_street",
    "service",
    "road",
    "track",
];

/// Ways for everybody else.
const TRAILS: [&str; 6] = ["path", "footway", "bridleway", "cycleway", "pedestrian", "steps"];

/// Railways that are there; others were or will be.
const RAILWAYS: [&str; 6] = ["rail", "light_rail", "subway", "tram", "narrow_gauge", "preserved"];

/// The tags that are asked for.
#[derive(Clone, Debug, Default)]
pub struct Tags {
    highway: Option<String>,
    railway: Option<String>,
    building: Option<String>,
    piste: Option<String>,
    snowmobile: Option<String>,
    is_area: bool,
    is_multipolygon: bool,
    name: Option<String>,
    reference: Option<String>,
}

impl Tags {
    pub fn read<'tag>(tags: impl Iterator<Item = (&'tag str, &'tag str)>) -> Self {
        let mut read = Self::default();
        for (key, value) in tags {
            let kept = || Some(value.to_owned());
            match key {
                "highway" => read.highway = kept(),
                "railway" => read.railway = kept(),
                "building" => read.building = kept(),
                "piste:type" => read.piste = kept(),
                "snowmobile" => read.snowmobile = kept(),
                "name" => read.name = kept(),
                "ref" => read.reference = kept(),
                "area" => read.is_area = value == "yes",
                "type" => read.is_multipolygon = value == "multipolygon",
                _ => {}
            }
        }
        read
    }

    /// The file that a way is in, and its class or kind there.
    pub fn of_way(&self) -> Option<(Layer, &str)> {
        if let Some(kind) = self.building() {
            return Some((Layer::Buildings, kind));
        }
        if self.is_area {
            return None;
        }
        let one_of = |value: &Option<String>, known: &'static [&'static str]| {
            known.iter().find(|known| value.as_deref() == Some(known)).copied()
        };
        let road = one_of(&self.highway, &ROADS).map(|class| (Layer::Roads, class));
        let railway = || one_of(&self.railway, &RAILWAYS).map(|class| (Layer::Railways, class));
        let trail = || one_of(&self.highway, &TRAILS).map(|class| (Layer::Trails, class));
        road.or_else(railway)
            .or_else(trail)
            .or_else(|| self.winter_trail().map(|class| (Layer::Trails, class)))
    }

    /// The kind of a building that is drawn as a relation.
    pub fn of_relation(&self) -> Option<&str> {
        self.building().filter(|_| self.is_multipolygon)
    }

    /// Trails over snow are no `highway`.
    fn winter_trail(&self) -> Option<&'static str> {
        let may_drive = matches!(self.snowmobile.as_deref(), Some("yes" | "designated" | "official"));
        match self.piste.as_deref() {
            _ if self.highway.is_some() => None,
            Some("nordic") => Some("ski"),
            _ if may_drive => Some("snowmobile"),
            _ => None,
        }
    }

    fn building(&self) -> Option<&str> {
        self.building.as_deref().filter(|kind| *kind != "no")
    }

    /// Of a line: what it is called, and the route on which a gap goes on from one line to the next.
    pub fn line(&self, class: &str) -> Map<String, Value> {
        let route = self.reference.as_deref().and_then(first_reference).or_else(|| self.name.clone());
        let name = self.name.clone().or_else(|| route.clone()).unwrap_or_default();
        let properties = [("name", name), ("class", class.to_owned()), ("route", route.unwrap_or_default())];
        properties.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect()
    }
}

/// The first of several: `E 4;E 12` is the E4.
fn first_reference(references: &str) -> Option<String> {
    let first = references.split(';').next().unwrap_or_default().trim();
    let joined = match first.strip_prefix('E') {
        Some(number) => format!("E{}", number.trim()),
        None => first.to_owned(),
    };
    (!joined.is_empty()).then_some(joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(tags: &[(&str, &str)], expected: Option<(Layer, &str)>) {
        assert_eq!(Tags::read(tags.iter().copied()).of_way(), expected, "{tags:?}");
    }

    #[test]
    fn ways_by_their_tags() {
        check(&[("highway", "primary")], Some((Layer::Roads, "primary")));
        check(&[("highway", "track")], Some((Layer::Roads, "track")));
        check(&[("highway", "path"), ("snowmobile", "designated")], Some((Layer::Trails, "path")));
        check(&[("snowmobile", "designated")], Some((Layer::Trails, "snowmobile")));
        check(&[("piste:type", "nordic")], Some((Layer::Trails, "ski")));
        check(&[("piste:type", "downhill")], None);
        check(&[("railway", "rail")], Some((Layer::Railways, "rail")));
        check(&[("railway", "abandoned")], None);
        check(&[("railway", "abandoned"), ("highway", "cycleway")], Some((Layer::Trails, "cycleway")));
        check(&[("building", "yes")], Some((Layer::Buildings, "yes")));
        check(&[("building", "no")], None);
        check(&[("highway", "pedestrian"), ("area", "yes")], None);
        check(&[("highway", "proposed")], None);
    }

    #[test]
    fn names_and_routes() {
        for (tags, name, route) in [
            (&[("name", "Storgatan"), ("ref", "E 4;E 12")][..], "Storgatan", "E4"),
            (&[("ref", "AC 363")][..], "AC 363", "AC 363"),
            (&[("name", "Storgatan")][..], "Storgatan", "Storgatan"),
            (&[][..], "", ""),
        ] {
            let line = Tags::read(tags.iter().copied()).line("primary");
            assert_eq!((&line["name"], &line["route"]), (&name.into(), &route.into()));
        }
    }
}
