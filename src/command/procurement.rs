//! `tackning procurement`: the rooms of bids from the outside. What lies in them
//! is for their named persons, who sign in; no command shows it.

use std::path::PathBuf;

use anyhow::bail;
use clap::Subcommand;
use jiff::Timestamp;
use tackning::{
    bidding::{BidRooms, KeyFolder, Visitor},
    domain::Actor,
};

use super::Storage;

#[derive(Debug, Subcommand)]
pub enum ProcurementCommand {
    /// List the procurements: number, state, date of opening, name
    List {
        #[command(flatten)]
        storage: Storage,
    },
    /// Try whether every room opens with its key and is whole; shows nothing of what is in it
    Check {
        #[command(flatten)]
        storage: Storage,
        /// The folder of the rooms' keys
        #[arg(long, env = "TACKNING_BID_KEYS", value_name = "DIR")]
        bid_keys: PathBuf,
    },
}

pub async fn procurement(command: ProcurementCommand) -> anyhow::Result<()> {
    match command {
        ProcurementCommand::List { storage } => list(&storage).await,
        ProcurementCommand::Check { storage, bid_keys } => check(&storage, bid_keys).await,
    }
}

async fn list(storage: &Storage) -> anyhow::Result<()> {
    let now = Timestamp::now();
    for procurement in storage.existing().await?.procurements().await? {
        let (details, state) = (&procurement.details, procurement.state(now));
        println!("{}\t{state}\t{}\t{}", procurement.id.0, details.opens_at(), details.name());
    }
    Ok(())
}

/// After a restore, for instance: bids and keys come back from different copies.
async fn check(storage: &Storage, bid_keys: PathBuf) -> anyhow::Result<()> {
    let store = storage.existing().await?;
    let rooms = BidRooms::new(store, Some(KeyFolder::open(bid_keys, &storage.data)?));
    let visitor = Visitor { holder: None, actor: Actor::command_line(), at: Timestamp::now() };
    let mut broken = 0;
    for procurement in rooms.procurements().await? {
        match rooms.check(procurement.id, &visitor).await {
            Ok(()) => println!("{}\twhole", procurement.id.0),
            Err(error) => {
                broken += 1;
                println!("{}\t{error}", procurement.id.0);
            }
        }
    }
    if broken > 0 {
        bail!("{broken} rooms don't open, or aren't whole");
    }
    Ok(())
}
