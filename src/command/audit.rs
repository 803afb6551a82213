//! `tackning audit`: whether the audit trail is as it was written.

use anyhow::bail;
use clap::Subcommand;

use super::Folder;

#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Check every row; exit code 1 names the first that isn't as it was written
    Verify {
        #[command(flatten)]
        folder: Folder,
        /// The head that an earlier check printed: the trail must still hold it.
        /// Noted elsewhere, it shows whether the trail's end was cut off or written anew
        #[arg(long, value_name = "HASH")]
        head: Option<String>,
    },
}

pub async fn audit(command: AuditCommand) -> anyhow::Result<()> {
    let AuditCommand::Verify { folder, head } = command;
    let found = folder.storage.existing().await?.verify_audit(head.as_deref()).await?;
    if let Some(fault) = found.fault {
        bail!("the audit trail is broken: {fault}; the {} rows before are sound", found.sound);
    }
    println!("The audit trail is whole: {} rows. Head {}", found.sound, found.head);
    Ok(())
}
