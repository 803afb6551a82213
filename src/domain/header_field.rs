//! What a header may say, by the names that files, forms and the API give it,
//! and which of it a delivery has to state.

use super::{Bilingual, DeliveryHeader, Environment, text::words};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HeaderField {
    Network,
    Technology,
    Service,
    Environment,
    Kind,
    Carriage,
    SimulationDate,
    Model,
    ModelVersion,
    Resolution,
    Terrain,
    TerrainVintage,
    Clutter,
    ClutterVintage,
    ReceiverHeight,
    BodyLoss,
    VehicleLoss,
    BuildingLoss,
    LocationProbability,
    Load,
    Licence,
    Secrecy,
    Replaces,
    Crs,
}

words!(HeaderField, "header field", {
    Network => "network", Technology => "technology", Service => "service", Environment => "environment",
    Kind => "kind", Carriage => "carriage", SimulationDate => "simulation_date", Model => "model",
    ModelVersion => "model_version", Resolution => "resolution_m", Terrain => "terrain",
    TerrainVintage => "terrain_vintage", Clutter => "clutter", ClutterVintage => "clutter_vintage",
    ReceiverHeight => "receiver_height_m", BodyLoss => "body_loss_db", VehicleLoss => "vehicle_loss_db",
    BuildingLoss => "building_loss_db", LocationProbability => "location_probability", Load => "load",
    Licence => "licence", Secrecy => "secrecy", Replaces => "replaces", Crs => "crs",
});

impl HeaderField {
    /// Without these nobody knows what a delivery speaks of.
    pub const OF_THE_CLAIM: [HeaderField; 4] =
        [HeaderField::Network, HeaderField::Technology, HeaderField::Service, HeaderField::Environment];

    /// Whether an operator has to state it of coverage in this environment: a
    /// vehicle's loss where one drives, a building's where one is inside.
    pub fn is_required_in(self, environment: Environment) -> bool {
        match self {
            Self::VehicleLoss => environment == Environment::Vehicle,
            Self::BuildingLoss => environment == Environment::Indoor,
            Self::Secrecy | Self::Replaces | Self::Crs => false,
            _ => true,
        }
    }

    /// Whether the header says it. The kind is said of the delivery and the
    /// coordinate reference system of its file: neither stands in the header.
    pub fn is_stated_in(self, header: &DeliveryHeader) -> bool {
        let assumptions = &header.assumptions;
        match self {
            Self::Network | Self::Technology | Self::Service | Self::Environment | Self::Kind => true,
            Self::Carriage => header.carriage.is_some(),
            Self::SimulationDate => header.simulation_date.is_some(),
            Self::Model => assumptions.model.is_some(),
            Self::ModelVersion => assumptions.model_version.is_some(),
            Self::Resolution => assumptions.resolution_m.is_some(),
            Self::Terrain => assumptions.terrain.is_some(),
            Self::TerrainVintage => assumptions.terrain_vintage.is_some(),
            Self::Clutter => assumptions.clutter.is_some(),
            Self::ClutterVintage => assumptions.clutter_vintage.is_some(),
            Self::ReceiverHeight => assumptions.receiver_height_m.is_some(),
            Self::BodyLoss => assumptions.body_loss_db.is_some(),
            Self::VehicleLoss => assumptions.vehicle_loss_db.is_some(),
            Self::BuildingLoss => assumptions.building_loss_db.is_some(),
            Self::LocationProbability => assumptions.location_probability.is_some(),
            Self::Load => assumptions.load.is_some(),
            Self::Licence => header.licence.is_some(),
            Self::Secrecy => header.secrecy.is_some(),
            Self::Replaces => header.replaces.is_some(),
            Self::Crs => false,
        }
    }

    pub fn title(self) -> Bilingual {
        let (sv, en) = match self {
            Self::Network => ("nät", "network"),
            Self::Technology => ("teknik", "technology"),
            Self::Service => ("tjänst", "service"),
            Self::Environment => ("miljö", "environment"),
            Self::Kind => ("slag av leverans", "kind of delivery"),
            Self::Carriage => ("eget nät eller roaming", "own network or roaming"),
            Self::SimulationDate => ("beräkningsdatum", "simulation date"),
            Self::Model => ("modell", "model"),
            Self::ModelVersion => ("modellens version", "version of the model"),
            Self::Resolution => ("upplösning, m", "resolution, m"),
            Self::Terrain => ("terrängdata", "terrain data"),
            Self::TerrainVintage => ("terrängdatas årgång", "vintage of the terrain data"),
            Self::Clutter => ("markdata", "clutter data"),
            Self::ClutterVintage => ("markdatas årgång", "vintage of the clutter data"),
            Self::ReceiverHeight => ("mottagarhöjd, m", "receiver height, m"),
            Self::BodyLoss => ("kroppsförlust, dB", "body loss, dB"),
            Self::VehicleLoss => ("fordonsförlust, dB", "vehicle loss, dB"),
            Self::BuildingLoss => ("byggnadsförlust, dB", "building loss, dB"),
            Self::LocationProbability => ("platssannolikhet", "location probability"),
            Self::Load => ("last", "load"),
            Self::Licence => ("licens", "licence"),
            Self::Secrecy => ("skäl för sekretess", "reason for secrecy"),
            Self::Replaces => ("ersätter leverans", "replaces delivery"),
            Self::Crs => ("koordinatsystem", "coordinate reference system"),
        };
        Bilingual::new(sv, en)
    }
}
