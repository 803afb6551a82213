//! The archive's form: members in a row, hashed while they are written or read.

use std::{
    fs::File,
    io::{self, BufReader, BufWriter, Read, Write},
    path::Path,
};

use sha2::{Digest, Sha256};

/// What is read of a file at a time.
const PIECE_BYTES: usize = 1 << 16;

pub(super) type Writer<'out> = tar::Builder<zstd::Encoder<'static, BufWriter<&'out mut File>>>;
pub(super) type Reader = tar::Archive<zstd::Decoder<'static, BufReader<File>>>;

pub(super) fn writer(file: &mut File) -> io::Result<Writer<'_>> {
    let mut compressed = zstd::Encoder::new(BufWriter::new(file), 3)?;
    compressed.include_checksum(true)?;
    Ok(tar::Builder::new(compressed))
}

pub(super) fn finish(writer: Writer<'_>) -> io::Result<()> {
    let file = writer.into_inner()?.finish()?;
    file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
}

/// Adds a member. Times and owners would make two backups of the same differ.
pub(super) fn append(writer: &mut Writer<'_>, name: &str, bytes: u64, content: impl Read) -> io::Result<()> {
    let mut header = tar::Header::new_ustar();
    header.set_size(bytes);
    header.set_mode(0o600);
    writer.append_data(&mut header, name, Exactly { content, left: bytes })
}

pub(super) fn reader(path: &Path) -> io::Result<Reader> {
    Ok(tar::Archive::new(zstd::Decoder::new(File::open(path)?)?))
}

/// As many bytes as were promised: the archive would fill up or cut silently.
struct Exactly<Content> {
    content: Content,
    left: u64,
}

impl<Content: Read> Read for Exactly<Content> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.content.read(buffer)?;
        if read == 0 && self.left > 0 && !buffer.is_empty() {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "a member is shorter than it was"));
        }
        self.left =
            self.left.checked_sub(read as u64).ok_or_else(|| io::Error::other("a member has grown"))?;
        Ok(read)
    }
}

/// Hashes and counts what passes.
pub(super) struct Hashing<Inner> {
    pub inner: Inner,
    hash: Sha256,
    pub bytes: u64,
}

impl<Inner> Hashing<Inner> {
    pub fn new(inner: Inner) -> Self {
        Self { inner, hash: Sha256::new(), bytes: 0 }
    }

    pub fn sha256(&self) -> String {
        format!("{:x}", self.hash.clone().finalize())
    }
}

impl<Inner: Read> Read for Hashing<Inner> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.hash.update(&buffer[..read]);
        self.bytes += read as u64;
        Ok(read)
    }
}

impl<Inner: Write> Write for Hashing<Inner> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// SHA-256 of a file.
pub(super) fn hash_of(path: &Path) -> io::Result<String> {
    let mut content = Hashing::new(BufReader::with_capacity(PIECE_BYTES, File::open(path)?));
    io::copy(&mut content, &mut io::sink())?;
    Ok(content.sha256())
}
