//! Procurements and their sealed bids. What is sealed comes here sealed: the keys
//! are elsewhere, and neither who bids nor how many stands in the audit trail
//! before a room is opened.

mod row;

use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{
    Connection, KeptFile, Store, StoreError,
    audit::{self, Change},
    rows::text,
    words,
};
use crate::domain::{
    Actor, BidNumber, BidPart, BidRelease, NewProcurement, Procurement, ProcurementId, RoomError,
    SessionHolder,
};
use row::{BidRow, PersonRow, ProcurementRow};

/// A bid as it is kept: sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedBid {
    pub number: BidNumber,
    pub sealed: Vec<u8>,
    pub release: Option<BidRelease>,
}

/// A step of a room, as the audit trail tells it.
#[derive(Clone, Copy, Debug)]
pub struct RoomStep<'a> {
    pub procurement: ProcurementId,
    pub actor: &'a Actor,
    pub at: Timestamp,
}

const INSERT: &str = "INSERT INTO procurements (created_at, name, opens_at, key_name, award_terms) VALUES ($1, $2, $3, $4, $5) RETURNING id";
const INSERT_PERSON: &str =
    "INSERT INTO procurement_persons (procurement_id, number, person_id, token_id) VALUES ($1, $2, $3, $4)";
const PERSONS: &str = "SELECT procurement_id, person_id, token_id, consented_at FROM procurement_persons \
     ORDER BY procurement_id, number";
const CONSENT: &str = "UPDATE procurement_persons SET consented_at = $1 WHERE procurement_id = $2 \
     AND (person_id = $3 OR token_id = $4) AND consented_at IS NULL";
const INSERT_BID: &str = "INSERT INTO bids (procurement_id, number, sealed) VALUES ($1, $2, $3)";
const INSERT_FILE: &str =
    "INSERT INTO bid_files (procurement_id, bid_number, number, sha256) VALUES ($1, $2, $3, $4)";
const INSERT_ACCESS: &str =
    "INSERT INTO bid_room_accesses (procurement_id, number, sealed) VALUES ($1, $2, $3)";

impl Store {
    /// Keeps a procurement; its room's key is on a disk already. `seal` gives the
    /// first entry of the room's log.
    pub async fn add_procurement(
        &self,
        new: NewProcurement,
        key_name: &str,
        (actor, at): (&Actor, Timestamp),
        seal: impl Fn(i64) -> Result<Vec<u8>, StoreError> + Send + Sync,
    ) -> Result<Procurement, StoreError> {
        let mut transaction = self.begin().await?;
        let query = sqlx::query_scalar(INSERT).bind(at.to_string()).bind(text(new.name()));
        let query = query.bind(new.opens_at().to_string()).bind(key_name).bind(new.award_terms().map(text));
        let id: i64 = query.fetch_one(&mut *transaction).await?;
        for (number, holder) in (1_i64..).zip(new.persons()) {
            let (person, token) = row::columns(*holder);
            let query = sqlx::query(INSERT_PERSON).bind(id).bind(number).bind(person).bind(token);
            query.execute(&mut *transaction).await?;
        }
        let persons: Vec<_> = new.persons().iter().map(|holder| row::name(*holder)).collect();
        let after = json!({
            "name": new.name(), "opens_at": new.opens_at().to_string(), "persons": persons,
            "award_terms_sha256": new.award_terms().map(|terms| format!("{:x}", Sha256::digest(terms))),
        });
        let step = RoomStep { procurement: ProcurementId(id), actor, at };
        record(&mut transaction, step, "procurement_added", after).await?;
        append_access(&mut transaction, step.procurement, seal).await?;
        transaction.commit().await?;
        let key_name = key_name.to_owned();
        Ok(Procurement {
            id: step.procurement,
            created_at: at,
            details: new,
            key_name,
            consents: Vec::new(),
            opened_at: None,
            awarded_at: None,
        })
    }

