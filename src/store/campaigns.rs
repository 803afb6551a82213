//! Campaigns and their settings.

use std::collections::HashMap;

use geo::Coord;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    Connection, Store, StoreError,
    audit::{self, Change},
    error::readable,
    rows,
};
use crate::domain::{
    Actor, Campaign, CampaignId, CampaignSettings, Disclosure, NewCampaign, PrivatePlace, PseudonymKey,
    Retention,
};

#[derive(sqlx::FromRow)]
struct CampaignRow {
    id: i64,
    created_at: String,
    name: String,
    conducted_by: String,
    environment: String,
    trim_m: f64,
    least_runs: i64,
    least_days: i64,
    retention_days: Option<i64>,
    keeps_cells: i64,
}

#[derive(sqlx::FromRow)]
struct PlaceRow {
    campaign_id: i64,
    easting_m: f64,
    northing_m: f64,
    radius_m: f64,
}

const INSERT: &str = "INSERT INTO campaigns (created_at, name, conducted_by, environment, trim_m, least_runs, \
     least_days, retention_days, keeps_cells, pseudonym_key, version) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1) RETURNING id";
const UPDATE: &str = "UPDATE campaigns SET conducted_by = $1, environment = $2, trim_m = $3, least_runs = $4, \
     least_days = $5, retention_days = $6, keeps_cells = $7, version = version + 1 WHERE id = $8";
const INSERT_PLACE: &str = "INSERT INTO campaign_places (campaign_id, number, easting_m, northing_m, radius_m) \
     VALUES ($1, $2, $3, $4, $5)";
const SELECT: &str = "SELECT id, created_at, name, conducted_by, environment, trim_m, least_runs, least_days, \
     retention_days, keeps_cells FROM campaigns ORDER BY id";
const SELECT_PLACES: &str = "SELECT campaign_id, easting_m, northing_m, radius_m FROM campaign_places \
     ORDER BY campaign_id, number";

