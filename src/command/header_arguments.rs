//! What an import may say of a delivery's header: an option for each fact.

use clap::Args;
use jiff::civil::Date;
use tackning::{
    domain::{Carriage, DeliveryKind, Environment, HeaderField, Service, Technology},
    ingest::delivery_header::{HeaderSource, SaidHeader},
};

use super::import::CheckedId;

#[derive(Debug, Args)]
pub struct HeaderArguments {
    /// The network's id
    #[arg(long)]
    network: Option<CheckedId>,
    /// Such as 4G
    #[arg(long)]
    technology: Option<Technology>,
    /// voice, data1, data10, data30 or data100
    #[arg(long)]
    service: Option<Service>,
    /// outdoor, vehicle or indoor; left out of what is no contract delivery and has no document
    /// beside it: outdoor
    #[arg(long)]
    environment: Option<Environment>,
    /// contract: an operator's, every assumption stated, to be accepted by the buyer; reference:
    /// published elsewhere, and published here at once. Left out: reference
    #[arg(long)]
    pub kind: Option<DeliveryKind>,
    /// own or roaming
    #[arg(long)]
    carriage: Option<Carriage>,
    /// The date of the coverage calculation
    #[arg(long, value_name = "YYYY-MM-DD")]
    simulation_date: Option<Date>,
    /// The propagation model
    #[arg(long)]
    model: Option<String>,
    #[arg(long)]
    model_version: Option<String>,
    #[arg(long, value_name = "METRES")]
    resolution_m: Option<String>,
    /// The terrain data
    #[arg(long)]
    terrain: Option<String>,
    #[arg(long, value_name = "YEAR")]
    terrain_vintage: Option<String>,
    /// The land-use data
    #[arg(long)]
    clutter: Option<String>,
    #[arg(long, value_name = "YEAR")]
    clutter_vintage: Option<String>,
    #[arg(long, value_name = "METRES")]
    receiver_height_m: Option<String>,
    #[arg(long, value_name = "DB")]
    body_loss_db: Option<String>,
    #[arg(long, value_name = "DB")]
    vehicle_loss_db: Option<String>,
    #[arg(long, value_name = "DB")]
    building_loss_db: Option<String>,
    /// Such as 0.95 or "95 %"
    #[arg(long, value_name = "SHARE")]
    location_probability: Option<String>,
    /// Such as 0.5 or "50 %"
    #[arg(long, value_name = "SHARE")]
    load: Option<String>,
    /// Such as CC-BY-4.0
    #[arg(long)]
    licence: Option<String>,
    /// Why the delivery is held to be secret
    #[arg(long, value_name = "REASON")]
    secrecy: Option<String>,
    /// The number of the delivery that this one corrects
    #[arg(long, value_name = "NUMBER")]
    replaces: Option<String>,
    /// The coordinate reference system where the file names none, such as EPSG:3006
    #[arg(long)]
    crs: Option<String>,
}

impl HeaderArguments {
    pub fn said(&self) -> SaidHeader {
        let said = self.words().into_iter().chain(self.texts());
        let said = said.filter_map(|(field, text)| Some((field.as_str(), text?)));
        SaidHeader::from_pairs(HeaderSource::Explicit, said)
    }

    fn words(&self) -> [(HeaderField, Option<String>); 7] {
        use HeaderField as Field;
        [
            (Field::Network, self.network.as_ref().map(|id| id.0.to_string())),
            (Field::Technology, self.technology.map(|word| word.to_string())),
            (Field::Service, self.service.map(|word| word.to_string())),
            (Field::Environment, self.environment.map(|word| word.to_string())),
            (Field::Kind, self.kind.map(|word| word.to_string())),
            (Field::Carriage, self.carriage.map(|word| word.to_string())),
            (Field::SimulationDate, self.simulation_date.map(|date| date.to_string())),
        ]
    }

    fn texts(&self) -> [(HeaderField, Option<String>); 17] {
        use HeaderField as Field;
        [
            (Field::Model, &self.model),
            (Field::ModelVersion, &self.model_version),
            (Field::Resolution, &self.resolution_m),
            (Field::Terrain, &self.terrain),
            (Field::TerrainVintage, &self.terrain_vintage),
            (Field::Clutter, &self.clutter),
            (Field::ClutterVintage, &self.clutter_vintage),
            (Field::ReceiverHeight, &self.receiver_height_m),
            (Field::BodyLoss, &self.body_loss_db),
            (Field::VehicleLoss, &self.vehicle_loss_db),
            (Field::BuildingLoss, &self.building_loss_db),
            (Field::LocationProbability, &self.location_probability),
            (Field::Load, &self.load),
            (Field::Licence, &self.licence),
            (Field::Secrecy, &self.secrecy),
            (Field::Replaces, &self.replaces),
            (Field::Crs, &self.crs),
        ]
        .map(|(field, text)| (field, text.clone()))
    }
}
