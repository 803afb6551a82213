//! What a delivery says of itself: the claim it speaks of and the assumptions
//! under which it was computed. What it doesn't say is `None`, never assumed.

use jiff::civil::Date;

use super::{DeliveryId, Environment, NetworkId, Service, Share, Technology, text::words};

/// What a delivery speaks of. Of all deliveries of one claim the newest
/// published one counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClaimKey {
    pub network: NetworkId,
    pub technology: Technology,
    pub service: Service,
    pub environment: Environment,
}

impl std::fmt::Display for ClaimKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { network, technology, service, environment } = self;
        write!(formatter, "{network} {technology} {service} {environment}")
    }
}

/// Whose masts give the coverage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Carriage {
    /// The network's own.
    Own,
    /// Another network's, by agreement.
    Roaming,
}

words!(Carriage, "carriage", { Own => "own", Roaming => "roaming" });

#[derive(Clone, Debug, PartialEq)]
pub struct DeliveryHeader {
    pub network: NetworkId,
    pub technology: Technology,
    pub service: Service,
    pub environment: Environment,
    pub carriage: Option<Carriage>,
    /// Date of the operator's coverage calculation.
    pub simulation_date: Option<Date>,
    pub assumptions: Assumptions,
    /// Under which the data may be used, such as `CC-BY-4.0`.
    pub licence: Option<String>,
    /// Why the operator holds that the delivery is secret; `None` where it doesn't.
    pub secrecy: Option<String>,
    /// The delivery that this one corrects.
    pub replaces: Option<DeliveryId>,
}

/// Under which the coverage was computed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Assumptions {
    pub model: Option<String>,
    pub model_version: Option<String>,
    pub resolution_m: Option<f64>,
    pub terrain: Option<String>,
    /// Year, or date, of the terrain data.
    pub terrain_vintage: Option<String>,
    pub clutter: Option<String>,
    pub clutter_vintage: Option<String>,
    pub receiver_height_m: Option<f64>,
    pub body_loss_db: Option<f64>,
    pub vehicle_loss_db: Option<f64>,
    pub building_loss_db: Option<f64>,
    /// Part of the places, within a covered pixel, where the service is there.
    pub location_probability: Option<Share>,
    /// Part of the cells' capacity in use.
    pub load: Option<Share>,
}

impl DeliveryHeader {
    /// A header that says nothing beyond the claim it speaks of.
    pub fn of(claim: ClaimKey) -> Self {
        let ClaimKey { network, technology, service, environment } = claim;
        Self {
            network,
            technology,
            service,
            environment,
            carriage: None,
            simulation_date: None,
            assumptions: Assumptions::default(),
            licence: None,
            secrecy: None,
            replaces: None,
        }
    }

    pub fn claim(&self) -> ClaimKey {
        ClaimKey {
            network: self.network.clone(),
            technology: self.technology,
            service: self.service,
            environment: self.environment,
        }
    }

    /// Names the claim and its date, for lists of inputs.
    pub fn title(&self) -> String {
        let date = self.simulation_date.map_or("no simulation date".to_owned(), |date| date.to_string());
        format!("{} {date}", self.claim())
    }
}