    /// All procurements, oldest first.
    pub async fn procurements(&self) -> Result<Vec<Procurement>, StoreError> {
        let mut snapshot = self.snapshot().await?;
        let rows: Vec<ProcurementRow> = sqlx::query_as(row::SELECT).fetch_all(&mut *snapshot).await?;
        let persons: Vec<PersonRow> = sqlx::query_as(PERSONS).fetch_all(&mut *snapshot).await?;
        rows.into_iter().map(|row| row.procurement(&persons)).collect()
    }

    pub async fn procurement(&self, id: ProcurementId) -> Result<Option<Procurement>, StoreError> {
        Ok(self.procurements().await?.into_iter().find(|procurement| procurement.id == id))
    }

    /// Keeps a bid whose files are kept, sealed. There is no row of it in the
    /// audit trail: the room's own log has it, sealed too.
    ///
    /// # Errors
    /// When the room was opened meanwhile.
    pub async fn add_bid(
        &self,
        procurement: ProcurementId,
        files: &[KeptFile],
        seal: impl Fn(BidNumber) -> Result<Vec<u8>, StoreError> + Send + Sync,
        seal_access: impl Fn(BidNumber, i64) -> Result<Vec<u8>, StoreError> + Send + Sync,
    ) -> Result<BidNumber, StoreError> {
        let mut transaction = self.begin().await?;
        refuse_opened(&mut transaction, procurement).await?;
        let last = sqlx::query_scalar("SELECT COALESCE(MAX(number), 0) FROM bids WHERE procurement_id = $1");
        let last: i64 = last.bind(procurement.0).fetch_one(&mut *transaction).await?;
        let number = BidNumber(last + 1);
        let query = sqlx::query(INSERT_BID).bind(procurement.0).bind(number.0).bind(seal(number)?);
        query.execute(&mut *transaction).await?;
        for (place, file) in (1_i64..).zip(files) {
            let query = sqlx::query(INSERT_FILE).bind(procurement.0).bind(number.0).bind(place);
            query.bind(file.sha256()).execute(&mut *transaction).await?;
        }
        append_access(&mut transaction, procurement, |access| seal_access(number, access)).await?;
        transaction.commit().await?;
        Ok(number)
    }

    /// A room's bids, as they came.
    pub async fn sealed_bids(&self, procurement: ProcurementId) -> Result<Vec<SealedBid>, StoreError> {
        let query = sqlx::query_as(row::SELECT_BIDS).bind(procurement.0);
        let rows: Vec<BidRow> = query.fetch_all(self.readers()).await?;
        rows.into_iter().map(SealedBid::try_from).collect()
    }

