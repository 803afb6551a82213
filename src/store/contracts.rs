//! Contracts: by which terms operators answer.

use jiff::Timestamp;
use serde_json::json;

use super::{
    Store, StoreError,
    audit::{self, Change},
    error::readable,
    rows::text,
};
use crate::domain::{Actor, AnswerTerms, Contract, ContractId, NetworkId, NewContract};

#[derive(sqlx::FromRow)]
struct ContractRow {
    id: i64,
    created_at: String,
    name: String,
    network: String,
    begins_on: String,
    ends_on: Option<String>,
    answer_term: String,
    new_map_term: String,
    silence_concedes: i64,
}

const INSERT: &str = "INSERT INTO contracts \
     (created_at, name, network, begins_on, ends_on, answer_term, new_map_term, silence_concedes) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id";
const SELECT: &str = "SELECT id, created_at, name, network, begins_on, ends_on, answer_term, new_map_term, \
     silence_concedes FROM contracts ORDER BY id";

impl Store {
    pub async fn add_contract(
        &self,
        new: NewContract,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Contract, StoreError> {
        let mut transaction = self.begin().await?;
        let ends_on = new.ends_on().map(|day| day.to_string());
        let query = sqlx::query_scalar(INSERT)
            .bind(at.to_string())
            .bind(text(new.name()))
            .bind(new.network.as_str())
            .bind(new.begins_on().to_string())
            .bind(&ends_on)
            .bind(new.terms.answer.to_string())
            .bind(new.terms.new_map.to_string())
            .bind(i64::from(new.terms.silence_concedes));
        let id = ContractId(query.fetch_one(&mut *transaction).await?);
        let after = json!({
            "network": new.network.as_str(), "begins_on": new.begins_on().to_string(), "ends_on": ends_on,
            "answer_term": new.terms.answer.to_string(), "new_map_term": new.terms.new_map.to_string(),
            "silence_concedes": new.terms.silence_concedes,
        });
        let (action, subject) = ("contract_added", format!("contract {}", id.0));
        let change = Change { at, actor, action, subject, before: None, after: Some(after) };
        audit::append(&mut transaction, change).await?;
        transaction.commit().await?;
        Ok(Contract { id, created_at: at, details: new })
    }

    /// All contracts, oldest first.
    pub async fn contracts(&self) -> Result<Vec<Contract>, StoreError> {
        let rows: Vec<ContractRow> = sqlx::query_as(SELECT).fetch_all(self.readers()).await?;
        rows.into_iter().map(contract).collect()
    }
}

fn contract(row: ContractRow) -> Result<Contract, StoreError> {
    let terms = AnswerTerms {
        answer: readable("answer_term", row.answer_term.parse())?,
        new_map: readable("new_map_term", row.new_map_term.parse())?,
        silence_concedes: row.silence_concedes != 0,
    };
    let ends_on = row.ends_on.map(|day| readable("ends_on", day.parse())).transpose()?;
    let days = (readable("begins_on", row.begins_on.parse())?, ends_on);
    let network = readable("network", NetworkId::new(row.network))?;
    Ok(Contract {
        id: ContractId(row.id),
        created_at: readable("created_at", row.created_at.parse())?,
        details: readable("contract", NewContract::new(&row.name, network, days, terms))?,
    })
}
