//! The one table of the map's layers: TileJSON, the style and the routes all
//! read it. What a layer's features are made of is the caller's business.

pub use crate::domain::Language;

/// A text in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    pub swedish: &'static str,
    pub english: &'static str,
}

impl Text {
    #[must_use]
    pub const fn in_language(self, language: Language) -> &'static str {
        match language {
            Language::Swedish => self.swedish,
            Language::English => self.english,
        }
    }
}

/// A layer of the map; its text is the name in addresses and in tiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LayerId {
    Zones,
    Lakes,
    Localities,
    Roads,
    Places,
    Coverage,
    Gaps,
    Measurements,
    DeadZones,
    Verification,
    EvidenceAge,
    Changes,
    NetworkCount,
    Stretches,
}

/// What a layer's features are drawn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GeometryKind {
    Point,
    Line,
    Polygon,
}

/// What a field holds, in TileJSON's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    Text,
    Number,
    Flag,
}

/// A property of a layer's features.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    pub name: &'static str,
    pub kind: FieldKind,
    pub description: Text,
}

/// A query parameter that narrows a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filter {
    pub name: &'static str,
    /// Without it the layer has no meaning.
    pub required: bool,
}

/// All that is to be said of a layer before its features are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LayerDescription {
    pub id: LayerId,
    pub description: Text,
    pub geometry: GeometryKind,
    pub fields: &'static [Field],
    pub filters: &'static [Filter],
    /// The first zoom that has tiles of it.
    pub minimum_zoom: u8,
}

/// The last zoom that has tiles; closer views draw these larger.
pub const MAXIMUM_ZOOM: u8 = super::simplify::FULL_DETAIL_ZOOM;

impl LayerId {
    /// The layer of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        LAYERS.iter().map(|layer| layer.id).find(|id| id.name() == name)
    }

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Zones => "zones",
            Self::Lakes => "lakes",
            Self::Localities => "localities",
            Self::Roads => "roads",
            Self::Places => "places",
            Self::Coverage => "coverage",
            Self::Gaps => "gaps",
            Self::Measurements => "measurements",
            Self::DeadZones => "dead-zones",
            Self::Verification => "verification",
            Self::EvidenceAge => "evidence-age",
            Self::Changes => "changes",
            Self::NetworkCount => "network-count",
            Self::Stretches => "stretches",
        }
    }

    #[must_use]
    pub const fn description(self) -> &'static LayerDescription {
        &LAYERS[self as usize]
    }
}

