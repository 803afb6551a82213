//! Files that are in memory alone: for readers that ask for a path, and contents
//! that no disk may have.

use std::{
    fs::File,
    io::{self, Seek, Write},
    path::PathBuf,
};

/// A file without a name in any folder. It is gone when this is dropped, and when
/// the process ends, however it ends.
#[derive(Debug)]
pub struct MemoryFile(File);

impl MemoryFile {
    /// # Errors
    /// When the system has no such files, or no memory for this one.
    pub fn of(content: &[u8]) -> io::Result<Self> {
        let mut file = nameless()?;
        file.write_all(content)?;
        file.rewind()?;
        Ok(Self(file))
    }

    /// Where it can be opened from within this process, for as long as this is held.
    #[cfg(unix)]
    pub fn path(&self) -> PathBuf {
        use std::os::fd::AsRawFd;
        PathBuf::from(format!("/proc/self/fd/{}", self.0.as_raw_fd()))
    }

    #[cfg(not(unix))]
    pub fn path(&self) -> PathBuf {
        PathBuf::new()
    }
}

/// An empty file in memory, which no child process inherits.
#[cfg(target_os = "linux")]
pub fn nameless() -> io::Result<File> {
    let file = rustix::fs::memfd_create("tackning", rustix::fs::MemfdFlags::CLOEXEC)?;
    Ok(File::from(file))
}

#[cfg(not(target_os = "linux"))]
pub fn nameless() -> io::Result<File> {
    Err(io::Error::new(io::ErrorKind::Unsupported, "this system has no files in memory alone"))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_memory_is_read_by_path() {
        let file = MemoryFile::of(b"content").unwrap();
        // More than once, each time from its start.
        for _ in 0..2 {
            assert_eq!(std::fs::read(file.path()).unwrap(), b"content");
        }
    }
}
