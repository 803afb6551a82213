//! Restoring: into an empty store only, in one transaction, and compared with
//! the backup before it is committed.

mod insert;

use std::io::{self, BufRead, BufReader, Read};

use sqlx::Transaction;
use tokio::runtime::Handle;

use super::{
    super::{Database, ReceivedFile, Store, StoreError, StoreSettings, objects::Writing, rows::away},
    BackupError, BackupSummary, Progress, VerifiedBackup, archive,
    archive::Hashing,
    manifest::{Manifest, TableEntry},
    tables::{self, TABLES, Table},
    verify::member_name,
};

/// Fills an empty store with what a backup holds.
///
/// # Errors
/// When the store holds something, or what was restored isn't what was saved;
/// it holds nothing then.
pub async fn restore(
    settings: &StoreSettings,
    backup: VerifiedBackup,
    progress: Progress,
) -> Result<BackupSummary, BackupError> {
    let store = Store::open_with(settings).await?;
    let mut change = store.begin().await?;
    refuse_newer(&mut change, &backup.manifest).await?;
    refuse_filled(&mut change).await?;
    let mut restoring =
        Restoring { store: store.clone(), change, handle: Handle::current(), progress, kept: Vec::new() };
    let summary = summary(&backup);
    let (filled, Restoring { change, kept, .. }) = away(move || (restoring.fill(&backup), restoring)).await;
    let restored = match filled {
        Ok(()) => change.commit().await.map_err(BackupError::from),
        Err(error) => {
            drop(change);
            Err(error)
        }
    };
    if restored.is_err() {
        for sha256 in &kept {
            // No row names it: where it can't be removed, it does no harm.
            let _ = store.objects.remove(sha256).await;
        }
    }
    store.close().await;
    restored.map(|()| summary)
}

async fn refuse_newer(
    change: &mut Transaction<'static, Database>,
    manifest: &Manifest,
) -> Result<(), BackupError> {
    let newest = sqlx::query_scalar("SELECT MAX(version) FROM _sqlx_migrations");
    let newest: i64 = newest.fetch_one(&mut **change).await?;
    if manifest.migration > newest {
        return Err(BackupError::Newer(format!("its tables are those of migration {}", manifest.migration)));
    }
    Ok(())
}

async fn refuse_filled(change: &mut Transaction<'static, Database>) -> Result<(), BackupError> {
    for table in TABLES.iter().filter(|table| !table.begins_filled) {
        if insert::is_filled(change, table).await? {
            return Err(BackupError::NotEmpty(table.name.to_owned()));
        }
    }
    Ok(())
}

/// It blocks its thread, and waits there for the store.
struct Restoring {
    store: Store,
    change: Transaction<'static, Database>,
    handle: Handle,
    progress: Progress,
    /// Files that were not there before.
    kept: Vec<String>,
}

impl Restoring {
    fn fill(&mut self, backup: &VerifiedBackup) -> Result<(), BackupError> {
        let manifest = &backup.manifest;
        let total = (manifest.objects.len() + manifest.tables.len()) as u64;
        let mut archive = archive::reader(&backup.path).map_err(BackupError::damaged)?;
        for (done, entry) in (0..).zip(archive.entries().map_err(BackupError::damaged)?) {
            let entry = entry.map_err(BackupError::damaged)?;
            let name = member_name(&entry)?;
            (self.progress)("Restoring", done, total);
            if let Some(sha256) = name.strip_prefix("objects/") {
                self.object(sha256, entry)?;
            } else if let Some(table) = manifest.tables.iter().find(|table| table.member() == name) {
                self.table(table, entry)?;
            }
        }
        self.compare(manifest)
    }

    fn object(&mut self, sha256: &str, content: impl Read) -> Result<(), BackupError> {
        let received = self.receive(content)?;
        if received.sha256() != sha256 {
            return Err(BackupError::damaged(format!("objects/{sha256} has changed")));
        }
        if !self.handle.block_on(self.store.objects.holds(sha256))? {
            self.kept.push(sha256.to_owned());
        }
        self.handle.block_on(self.store.keep(received))?;
        Ok(())
    }

    fn receive(&self, mut content: impl Read) -> Result<ReceivedFile, StoreError> {
        let mut writing = Writing::create(self.store.objects.incoming())?;
        match io::copy(&mut content, &mut writing) {
            Ok(_) => Ok(writing.finish()),
            Err(error) => Err(writing.failed(error)),
        }
    }

    fn table(&mut self, entry: &TableEntry, content: impl Read) -> Result<(), BackupError> {
        let table = table_of(entry)?;
        let there = self.handle.block_on(tables::columns(&mut self.change, table.name))?;
        // Only the names of columns get into a statement.
        if let Some(unknown) = entry.columns.iter().find(|column| !there.contains(column)) {
            return Err(BackupError::damaged(format!("{}: unknown column {unknown}", table.name)));
        }
        let mut insertion = insert::Insertion::new(table, &entry.columns);
        if table.begins_filled {
            self.handle.block_on(insert::empty(&mut self.change, table))?;
        }
        for line in BufReader::new(content).lines() {
            let values = tables::values(&line.map_err(BackupError::damaged)?)?;
            self.handle.block_on(insertion.add(&mut self.change, values))?;
        }
        self.handle.block_on(insertion.finish(&mut self.change))
    }

    /// Whether what is there now is what was saved.
    fn compare(&mut self, manifest: &Manifest) -> Result<(), BackupError> {
        for (done, entry) in (0..).zip(&manifest.tables) {
            (self.progress)("Comparing", done, manifest.tables.len() as u64);
            let mut out = Hashing::new(io::sink());
            let written = tables::write(&mut self.change, table_of(entry)?, &entry.columns, &mut out);
            let rows = self.handle.block_on(written)?;
            if (rows, out.sha256()) != (entry.rows, entry.sha256.clone()) {
                return Err(BackupError::NotTheSame(entry.name.clone()));
            }
        }
        for (done, object) in (0..).zip(&manifest.objects) {
            (self.progress)("Comparing files", done, manifest.objects.len() as u64);
            self.handle.block_on(self.store.local_file(&object.sha256))?;
        }
        Ok(())
    }
}

fn table_of(entry: &TableEntry) -> Result<&'static Table, BackupError> {
    let table = TABLES.iter().find(|table| table.name == entry.name);
    table.ok_or_else(|| BackupError::damaged(format!("unknown table {}", entry.name)))
}

fn summary(backup: &VerifiedBackup) -> BackupSummary {
    let manifest = &backup.manifest;
    BackupSummary {
        rows: manifest.rows(),
        objects: manifest.objects.len() as u64,
        object_bytes: manifest.object_bytes(),
        sha256: backup.sha256.clone(),
    }
}