/// Every layer, in the order of [`LayerId`].
pub const LAYERS: [LayerDescription; 14] = [
    LayerDescription {
        id: LayerId::Zones,
        description: both("Län och kommuner", "Counties and municipalities"),
        geometry: GeometryKind::Polygon,
        fields: &[
            text("code", "Områdets officiella kod", "The zone's official code"),
            text("name", "Områdets namn", "The zone's name"),
            text("kind", "Områdets slag: county, municipality", "The zone's kind: county, municipality"),
        ],
        filters: &[],
        minimum_zoom: 0,
    },
    LayerDescription {
        id: LayerId::Lakes,
        description: both("Sjöar", "Lakes"),
        geometry: GeometryKind::Polygon,
        fields: &[],
        filters: &[],
        minimum_zoom: 0,
    },
    LayerDescription {
        id: LayerId::Localities,
        description: both("Tätorter", "Localities"),
        geometry: GeometryKind::Point,
        fields: &[
            text("name", "Tätortens namn", "The locality's name"),
            number("inhabitants", "Antal invånare", "Number of inhabitants"),
        ],
        filters: &[],
        minimum_zoom: 3,
    },
    LayerDescription {
        id: LayerId::Roads,
        description: both("Vägar", "Roads"),
        geometry: GeometryKind::Line,
        fields: &[
            text("name", "Vägens namn", "The road's name"),
            text("class", "Vägens klass", "The road's class"),
            text("route", "Vägnummer", "The number of its route"),
        ],
        filters: &[],
        minimum_zoom: 4,
    },
    LayerDescription {
        id: LayerId::Places,
        description: both("Verksamhetsplatser", "Places of organisations"),
        geometry: GeometryKind::Point,
        fields: &[
            text("name", "Platsens namn", "The place's name"),
            text("kind", "Platsens slag", "The place's kind"),
            text("environment", "Miljö där täckning behövs", "Environment in which coverage is needed"),
        ],
        filters: &[],
        minimum_zoom: 6,
    },
    LayerDescription {
        id: LayerId::Coverage,
        description: both("Redovisad täckning", "Claimed coverage"),
        geometry: GeometryKind::Polygon,
        fields: &[NETWORK, SERVICE, TECHNOLOGY],
        filters: &[optional("network"), optional("service"), optional("technology"), optional("delivery")],
        minimum_zoom: 0,
    },
    LayerDescription {
        id: LayerId::Gaps,
        description: both("Täckningsbrister", "Coverage gaps"),
        geometry: GeometryKind::Polygon,
        fields: &[NETWORK, SERVICE],
        filters: &[required("network"), required("service"), optional("technology")],
        minimum_zoom: 0,
    },
    LayerDescription {
        id: LayerId::Measurements,
        description: both("Mätta rutor", "Measured cells"),
        geometry: GeometryKind::Polygon,
        fields: &[
            CELL,
            NETWORK,
            SERVICE,
            text(
                "state",
                "Utfall: confirmed, refuted, inconclusive, not_measured",
                "Outcome: confirmed, refuted, inconclusive, not_measured",
            ),
            SIGNAL_VOTES,
            SIGNAL_PASSING,
            SERVICE_VOTES,
            SERVICE_PASSING,
            number("median_rsrp_dbm", "Median av RSRP i dBm", "Median of RSRP in dBm"),
        ],
        filters: &[optional("network"), optional("service")],
        minimum_zoom: 6,
    },
    LayerDescription {
        id: LayerId::DeadZones,
        description: both("Anmälda vita fläckar", "Reported dead zones"),
        geometry: GeometryKind::Point,
        fields: &[
            number("number", "Anmälans nummer", "The report's number"),
            text(
                "networks",
                "Nätens id med blanksteg mellan; saknas: inget nät fungerar",
                "The networks' ids with a space between; missing: none works",
            ),
            SERVICE,
            text("environment", "Miljö: outdoor, vehicle, indoor", "Environment: outdoor, vehicle, indoor"),
        ],
        filters: &[],
        minimum_zoom: 3,
    },
    LayerDescription {
        id: LayerId::Verification,
        description: both("Redovisad täckning mot mätningar", "Claimed coverage against measurements"),
        geometry: GeometryKind::Polygon,
        fields: &[
            CELL,
            NETWORK,
            SERVICE,
            text(
                "state",
                "Redovisad och confirmed, refuted, inconclusive eller not_measured (inte mätt, vilket inte är \
                 utan täckning); not_claimed: mätt men inte redovisad",
                "Claimed and confirmed, refuted, inconclusive or not_measured (which isn't without coverage); \
                 not_claimed: measured but not claimed",
            ),
            SIGNAL_VOTES,
            SIGNAL_PASSING,
            SERVICE_VOTES,
            SERVICE_PASSING,
            flag(
                "signal_found",
                "Om signalen räckte i rutan: minst hälften av dagarna godkända",
                "Whether the signal was enough in the cell: at least half of the days pass",
            ),
            flag(
                "service_found",
                "Om tjänsten fungerade i rutan: minst hälften av dagarna godkända",
                "Whether the service worked in the cell: at least half of the days pass",
            ),
        ],
        filters: &[required("network"), required("service")],
        minimum_zoom: 0,
    },
    LayerDescription {
        id: LayerId::EvidenceAge,
        description: both("Mätningarnas ålder", "Age of the measurements"),
        geometry: GeometryKind::Polygon,
        fields: &[
            CELL,
            NETWORK,
            SERVICE,
            number("days", "Dagar sedan det nyaste provet", "Days since the newest sample"),
            text(
                "age",
                "Ålder i klasser av dagar: 0-30, 31-90, 91-180, 181-365, 366-",
                "Age in classes of days: 0-30, 31-90, 91-180, 181-365, 366-",
            ),
            text("newest", "Det nyaste provets dag", "The newest sample's day"),
        ],
        filters: &[optional("network"), optional("service")],
        minimum_zoom: 6,
    },
    LayerDescription {
        id: LayerId::Changes,
        description: both("Förlorad och vunnen täckning", "Lost and gained coverage"),
        geometry: GeometryKind::Polygon,
        fields: &[
            text("change", "Förändring: lost, gained", "Change: lost, gained"),
            NETWORK,
            SERVICE,
            TECHNOLOGY,
            number("before", "Numret på leveransen före", "The number of the delivery before"),
            number("after", "Numret på leveransen efter", "The number of the delivery after"),
        ],
        filters: &[required("versions"), optional("network"), optional("service"), optional("technology")],
        minimum_zoom: 0,
    },
    LayerDescription {
        id: LayerId::NetworkCount,
        description: both("Antal nät som redovisar täckning", "Number of networks that claim coverage"),
        geometry: GeometryKind::Polygon,
        fields: &[number("networks", "Antal nät, från 0", "Number of networks, from 0"), SERVICE, TECHNOLOGY],
        filters: &[required("service"), optional("technology")],
        minimum_zoom: 0,
    },
    LayerDescription {
        id: LayerId::Stretches,
        description: both("Vägsträckor utan täckning", "Stretches of road without coverage"),
        geometry: GeometryKind::Line,
        fields: &[
            NETWORK,
            SERVICE,
            TECHNOLOGY,
            text("route", "Vägnummer", "The number of its route"),
            text("zone", "Kommunens kod", "The municipality's code"),
            number("length_m", "Längd i meter", "Length in metres"),
            number(
                "from_m",
                "Meter längs vägen från dess början till sträckan",
                "Metres along the route from its start to the stretch",
            ),
            number(
                "to_m",
                "Meter längs vägen från dess början till sträckans slut",
                "Metres along the route from its start to the stretch's end",
            ),
            number(
                "piece",
                "Vilken av vägens sammanhängande delar, från 1",
                "Which of the route's connected pieces, from 1",
            ),
        ],
        filters: &[required("network"), required("service"), optional("technology")],
        minimum_zoom: 4,
    },
];

