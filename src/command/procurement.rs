//! `tackning procurement`: the rooms of bids from the outside, and what an opened
//! one's evaluation gives; `tackning recompute` and `tackning verify-protocol`. What
//! lies in a sealed room no command shows.

use std::{io::Write, path::PathBuf, sync::Arc};

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use jiff::{Timestamp, civil::Date};
use serde_json::Value;
use tackning::{
    awarding::{Awarding, EvaluationRequest, SetAside, recompute, verify_protocol},
    bidding::{BidRooms, Door, KeyFolder, Visitor},
    domain::{Actor, BidNumber, ProcurementId},
    publishing::{AsOf, Publisher},
};

use super::{Folder, Storage, region::region};

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
    /// Evaluate an opened room's bids, and print the signed protocol. Noted in the room's log
    Evaluate {
        number: i64,
        #[command(flatten)]
        keys: Keys,
        /// A bid that doesn't count, by decision, and why: `2=excluded`; may be given several times
        #[arg(long, value_name = "BID=REASON", value_parser = set_aside)]
        set_aside: Vec<SetAside>,
        /// For the bidder of this bid, after the award: with its own figures alone
        #[arg(long, value_name = "BID")]
        bid: Option<i64>,
    },
    /// Compute a protocol again from the same inputs, and say whether every byte is the same
    Recompute(RecomputeArguments),
    /// Print the public key that protocols are signed with
    ProtocolKey {
        #[command(flatten)]
        storage: Storage,
        /// The folder of the rooms' keys
        #[arg(long, env = "TACKNING_BID_KEYS", value_name = "DIR")]
        bid_keys: PathBuf,
    },
}

/// Data and keys, with the region that figures are of.
#[derive(Debug, Args)]
pub struct Keys {
    #[command(flatten)]
    folder: Folder,
    /// The folder of the rooms' keys
    #[arg(long, env = "TACKNING_BID_KEYS", value_name = "DIR")]
    bid_keys: PathBuf,
    /// The date to which ages and validity are counted; today if left out
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Date>,
}

#[derive(Debug, Args)]
pub struct RecomputeArguments {
    /// The signed protocol
    protocol: PathBuf,
    #[command(flatten)]
    keys: Keys,
}

#[derive(Debug, Args)]
pub struct VerifyProtocolArguments {
    /// The signed protocol
    protocol: PathBuf,
    /// The key that it must be signed with, as the service tells it; left out: the protocol's own
    #[arg(long, value_name = "HEX")]
    public_key: Option<String>,
}

pub async fn procurement(command: ProcurementCommand) -> anyhow::Result<()> {
    match command {
        ProcurementCommand::List { storage } => list(&storage).await,
        ProcurementCommand::Check { storage, bid_keys } => check(&storage, bid_keys).await,
        ProcurementCommand::Evaluate { number, keys, set_aside, bid } => {
            let request = EvaluationRequest { set_aside, for_bid: bid.map(BidNumber) };
            evaluate(number, &keys, &request).await
        }
        ProcurementCommand::Recompute(arguments) => recompute_protocol(arguments).await,
        ProcurementCommand::ProtocolKey { storage, bid_keys } => {
            let store = storage.existing().await?;
            let rooms = BidRooms::new(store, Some(KeyFolder::open(bid_keys, &storage.data)?));
            println!("{}", rooms.protocol_key()?.public());
            Ok(())
        }
    }
}

async fn evaluate(number: i64, keys: &Keys, request: &EvaluationRequest) -> anyhow::Result<()> {
    let awarding = keys.open().await?;
    let signed = awarding.evaluate(ProcurementId(number), request, Door::Keys, &visitor()).await?;
    let mut out = std::io::stdout().lock();
    out.write_all(&signed.to_bytes()?)?;
    writeln!(out)?;
    Ok(())
}

/// Whether a protocol follows from what is in the data folder: byte for byte.
pub async fn recompute_protocol(arguments: RecomputeArguments) -> anyhow::Result<()> {
    let RecomputeArguments { protocol, keys } = arguments;
    let file = std::fs::read(&protocol).with_context(|| format!("{} can't be read", protocol.display()))?;
    // What was changed in the protocol itself is a figure that is another.
    let read: Value = serde_json::from_slice(&file).context("it is no JSON")?;
    let said = read.get("protocol").context("it is no protocol")?;
    let recomputed = recompute(&keys.open().await?, said, &visitor()).await?;
    println!("sha256\t{}", recomputed.sha256);
    if recomputed.is_same() {
        println!("the same inputs gave the same bytes");
        return Ok(());
    }
    recomputed.changed_inputs.iter().for_each(|place| println!("changed input\t{place}"));
    recomputed.changed_figures.iter().for_each(|place| println!("other figure\t{place}"));
    bail!("the protocol isn't what these inputs give")
}

/// Whether a protocol is as it was signed.
pub fn check_protocol(arguments: &VerifyProtocolArguments) -> anyhow::Result<()> {
    let path = &arguments.protocol;
    let file = std::fs::read(path).with_context(|| format!("{} can't be read", path.display()))?;
    let verified = verify_protocol(&file, arguments.public_key.as_deref())?;
    println!("sha256\t{}\nsigned with\t{}", verified.sha256, verified.public_key);
    match arguments.public_key {
        Some(_) => println!("the protocol is as it was signed, with this key"),
        None => println!("the protocol is as it was signed; compare the key with what the service tells"),
    }
    Ok(())
}

impl Keys {
    async fn open(&self) -> anyhow::Result<Awarding> {
        let store = self.folder.storage.existing().await?;
        let keys = KeyFolder::open(&self.bid_keys, &self.folder.storage.data)?;
        let as_of = self.as_of.map_or(AsOf::Today, AsOf::Date);
        let publisher = Arc::new(Publisher::open(store.clone(), region(&self.folder)?, as_of).await?);
        Ok(Awarding::new(publisher, BidRooms::new(store, Some(keys))))
    }
}

fn visitor() -> Visitor {
    Visitor { holder: None, actor: Actor::command_line(), at: Timestamp::now() }
}

fn set_aside(text: &str) -> Result<SetAside, String> {
    let (bid, reason) = text.split_once('=').ok_or("expected BID=REASON")?;
    let bid = bid.trim().parse().map_err(|error| format!("{bid}: {error}"))?;
    Ok(SetAside { bid: BidNumber(bid), reason: reason.to_owned() })
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
    let visitor = visitor();
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
