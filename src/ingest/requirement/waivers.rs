//! Waivers: a lower threshold for one zone for some time (R2).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{DocumentError, date, share, zones::zone_among};
use crate::domain::{Region, Share, Waiver, ZoneSet};

/// A lower threshold for one zone between two days, both included.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WaiverDocument {
    /// A zone's code, or the name of an organisation or of a pointed out area.
    pub zone: String,
    #[schema(minimum = 0, maximum = 1)]
    pub threshold: f64,
    #[schema(format = Date)]
    pub from: String,
    #[schema(format = Date)]
    pub until: String,
}

/// # Errors
/// When one of them can't be taken, or two hold for the same zone and day.
pub(super) fn read_waivers(
    documents: &[WaiverDocument],
    required: Share,
    zones: &ZoneSet,
    region: &Region,
) -> Result<Vec<Waiver>, DocumentError> {
    let read = |(index, document): (usize, &WaiverDocument)| {
        document.to_waiver(&format!("waivers[{index}]"), required, zones, region)
    };
    let waivers: Vec<Waiver> = documents.iter().enumerate().map(read).collect::<Result<_, _>>()?;
    refuse_overlapping(&waivers)?;
    Ok(waivers)
}

impl WaiverDocument {
    fn to_waiver(
        &self,
        field: &str,
        required: Share,
        zones: &ZoneSet,
        region: &Region,
    ) -> Result<Waiver, DocumentError> {
        let name = |member: &str| format!("{field}.{member}");
        let zone = zone_among(&name("zone"), &self.zone, zones, region)?;
        let threshold = share(&name("threshold"), self.threshold)?;
        if threshold >= required {
            let reason = format!("{} is not lower than {}", threshold.value(), required.value());
            return Err(DocumentError::new(name("threshold"), reason));
        }
        let (from, until) = (date(&name("from"), &self.from)?, date(&name("until"), &self.until)?);
        if until < from {
            return Err(DocumentError::new(name("until"), format!("it is before from, {from}")));
        }
        Ok(Waiver { zone, threshold, from, until })
    }
}

impl From<&Waiver> for WaiverDocument {
    fn from(waiver: &Waiver) -> Self {
        Self {
            zone: waiver.zone.to_string(),
            threshold: waiver.threshold.value(),
            from: waiver.from.to_string(),
            until: waiver.until.to_string(),
        }
    }
}

/// Two waivers for one zone and day would leave open which threshold holds.
fn refuse_overlapping(waivers: &[Waiver]) -> Result<(), DocumentError> {
    for (index, waiver) in waivers.iter().enumerate() {
        let overlaps = |other: &Waiver| {
            other.zone == waiver.zone && other.from <= waiver.until && waiver.from <= other.until
        };
        if let Some(earlier) = waivers[..index].iter().position(overlaps) {
            let reason = format!("it overlaps waivers[{earlier}] for the same zone");
            return Err(DocumentError::new(format!("waivers[{index}]"), reason));
        }
    }
    Ok(())
}