const CELL: Field = text("cell", "Rutans namn", "The cell's name");
const SIGNAL_VOTES: Field =
    number("signal_votes", "Antal dagar med mätt signal", "Number of days with a measured signal");
const SIGNAL_PASSING: Field = number("signal_passing", "Antal godkända av dem", "Number of these that pass");
const SERVICE_VOTES: Field = number(
    "service_votes",
    "Antal dagar då tjänsten provades",
    "Number of days on which the service was tried",
);
const SERVICE_PASSING: Field =
    number("service_passing", "Antal godkända av dem", "Number of these that pass");

const NETWORK: Field = text("network", "Nätets id", "The network's id");
const SERVICE: Field = text("service", "Tjänst: voice, data10, …", "Service: voice, data10, …");
const TECHNOLOGY: Field = text("technology", "Teknik: 4G, 5G", "Technology: 4G, 5G");

const fn both(swedish: &'static str, english: &'static str) -> Text {
    Text { swedish, english }
}

const fn text(name: &'static str, swedish: &'static str, english: &'static str) -> Field {
    Field { name, kind: FieldKind::Text, description: both(swedish, english) }
}

const fn number(name: &'static str, swedish: &'static str, english: &'static str) -> Field {
    Field { name, kind: FieldKind::Number, description: both(swedish, english) }
}

const fn flag(name: &'static str, swedish: &'static str, english: &'static str) -> Field {
    Field { name, kind: FieldKind::Flag, description: both(swedish, english) }
}

const fn required(name: &'static str) -> Filter {
    Filter { name, required: true }
}

const fn optional(name: &'static str) -> Filter {
    Filter { name, required: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_names() {
        for layer in &LAYERS {
            assert_eq!(layer.id.description(), layer);
            assert_eq!(LayerId::from_name(layer.id.name()), Some(layer.id));
            assert!(layer.minimum_zoom <= MAXIMUM_ZOOM);
        }
        assert_eq!(LayerId::from_name("nonsense"), None);
    }
}
