//! Where the rooms' keys are: a folder of its own, outside of the data folder,
//! so that no copy of the data is a copy of the keys.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use crate::domain::{ProtocolKey, RoomKey};

/// No room's name has these letters.
const PROTOCOL_KEY: &str = "protocols.ed25519";

/// A folder with a file for each room's key.
#[derive(Clone, Debug)]
pub struct KeyFolder(PathBuf);

#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("{path}: {source}")]
    File { path: String, source: io::Error },
    #[error("the folder of keys {keys} lies in the data folder {data}: whoever copies one has both")]
    InsideData { keys: String, data: String },
    #[error("{0} holds no key: expected 64 lower-case hexadecimal digits")]
    NoKey(String),
    #[error("`{0}` names no key")]
    NoName(String),
}

impl KeyFolder {
    /// Makes the folder where it is missing.
    ///
    /// # Errors
    /// When it lies in the data folder or can't be made.
    pub fn open(folder: impl Into<PathBuf>, data: &Path) -> Result<Self, KeyError> {
        let folder = folder.into();
        fs::create_dir_all(&folder).map_err(|error| failed(&folder, error))?;
        let whole = |path: &Path| path.canonicalize().map_err(|error| failed(path, error));
        let keys = whole(&folder)?;
        // A data folder that isn't there yet holds nothing.
        let inside =
            data.exists().then(|| whole(data)).transpose()?.is_some_and(|data| keys.starts_with(data));
        if inside {
            let (keys, data) = (folder.display().to_string(), data.display().to_string());
            return Err(KeyError::InsideData { keys, data });
        }
        Ok(Self(folder))
    }

    /// Keeps a new key under a name that no other has. On disk when it returns.
    pub fn keep(&self, name: &str, key: &RoomKey) -> Result<(), KeyError> {
        let path = self.path(name)?;
        self.write_new(&path, &key.reveal()).map_err(|error| failed(&path, error))
    }

    /// A file for its owner alone, on disk when it returns.
    fn write_new(&self, path: &Path, text: &str) -> io::Result<()> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        // Its owner's alone, from its first moment.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        writeln!(file, "{text}")?;
        file.sync_all()?;
        File::open(&self.0)?.sync_all()
    }

    /// The key that protocols are signed with; `fresh` becomes it where there is none yet.
    pub fn protocol_key(&self, fresh: [u8; 32]) -> Result<ProtocolKey, KeyError> {
        let path = self.0.join(PROTOCOL_KEY);
        match self.write_new(&path, &ProtocolKey::new(fresh).reveal()) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            written => written.map_err(|error| failed(&path, error))?,
        }
        let text = fs::read_to_string(&path).map_err(|error| failed(&path, error))?;
        ProtocolKey::parse(text.trim_end()).ok_or_else(|| KeyError::NoKey(path.display().to_string()))
    }

    pub fn read(&self, name: &str) -> Result<RoomKey, KeyError> {
        let path = self.path(name)?;
        let text = fs::read_to_string(&path).map_err(|error| failed(&path, error))?;
        RoomKey::parse(text.trim_end()).ok_or_else(|| KeyError::NoKey(path.display().to_string()))
    }

    /// Whatever a database says, a name leads nowhere else.
    fn path(&self, name: &str) -> Result<PathBuf, KeyError> {
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if name.is_empty() || !name.bytes().all(is_digit) {
            return Err(KeyError::NoName(name.to_owned()));
        }
        Ok(self.0.join(format!("{name}.key")))
    }
}

fn failed(path: &Path, source: io::Error) -> KeyError {
    KeyError::File { path: path.display().to_string(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_kept_once_and_for_its_owner_alone() {
        let (keys, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let folder = KeyFolder::open(keys.path().join("keys"), data.path()).unwrap();
        let key = RoomKey::new([5; 32]);
        folder.keep("ab12", &key).unwrap();
        assert_eq!(folder.read("ab12").unwrap().reveal(), key.reveal());
        // No key is ever replaced: what it sealed would be lost.
        assert!(matches!(folder.keep("ab12", &RoomKey::new([6; 32])), Err(KeyError::File { .. })));
        assert_eq!(folder.read("ab12").unwrap().reveal(), key.reveal());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let path = keys.path().join("keys/ab12.key");
            assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn protocols_are_signed_with_one_key() {
        let (keys, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let folder = KeyFolder::open(keys.path(), data.path()).unwrap();
        let public = folder.protocol_key([5; 32]).unwrap().public();
        assert_eq!(folder.protocol_key([6; 32]).unwrap().public(), public);
        assert_eq!(public, ProtocolKey::new([5; 32]).public());
    }

    #[test]
    fn a_name_leads_nowhere_else() {
        let (keys, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let folder = KeyFolder::open(keys.path(), data.path()).unwrap();
        for name in ["", "../ab", "ab/cd", "AB", "ab."] {
            assert!(matches!(folder.read(name), Err(KeyError::NoName(_))), "{name}");
        }
        fs::write(keys.path().join("ab.key"), "no key").unwrap();
        assert!(matches!(folder.read("ab"), Err(KeyError::NoKey(_))));
        assert!(matches!(folder.read("cd"), Err(KeyError::File { .. })));
    }

    #[test]
    fn keys_lie_outside_of_the_data() {
        let data = tempfile::tempdir().unwrap();
        let inside = KeyFolder::open(data.path().join("keys"), data.path());
        assert!(matches!(inside, Err(KeyError::InsideData { .. })));
        assert!(matches!(KeyFolder::open(data.path(), data.path()), Err(KeyError::InsideData { .. })));
    }
}
