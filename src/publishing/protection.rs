//! What a campaign does to a file that was read, before anything of it is kept.

use std::collections::HashMap;

use compact_str::CompactString;
use foldhash::fast::RandomState;

use super::PublishError;
use crate::{
    domain::{Bilingual, Campaign, CampaignSettings, Finding, PseudonymKey, RunKey, Severity, Trimmed, trim},
    ingest::measurements::MeasurementReading,
    store::Store,
};

#[derive(Debug)]
pub struct Protection {
    settings: CampaignSettings,
    key: PseudonymKey,
}

impl Protection {
    pub async fn of(store: &Store, campaign: &Campaign) -> Result<Self, PublishError> {
        let key = store.pseudonym_key(campaign.id).await?;
        Ok(Self { settings: campaign.details.settings.clone(), key })
    }

    /// What may be kept of a reading: without ends and private places, with
    /// pseudonyms of its phones, and with a finding for what is left out.
    pub fn of_reading(&self, reading: MeasurementReading) -> MeasurementReading {
        let (mut samples, trimmed) = trim(reading.samples, &self.settings);
        let mut pseudonyms = HashMap::<CompactString, CompactString, RandomState>::default();
        for sample in &mut samples {
            let device = std::mem::take(&mut sample.device);
            let make = |device: &CompactString| self.key.pseudonym(device).into();
            sample.device = pseudonyms.entry(device).or_insert_with_key(make).clone();
        }
        let pseudonym = |key: RunKey| {
            let device = pseudonyms.get(key.device.as_str())?.to_string();
            Some(RunKey { device, ..key })
        };
        let runs = reading.runs.into_iter().filter_map(|(key, facts)| Some((pseudonym(key)?, facts)));
        let runs = runs.collect();
        let mut findings = reading.findings;
        if self.settings.leaves_out() {
            findings.iter_mut().for_each(hide_place);
        }
        findings.extend(self.left_out(trimmed));
        MeasurementReading { samples, runs, findings, ..reading }
    }

    fn left_out(&self, Trimmed { at_ends, at_private_places }: Trimmed) -> Vec<Finding> {
        let metres = self.settings.trim_m();
        let ends = (at_ends > 0).then(|| {
            remark(
                "trimmed_ends",
                format!("{at_ends} rader inom {metres} m från körningarnas början och slut sparas inte"),
                format!("{at_ends} rows within {metres} m of where runs begin and end are not stored"),
            )
        });
        let places = (at_private_places > 0).then(|| {
            remark(
                "trimmed_private_places",
                format!("{at_private_places} rader vid platser som är märkta som hem eller depå sparas inte"),
                format!("{at_private_places} rows at places marked as home or depot are not stored"),
            )
        });
        ends.into_iter().chain(places).collect()
    }
}

/// A row that is refused may lie at somebody's door.
fn hide_place(finding: &mut Finding) {
    if finding.place.take().is_some() {
        finding.message = Bilingual::new(
            "radens plats kan inte stämma; den visas inte, eftersom kampanjen skyddar dem som kör",
            "the row's place can't be right; it isn't shown, as the campaign protects those who drive",
        );
    }
}

fn remark(code: &'static str, sv: String, en: String) -> Finding {
    let message = Bilingual { sv, en };
    Finding { code: code.into(), severity: Severity::Warning, feature: None, place: None, message }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::LngLat;

    #[test]
    fn a_hidden_place_is_in_no_word() {
        let message = Bilingual::new("longitud 20.1", "longitude 20.1");
        let place = Some(LngLat { lng: 20.1, lat: 63.8 });
        let code = "invalid_position".into();
        let mut finding = Finding { code, severity: Severity::Error, feature: Some(3), place, message };
        hide_place(&mut finding);
        assert_eq!((finding.place, finding.feature), (None, Some(3)));
        assert!(!finding.message.sv.contains("20.1") && !finding.message.en.contains("20.1"));
    }
}