impl Store {
    /// Begins a campaign, with a key of its own for the pseudonyms of its phones.
    ///
    /// # Errors
    /// When a campaign of that name is there already.
    pub async fn add_campaign(
        &self,
        new: NewCampaign,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Campaign, StoreError> {
        let mut chance = [0; 32];
        getrandom::fill(&mut chance).map_err(StoreError::NoChance)?;
        let mut transaction = self.begin().await?;
        let id = insert(&mut transaction, &new, &PseudonymKey::new(chance), actor, at).await?;
        transaction.commit().await?;
        Ok(Campaign { id, created_at: at, details: new })
    }

    /// Changes everything but the name. What is stored already stays as it is.
    ///
    /// # Errors
    /// When there is no such campaign.
    pub async fn change_campaign(
        &self,
        id: CampaignId,
        to: NewCampaign,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Campaign, StoreError> {
        let before = self.campaign(id).await?.ok_or(StoreError::NoSuchCampaign(id))?;
        let mut transaction = self.begin().await?;
        let settings = &to.settings;
        let update = sqlx::query(UPDATE)
            .bind(rows::text(&to.conducted_by))
            .bind(to.environment.as_str())
            .bind(settings.trim_m())
            .bind(i64::from(settings.disclosure().least_runs))
            .bind(i64::from(settings.disclosure().least_days))
            .bind(settings.retention().days.map(i64::from))
            .bind(i64::from(settings.retention().keeps_cells))
            .bind(id.0);
        update.execute(&mut *transaction).await?;
        let remove = sqlx::query("DELETE FROM campaign_places WHERE campaign_id = $1").bind(id.0);
        remove.execute(&mut *transaction).await?;
        insert_places(&mut transaction, id, settings.places()).await?;
        let (action, subject) = ("campaign_changed", format!("campaign {id}"));
        let (was, is) = (Some(described(&before.details)), Some(described(&to)));
        let change = Change { at, actor, action, subject, before: was, after: is };
        audit::append(&mut transaction, change).await?;
        transaction.commit().await?;
        Ok(Campaign { details: to, ..before })
    }

    /// All campaigns, oldest first.
    pub async fn campaigns(&self) -> Result<Vec<Campaign>, StoreError> {
        let rows: Vec<CampaignRow> = sqlx::query_as(SELECT).fetch_all(self.readers()).await?;
        let places: Vec<PlaceRow> = sqlx::query_as(SELECT_PLACES).fetch_all(self.readers()).await?;
        let mut by_campaign = HashMap::<i64, Vec<PrivatePlace>>::new();
        for PlaceRow { campaign_id, easting_m, northing_m, radius_m } in places {
            let centre = Coord { x: easting_m, y: northing_m };
            by_campaign.entry(campaign_id).or_default().push(PrivatePlace { centre, radius_m });
        }
        let campaigns = rows.into_iter().map(|row| {
            let places = by_campaign.remove(&row.id).unwrap_or_default();
            campaign(row, places)
        });
        campaigns.collect()
    }

    pub async fn campaign(&self, id: CampaignId) -> Result<Option<Campaign>, StoreError> {
        Ok(self.campaigns().await?.into_iter().find(|campaign| campaign.id == id))
    }

    /// The key by which the campaign's phones have their pseudonyms.
    ///
    /// # Errors
    /// When there is no such campaign.
    pub async fn pseudonym_key(&self, id: CampaignId) -> Result<PseudonymKey, StoreError> {
        let query = sqlx::query_scalar("SELECT pseudonym_key FROM campaigns WHERE id = $1").bind(id.0);
        let key: Option<String> = query.fetch_optional(self.readers()).await?;
        let key = key.ok_or(StoreError::NoSuchCampaign(id))?;
        readable("pseudonym_key", PseudonymKey::parse(&key).ok_or("no key"))
    }
}

async fn insert(
    connection: &mut Connection,
    new: &NewCampaign,
    key: &PseudonymKey,
    actor: &Actor,
    at: Timestamp,
) -> Result<CampaignId, StoreError> {
    let named = sqlx::query_scalar("SELECT id FROM campaigns WHERE name = $1").bind(rows::text(new.name()));
    let named: Option<i64> = named.fetch_optional(&mut *connection).await?;
    if named.is_some() {
        return Err(StoreError::CampaignExists(new.name().to_owned()));
    }
    let settings = &new.settings;
    let query = sqlx::query_scalar(INSERT)
        .bind(at.to_string())
        .bind(rows::text(new.name()))
        .bind(rows::text(&new.conducted_by))
        .bind(new.environment.as_str())
        .bind(settings.trim_m())
        .bind(i64::from(settings.disclosure().least_runs))
        .bind(i64::from(settings.disclosure().least_days))
        .bind(settings.retention().days.map(i64::from))
        .bind(i64::from(settings.retention().keeps_cells))
        .bind(key.reveal());
    let id = CampaignId(query.fetch_one(&mut *connection).await?);
    insert_places(connection, id, settings.places()).await?;
    let (action, subject) = ("campaign_added", format!("campaign {id}"));
    let change = Change { at, actor, action, subject, before: None, after: Some(described(new)) };
    audit::append(connection, change).await?;
    Ok(id)
}

async fn insert_places(
    connection: &mut Connection,
    id: CampaignId,
    places: &[PrivatePlace],
) -> Result<(), StoreError> {
    for (number, place) in (1_i64..).zip(places) {
        let query = sqlx::query(INSERT_PLACE).bind(id.0).bind(number);
        let query = query.bind(place.centre.x).bind(place.centre.y).bind(place.radius_m);
        query.execute(&mut *connection).await?;
    }
    Ok(())
}

/// For the audit trail, which can't be erased: neither the name, which may say
/// who drives, nor where private places are.
fn described(campaign: &NewCampaign) -> Value {
    let settings = &campaign.settings;
    json!({
        "environment": campaign.environment.as_str(), "trim_m": settings.trim_m(),
        "private_places": settings.places().len(), "least_runs": settings.disclosure().least_runs,
        "least_days": settings.disclosure().least_days, "retention_days": settings.retention().days,
        "keeps_cells": settings.retention().keeps_cells,
    })
}

fn campaign(row: CampaignRow, places: Vec<PrivatePlace>) -> Result<Campaign, StoreError> {
    let number = |column, value: i64| readable(column, u32::try_from(value));
    let disclosure = Disclosure {
        least_runs: number("least_runs", row.least_runs)?,
        least_days: number("least_days", row.least_days)?,
    };
    let days = row.retention_days.map(|days| number("retention_days", days)).transpose()?;
    let retention = Retention { days, keeps_cells: row.keeps_cells != 0 };
    let settings = CampaignSettings::new(row.trim_m, places, disclosure, retention);
    let details = NewCampaign {
        conducted_by: row.conducted_by,
        environment: readable("environment", row.environment.parse())?,
        settings: readable("trim_m", settings)?,
        ..readable("name", NewCampaign::new(&row.name))?
    };
    Ok(Campaign {
        id: CampaignId(row.id),
        created_at: readable("created_at", row.created_at.parse())?,
        details,
    })
}
