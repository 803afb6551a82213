//! `tackning delivery`: what the buyer decides, by whoever has the folder in
//! hand. A service that runs on it shows what was published within seconds.

use clap::Subcommand;
use tackning::{
    domain::{Actor, Delivery, DeliveryId, DeliveryState, Severity},
    publishing::Decisions,
};

use super::Folder;

#[derive(Debug, Subcommand)]
pub enum DeliveryCommand {
    /// List the deliveries
    List {
        #[command(flatten)]
        folder: Folder,
        /// Only those in this state, such as validated
        #[arg(long)]
        state: Option<DeliveryState>,
    },
    /// Accept a validated delivery
    Accept {
        number: i64,
        #[command(flatten)]
        folder: Folder,
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Reject a delivery that isn't published
    Reject {
        number: i64,
        #[command(flatten)]
        folder: Folder,
        #[arg(long)]
        reason: String,
    },
    /// Publish an accepted delivery, or a superseded one again
    Publish {
        number: i64,
        #[command(flatten)]
        folder: Folder,
        #[arg(long, default_value = "")]
        reason: String,
    },
}

pub async fn delivery(command: DeliveryCommand) -> anyhow::Result<()> {
    let actor = Actor::command_line();
    match command {
        DeliveryCommand::List { folder, state } => {
            let deliveries = folder.storage.existing().await?.deliveries().await?;
            let asked =
                deliveries.iter().filter(|delivery| state.is_none_or(|state| delivery.state == state));
            asked.for_each(print);
        }
        DeliveryCommand::Accept { number, folder, reason } => {
            let store = folder.storage.existing().await?;
            print(&Decisions::new(store).accept(DeliveryId(number), &actor, &reason).await?);
        }
        DeliveryCommand::Reject { number, folder, reason } => {
            let store = folder.storage.existing().await?;
            print(&Decisions::new(store).reject(DeliveryId(number), &actor, &reason).await?);
        }
        DeliveryCommand::Publish { number, folder, reason } => {
            let store = folder.storage.existing().await?;
            print(&Decisions::new(store).publish(DeliveryId(number), &actor, &reason).await?);
        }
    }
    Ok(())
}

/// One line: number, state, kind, what it speaks of, and how much was found in it.
fn print(delivery: &Delivery) {
    let count = |severity| delivery.findings.iter().filter(|finding| finding.severity == severity).count();
    println!(
        "{}\t{}\t{}\t{}\t{:.2} km²\t{} errors\t{} warnings",
        delivery.id,
        delivery.state,
        delivery.kind,
        delivery.header.title(),
        delivery.area_m2 / 1e6,
        count(Severity::Error),
        count(Severity::Warning),
    );
}