    /// Notes that a named person wants a room opened before the date.
    pub async fn consent_to_opening(
        &self,
        step: RoomStep<'_>,
        holder: SessionHolder,
        seal: impl Fn(i64) -> Result<Vec<u8>, StoreError> + Send + Sync,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        let (person, token) = row::columns(holder);
        let query = sqlx::query(CONSENT).bind(step.at.to_string()).bind(step.procurement.0);
        let changed = query.bind(person).bind(token).execute(&mut *transaction).await?;
        if changed.rows_affected() > 0 {
            let after = json!({"consented": row::name(holder)});
            record(&mut transaction, step, "opening_consented", after).await?;
        }
        append_access(&mut transaction, step.procurement, seal).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Opens a room. One that was opened meanwhile stays as it is.
    pub async fn open_room(
        &self,
        step: RoomStep<'_>,
        seal: impl Fn(i64) -> Result<Vec<u8>, StoreError> + Send + Sync,
    ) -> Result<(), StoreError> {
        let opened = "UPDATE procurements SET opened_at = $1 WHERE id = $2 AND opened_at IS NULL";
        let bids = sqlx::query_scalar("SELECT COUNT(*) FROM bids WHERE procurement_id = $1");
        let mut transaction = self.begin().await?;
        let bids: i64 = bids.bind(step.procurement.0).fetch_one(&mut *transaction).await?;
        let query = sqlx::query(opened).bind(step.at.to_string()).bind(step.procurement.0);
        if query.execute(&mut *transaction).await?.rows_affected() > 0 {
            record(&mut transaction, step, "bids_opened", json!({"bids": bids})).await?;
        }
        append_access(&mut transaction, step.procurement, seal).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Notes that the award is decided.
    pub async fn award(
        &self,
        step: RoomStep<'_>,
        seal: impl Fn(i64) -> Result<Vec<u8>, StoreError> + Send + Sync,
    ) -> Result<(), StoreError> {
        let awarded = "UPDATE procurements SET awarded_at = $1 WHERE id = $2 AND awarded_at IS NULL";
        let mut transaction = self.begin().await?;
        let query = sqlx::query(awarded).bind(step.at.to_string()).bind(step.procurement.0);
        if query.execute(&mut *transaction).await?.rows_affected() > 0 {
            let after = json!({"awarded_at": step.at.to_string()});
            record(&mut transaction, step, "procurement_awarded", after).await?;
        }
        append_access(&mut transaction, step.procurement, seal).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Releases a bid without the parts that are withheld, or with others than before.
    pub async fn release_bid(
        &self,
        step: RoomStep<'_>,
        bid: BidNumber,
        withheld: &[BidPart],
        seal: impl Fn(i64) -> Result<Vec<u8>, StoreError> + Send + Sync,
    ) -> Result<(), StoreError> {
        let release =
            "UPDATE bids SET released_at = $1, withheld = $2 WHERE procurement_id = $3 AND number = $4";
        let mut transaction = self.begin().await?;
        let query = sqlx::query(release).bind(step.at.to_string()).bind(words::join(withheld));
        let changed = query.bind(step.procurement.0).bind(bid.0).execute(&mut *transaction).await?;
        if changed.rows_affected() == 0 {
            return Err(RoomError::NoSuchBid.into());
        }
        let parts: Vec<_> = withheld.iter().map(|part| part.as_str()).collect();
        let after = json!({"bid": bid.0, "withheld": parts});
        record(&mut transaction, step, "bid_released", after).await?;
        append_access(&mut transaction, step.procurement, seal).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Notes what changes nothing: a look, or that somebody was turned away.
    pub async fn note_access(
        &self,
        procurement: ProcurementId,
        seal: impl Fn(i64) -> Result<Vec<u8>, StoreError> + Send + Sync,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        append_access(&mut transaction, procurement, seal).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// A room's log by number, sealed.
    pub async fn sealed_accesses(
        &self,
        procurement: ProcurementId,
    ) -> Result<Vec<(i64, Vec<u8>)>, StoreError> {
        let select = "SELECT number, sealed FROM bid_room_accesses WHERE procurement_id = $1 ORDER BY number";
        Ok(sqlx::query_as(select).bind(procurement.0).fetch_all(self.readers()).await?)
    }
}

/// A bid that comes while the room is opened is either in it or refused.
async fn refuse_opened(connection: &mut Connection, procurement: ProcurementId) -> Result<(), StoreError> {
    let query = sqlx::query_scalar("SELECT opened_at FROM procurements WHERE id = $1").bind(procurement.0);
    let opened: Option<Option<String>> = query.fetch_optional(connection).await?;
    match opened {
        None => Err(RoomError::NoSuchProcurement(procurement).into()),
        Some(None) => Ok(()),
        Some(Some(at)) => Err(RoomError::TooLate(row::moment("opened_at", &at)?).into()),
    }
}

async fn append_access(
    connection: &mut Connection,
    procurement: ProcurementId,
    seal: impl Fn(i64) -> Result<Vec<u8>, StoreError>,
) -> Result<(), StoreError> {
    let last = "SELECT COALESCE(MAX(number), 0) FROM bid_room_accesses WHERE procurement_id = $1";
    let last: i64 = sqlx::query_scalar(last).bind(procurement.0).fetch_one(&mut *connection).await?;
    let query = sqlx::query(INSERT_ACCESS).bind(procurement.0).bind(last + 1).bind(seal(last + 1)?);
    query.execute(connection).await?;
    Ok(())
}

async fn record(
    connection: &mut Connection,
    RoomStep { procurement, actor, at }: RoomStep<'_>,
    action: &'static str,
    after: Value,
) -> Result<(), StoreError> {
    let subject = format!("procurement {}", procurement.0);
    let change = Change { at, actor, action, subject, before: None, after: Some(after) };
    audit::append(connection, change).await
}
