//! Places by their names: what somebody types on a phone, without its dots and rings
//! and with a slip of the finger, finds the place that is meant.

use geo::{Centroid, Coord};
use strsim::osa_distance;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::domain::{Region, ZoneKind, words};

/// So many letters are wrong at most in a name of which this many are typed.
const LETTERS_A_SLIP: usize = 4;
const MOST_SLIPS: usize = 2;

/// What bears a name; of two places that are found as well, the first kind comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceKind {
    Municipality,
    Locality,
    /// Of an organisation.
    Place,
}

words!(PlaceKind, "kind of place", { Municipality => "municipality", Locality => "locality", Place => "place" });

#[derive(Clone, Debug, PartialEq)]
pub struct NamedPlace {
    pub name: String,
    pub kind: PlaceKind,
    /// In the computing coordinate reference system, metres.
    pub position: Coord<f64>,
}

/// All names of a region, as they are compared.
#[derive(Debug)]
pub struct PlaceNames(Vec<(String, NamedPlace)>);

/// How well a name fits, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Whole,
    Beginning,
    /// The beginning of a later word.
    Word,
    Inside,
    /// With so many slips.
    Nearly(usize),
}

impl PlaceNames {
    pub fn new(region: &Region) -> Self {
        let municipality = ZoneKind::municipality();
        let zones = region.zones.iter().filter(|zone| zone.kind == municipality);
        let zones = zones.filter_map(|zone| {
            let position = zone.outline.centroid()?.0;
            Some(NamedPlace { name: zone.name.clone(), kind: PlaceKind::Municipality, position })
        });
        let localities = region.demand.localities.iter().map(|locality| NamedPlace {
            name: locality.name.clone(),
            kind: PlaceKind::Locality,
            position: locality.position,
        });
        let places = region.demand.places.iter().map(|place| NamedPlace {
            name: place.name.clone(),
            kind: PlaceKind::Place,
            position: place.position,
        });
        Self(zones.chain(localities).chain(places).map(|place| (folded(&place.name), place)).collect())
    }

    /// The places whose name fits best, at most so many; none where nothing is asked.
    pub fn find(&self, text: &str, most: usize) -> Vec<&NamedPlace> {
        let asked = folded(text);
        if asked.is_empty() {
            return Vec::new();
        }
        let fitting = self.0.iter().filter_map(|(name, place)| Some((fit(name, &asked)?, place)));
        let mut fitting: Vec<_> = fitting.collect();
        fitting.sort_by_key(|(fit, place)| (*fit, place.kind, place.name.chars().count(), &place.name));
        fitting.into_iter().take(most).map(|(_, place)| place).collect()
    }
}

fn fit(name: &str, asked: &str) -> Option<Fit> {
    match name.find(asked) {
        Some(0) if name.len() == asked.len() => Some(Fit::Whole),
        Some(0) => Some(Fit::Beginning),
        Some(_) if name.contains(&format!(" {asked}")) => Some(Fit::Word),
        Some(_) => Some(Fit::Inside),
        None => nearly(name, asked),
    }
}

/// The beginning of some word of the name, as long as what is asked or a letter more or less.
fn nearly(name: &str, asked: &str) -> Option<Fit> {
    let length = asked.chars().count();
    let slips = (length / LETTERS_A_SLIP).min(MOST_SLIPS);
    if slips == 0 {
        return None;
    }
    let words = name.char_indices().filter(|(at, _)| *at == 0 || name[..*at].ends_with(' '));
    let beginnings = words.flat_map(|(at, _)| {
        let lengths = [length - 1, length, length + 1];
        lengths.map(|length| name[at..].chars().take(length).collect::<String>())
    });
    let fewest = beginnings.map(|beginning| osa_distance(&beginning, asked)).min()?;
    (fewest <= slips).then_some(Fit::Nearly(fewest))
}

/// Small letters without marks, one space between words.
fn folded(name: &str) -> String {
    let letters = name.nfkd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase);
    let plain: String = letters.map(|letter| if letter.is_alphanumeric() { letter } else { ' ' }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn names(names: &[&str]) -> PlaceNames {
        let place = |name: &&str| NamedPlace {
            name: (*name).to_owned(),
            kind: PlaceKind::Locality,
            position: Coord { x: 0.0, y: 0.0 },
        };
        PlaceNames(names.iter().map(|name| (folded(name), place(name))).collect())
    }

    #[track_caller]
    fn check(asked: &str, expected: &[&str]) {
        let names = names(&[
            "Älvsbyn",
            "Arvidsjaur",
            "Norra Arvidsjaur",
            "Umeå",
            "Obbola",
            "Skellefteå",
            "Byske",
            "Övre Byn",
            "Jokkmokk",
        ]);
        let found: Vec<_> = names.find(asked, 3).into_iter().map(|place| place.name.as_str()).collect();
        assert_eq!(found, expected, "{asked}");
    }

    #[test]
    fn dots_rings_and_capitals_need_not_be_typed() {
        check("alvs", &["Älvsbyn"]);
        check("UMEÅ", &["Umeå"]);
        check("  umea ", &["Umeå"]);
    }

    #[test]
    fn beginnings_come_before_later_words_and_middles() {
        check("arvids", &["Arvidsjaur", "Norra Arvidsjaur"]);
        check("by", &["Byske", "Övre Byn", "Älvsbyn"]);
    }

    #[test]
    fn a_slip_finds_the_name_all_the_same() {
        check("skelefte", &["Skellefteå"]);
        check("jokmokk", &["Jokkmokk"]);
        check("arvdisj", &["Arvidsjaur", "Norra Arvidsjaur"]);
        check("umx", &[]);
        check("", &[]);
        check("-", &[]);
    }

    proptest! {
        /// Whatever is typed, nothing falls over; a name itself is always found.
        #[test]
        fn any_name_is_found_by_itself(name in "\\PC{1,20}", asked in any::<String>()) {
            let names = names(&[&name]);
            prop_assert!(names.find(&asked, 3).len() <= 1);
            prop_assert_eq!(names.find(&name, 3).len(), usize::from(!folded(&name).is_empty()));
        }
    }
}
