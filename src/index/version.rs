//! Versions: same inputs, same name.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// SHA-256 over the parts in their order, hexadecimal. Each part is preceded by
/// its length, so that no two lists of parts read the same.
pub fn version_of(parts: impl IntoIterator<Item = impl AsRef<[u8]>>) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        let part = part.as_ref();
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let mut text = String::with_capacity(64);
    for byte in hasher.finalize() {
        write!(text, "{byte:02x}").expect("writing to a String does not fail");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::version_of;

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_eq!(version_of(["ab", "c"]), version_of(["ab", "c"]));
        assert_ne!(version_of(["ab", "c"]), version_of(["a", "bc"]));
        assert_ne!(version_of(["a"]), version_of(["a", ""]));
    }
}
