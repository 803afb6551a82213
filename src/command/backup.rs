//! `tackning backup` and `tackning restore`: everything that a store holds, as
//! one file, also while the store is served.

use std::path::PathBuf;

use anyhow::bail;
use clap::Args;
use tackning::store::backup::{self, BackupSummary, Progress};

use super::{Storage, progress::Steps};

#[derive(Debug, Args)]
pub struct BackupArguments {
    /// The file to make, such as tackning-2026-11-22.tar.zst
    file: PathBuf,
    #[command(flatten)]
    storage: Storage,
}

#[derive(Debug, Args)]
pub struct RestoreArguments {
    /// A file that `tackning backup` made, of either database
    file: PathBuf,
    #[command(flatten)]
    storage: Storage,
}

pub async fn backup(arguments: BackupArguments) -> anyhow::Result<()> {
    let store = arguments.storage.existing().await?;
    let saved = store.backup(&arguments.file, progress()).await?;
    store.close().await;
    println!("{}: {}", arguments.file.display(), described(&saved));
    Ok(())
}

pub async fn restore(arguments: RestoreArguments) -> anyhow::Result<()> {
    if !arguments.file.is_file() {
        bail!("there is no file {}", arguments.file.display());
    }
    let file = arguments.file.clone();
    let verified = tokio::task::spawn_blocking(move || backup::verify(&file, &progress())).await??;
    let made_at = verified.made_at();
    let restored = backup::restore(&arguments.storage.settings(), verified, progress()).await?;
    println!("Restored what was saved at {made_at}: {}", described(&restored));
    Ok(())
}

fn described(summary: &BackupSummary) -> String {
    let BackupSummary { rows, objects, object_bytes, sha256 } = summary;
    let megabytes = *object_bytes as f64 / 1e6;
    format!("{rows} rows, {objects} files of {megabytes:.1} MB together. SHA-256 {sha256}")
}

fn progress() -> Progress {
    let steps = Steps::new(1);
    let before = std::sync::Mutex::new(String::new());
    Box::new(move |what, done, total| {
        let mut before = before.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if *before != what {
            steps.begin(what);
            what.clone_into(&mut before);
        }
        steps.reach(what, done, total);
    })
}
