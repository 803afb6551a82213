//! Making a backup, while others read and write: one reading transaction holds
//! the rows, and the files that they name never change.

use std::{
    fs::File,
    io::{self, BufWriter, Read, Seek, Write},
    path::{Path, PathBuf},
};

use bytes::{Buf, Bytes};
use jiff::Timestamp;
use sqlx::Transaction;
use tempfile::NamedTempFile;
use tokio::runtime::Handle;

use super::{
    super::{Database, Download, Store, StoreError, rows::away, sync_folder},
    BackupError, BackupSummary, Progress, archive,
    archive::Hashing,
    manifest::{FORM, MEMBER, Manifest, ObjectEntry, TableEntry},
    tables::{self, TABLES, Table},
};

impl Store {
    /// Saves everything to a new file, which is there only when it is whole and
    /// on disk.
    ///
    /// # Errors
    /// When there is a file of that name, or something can't be read or written.
    pub async fn backup(&self, path: &Path, progress: Progress) -> Result<BackupSummary, BackupError> {
        if path.exists() {
            return Err(BackupError::FileExists(path.display().to_string()));
        }
        let folder = match path.parent() {
            Some(folder) if folder != Path::new("") => folder.to_owned(),
            _ => PathBuf::from("."),
        };
        let (path, snapshot) = (path.to_owned(), self.snapshot().await?);
        let saving = Saving { store: self.clone(), snapshot, folder, handle: Handle::current(), progress };
        away(move || saving.run(&path)).await
    }
}

/// It blocks its thread, and waits there for what the store gives.
struct Saving {
    store: Store,
    snapshot: Transaction<'static, Database>,
    /// Of the backup, for what is only half written too.
    folder: PathBuf,
    handle: Handle,
    progress: Progress,
}

impl Saving {
    fn run(mut self, path: &Path) -> Result<BackupSummary, BackupError> {
        let folder = self.folder.clone();
        let failed = |error| BackupError::file(&folder, error);
        let mut file = NamedTempFile::new_in(&folder).map_err(failed)?;
        let manifest = self.write(file.as_file_mut())?;
        let sha256 = archive::hash_of(file.path()).map_err(failed)?;
        file.persist_noclobber(path).map_err(|error| match error.error.kind() {
            io::ErrorKind::AlreadyExists => BackupError::FileExists(path.display().to_string()),
            _ => BackupError::file(path, error.error),
        })?;
        sync_folder(&folder)?;
        let (rows, objects) = (manifest.rows(), manifest.objects.len() as u64);
        Ok(BackupSummary { rows, objects, object_bytes: manifest.object_bytes(), sha256 })
    }

    fn write(&mut self, file: &mut File) -> Result<Manifest, BackupError> {
        let folder = self.folder.clone();
        let failed = |error| BackupError::file(&folder, error);
        let mut archive = archive::writer(file).map_err(failed)?;
        let objects = self.objects(&mut archive)?;
        let tables = self.tables(&mut archive)?;
        let manifest = self.manifest(tables, objects)?;
        let text = serde_json::to_vec_pretty(&manifest).expect("a manifest has a JSON form");
        archive::append(&mut archive, MEMBER, text.len() as u64, &text[..]).map_err(failed)?;
        archive::finish(archive).map_err(failed)?;
        Ok(manifest)
    }

    fn objects(&mut self, archive: &mut archive::Writer<'_>) -> Result<Vec<ObjectEntry>, BackupError> {
        let names = sqlx::query_scalar(tables::FILES).fetch_all(&mut *self.snapshot);
        let mut names: Vec<String> = self.handle.block_on(names)?;
        names.sort_unstable();
        let total = names.len() as u64;
        let mut objects = Vec::new();
        for (done, sha256) in (0..).zip(names) {
            (self.progress)("Files", done, total);
            let download = self.handle.block_on(self.store.open_file(&sha256))?;
            let object = ObjectEntry { sha256, bytes: download.byte_count() };
            let content =
                Waiting { download, handle: self.handle.clone(), piece: Bytes::new(), failed: None };
            self.object(archive, &object, content)?;
            objects.push(object);
        }
        Ok(objects)
    }

    fn object(
        &self,
        archive: &mut archive::Writer<'_>,
        object: &ObjectEntry,
        mut content: Waiting,
    ) -> Result<(), BackupError> {
        let appended = archive::append(archive, &object.member(), object.bytes, &mut content);
        match content.failed {
            Some(error) => Err(error.into()),
            None => appended.map_err(|error| BackupError::file(&self.folder, error)),
        }
    }

    fn tables(&mut self, archive: &mut archive::Writer<'_>) -> Result<Vec<TableEntry>, BackupError> {
        let mut entries = Vec::new();
        for (done, table) in (0..).zip(TABLES) {
            (self.progress)("Tables", done, TABLES.len() as u64);
            entries.push(self.table(archive, table)?);
        }
        Ok(entries)
    }

    /// A member's size stands before it: rows wait in a file without a name.
    fn table(&mut self, archive: &mut archive::Writer<'_>, table: &Table) -> Result<TableEntry, BackupError> {
        let folder = self.folder.clone();
        let failed = |error| BackupError::file(&folder, error);
        let columns = self.handle.block_on(tables::columns(&mut self.snapshot, table.name))?;
        let waiting = tempfile::tempfile_in(&self.folder).map_err(failed)?;
        let mut out = Hashing::new(BufWriter::new(waiting));
        let rows = self.handle.block_on(tables::write(&mut self.snapshot, table, &columns, &mut out))?;
        out.flush().map_err(failed)?;
        let entry =
            TableEntry { name: table.name.to_owned(), columns, rows, bytes: out.bytes, sha256: out.sha256() };
        let mut waiting = out.inner.into_inner().map_err(|error| failed(error.into_error()))?;
        waiting.rewind().map_err(failed)?;
        archive::append(archive, &entry.member(), entry.bytes, waiting).map_err(failed)?;
        Ok(entry)
    }

    fn manifest(
        &mut self,
        tables: Vec<TableEntry>,
        objects: Vec<ObjectEntry>,
    ) -> Result<Manifest, BackupError> {
        let migration = sqlx::query_scalar("SELECT MAX(version) FROM _sqlx_migrations");
        let migration = self.handle.block_on(migration.fetch_one(&mut *self.snapshot))?;
        let region = sqlx::query_scalar("SELECT region FROM region_state");
        let region = self.handle.block_on(region.fetch_optional(&mut *self.snapshot))?;
        let made_by = env!("CARGO_PKG_VERSION").to_owned();
        Ok(Manifest { form: FORM, made_by, made_at: Timestamp::now(), migration, region, tables, objects })
    }
}

/// A kept file for those who read without awaiting.
struct Waiting {
    download: Download,
    handle: Handle,
    piece: Bytes,
    /// What went wrong, in the store's words.
    failed: Option<StoreError>,
}

impl Read for Waiting {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.piece.is_empty() {
            match self.handle.block_on(self.download.next()) {
                Ok(piece) => self.piece = piece.unwrap_or_default(),
                Err(error) => {
                    self.failed = Some(error);
                    return Err(io::Error::other("a kept file can't be read"));
                }
            }
        }
        let length = buffer.len().min(self.piece.len());
        self.piece.copy_to_slice(&mut buffer[..length]);
        Ok(length)
    }
}
