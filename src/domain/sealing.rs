//! Sealing what nobody may see yet: XChaCha20-Poly1305 over pieces of 64 KiB
//! (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015), so
//! that pieces can be neither changed, left out nor put in another order. Where
//! keys are kept and where chance comes from is no business of this file.

use std::fmt;

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305,
    aead::{
        Payload,
        stream::{DecryptorBE32, EncryptorBE32},
    },
};

/// A room's key, 256 bits of chance.
#[derive(Clone)]
pub struct RoomKey([u8; 32]);

/// What tells two sealings under one key apart: 152 bits of chance for each.
pub type SealNonce = [u8; NONCE_BYTES];

const NONCE_BYTES: usize = 19;
/// Of the form in which sealed bytes are written.
const FORM: u8 = 1;
const HEAD_BYTES: usize = 1 + NONCE_BYTES;
const PIECE_BYTES: usize = 64 << 10;
/// What a sealed piece is longer than the piece.
const TAG_BYTES: usize = 16;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    #[error("what is sealed is of a form that is unknown here")]
    UnknownForm,
    #[error("what is sealed was changed, or sealed with another key or for another purpose")]
    NotAuthentic,
}

impl RoomKey {
    pub fn new(chance: [u8; 32]) -> Self {
        Self(chance)
    }

    /// Reads 64 lower-case hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        super::secret::bytes(text).map(Self)
    }

    /// For the file that the key is kept in, alone.
    pub fn reveal(&self) -> String {
        super::secret::hexadecimal(&self.0)
    }

    /// Seals a text for a purpose; for another purpose it doesn't open.
    pub fn seal(&self, purpose: &str, nonce: SealNonce, content: &[u8]) -> Vec<u8> {
        let mut sealer = Sealer::new(self, purpose, nonce);
        let mut sealed = sealer.add(content);
        sealed.extend(sealer.finish());
        sealed
    }

    /// Opens what was sealed for the purpose, all of it or nothing.
    pub fn open(&self, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        let (head, mut rest) = sealed.split_at_checked(HEAD_BYTES).ok_or(SealError::UnknownForm)?;
        let (&form, nonce) = head.split_first().ok_or(SealError::UnknownForm)?;
        let nonce: SealNonce = nonce.try_into().map_err(|_| SealError::UnknownForm)?;
        if form != FORM {
            return Err(SealError::UnknownForm);
        }
        let mut stream = DecryptorBE32::from_aead(self.cipher(), (&nonce).into());
        let mut content = Vec::with_capacity(rest.len());
        let payload = |msg| Payload { msg, aad: purpose.as_bytes() };
        while rest.len() > PIECE_BYTES + TAG_BYTES {
            let (piece, behind) = rest.split_at(PIECE_BYTES + TAG_BYTES);
            content.extend(stream.decrypt_next(payload(piece)).map_err(|_| SealError::NotAuthentic)?);
            rest = behind;
        }
        content.extend(stream.decrypt_last(payload(rest)).map_err(|_| SealError::NotAuthentic)?);
        Ok(content)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new((&self.0).into())
    }
}

/// Nothing of a key is ever printed by accident.
impl fmt::Debug for RoomKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RoomKey(…)")
    }
}

/// Seals what arrives in pieces of any size.
pub struct Sealer {
    stream: EncryptorBE32<XChaCha20Poly1305>,
    purpose: String,
    /// The head, until it is handed out.
    head: Vec<u8>,
    /// At most a piece, in clear.
    waiting: Vec<u8>,
}

impl Sealer {
    pub fn new(key: &RoomKey, purpose: &str, nonce: SealNonce) -> Self {
        let stream = EncryptorBE32::from_aead(key.cipher(), (&nonce).into());
        let head = [&[FORM][..], &nonce].concat();
        Self { stream, purpose: purpose.to_owned(), head, waiting: Vec::new() }
    }

    /// What can be written on now. The last piece waits for the end.
    pub fn add(&mut self, content: &[u8]) -> Vec<u8> {
        let mut sealed = std::mem::take(&mut self.head);
        self.waiting.extend_from_slice(content);
        let last = self.waiting.len().saturating_sub(1) / PIECE_BYTES * PIECE_BYTES;
        let (whole, rest) = self.waiting.split_at(last);
        for piece in whole.chunks(PIECE_BYTES) {
            let payload = Payload { msg: piece, aad: self.purpose.as_bytes() };
            sealed.extend(self.stream.encrypt_next(payload).expect("fewer than 2³² pieces are sealed"));
        }
        self.waiting = rest.to_owned();
        sealed
    }

    pub fn finish(mut self) -> Vec<u8> {
        let mut sealed = std::mem::take(&mut self.head);
        let payload = Payload { msg: &self.waiting, aad: self.purpose.as_bytes() };
        sealed.extend(self.stream.encrypt_last(payload).expect("fewer than 2³² pieces are sealed"));
        sealed
    }
}

/// Nothing of what waits is ever printed by accident.
impl fmt::Debug for Sealer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Sealer(…)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn content(length: usize) -> Vec<u8> {
        (0..length).map(|place| (place % 251) as u8).collect()
    }

    #[test]
    fn what_is_sealed_opens_with_its_key_for_its_purpose_alone() {
        let (key, other) = (RoomKey::new([1; 32]), RoomKey::new([2; 32]));
        for length in [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 2 * PIECE_BYTES, 200_000] {
            let clear = content(length);
            let sealed = key.seal("bid 1", [7; NONCE_BYTES], &clear);
            assert_eq!(key.open("bid 1", &sealed).as_deref(), Ok(&clear[..]), "{length}");
            assert_eq!(key.open("bid 2", &sealed), Err(SealError::NotAuthentic));
            assert_eq!(other.open("bid 1", &sealed), Err(SealError::NotAuthentic));
        }
    }

    /// Nothing is left out, changed or put in another order unseen.
    #[test]
    fn what_was_tampered_with_does_not_open() {
        let key = RoomKey::new([1; 32]);
        let sealed = key.seal("x", [7; NONCE_BYTES], &content(3 * PIECE_BYTES));
        let piece = PIECE_BYTES + TAG_BYTES;
        let cut = |from: usize, to: usize| [&sealed[..from], &sealed[to..]].concat();
        let swapped = {
            let pieces = &sealed[HEAD_BYTES..];
            [&sealed[..HEAD_BYTES], &pieces[piece..2 * piece], &pieces[..piece], &pieces[2 * piece..]]
                .concat()
        };
        let mut changed = sealed.clone();
        changed[HEAD_BYTES + 5] ^= 1;
        let last = sealed.len();
        for broken in [
            cut(last - piece, last),
            cut(last - 1, last),
            cut(HEAD_BYTES, HEAD_BYTES + piece),
            cut(HEAD_BYTES, last),
            swapped,
            changed,
        ] {
            assert_eq!(key.open("x", &broken), Err(SealError::NotAuthentic));
        }
        for unknown in [&[][..], &[2; 40], &sealed[..HEAD_BYTES - 1]] {
            assert_eq!(key.open("x", unknown), Err(SealError::UnknownForm));
        }
    }

    #[test]
    fn a_key_comes_back_from_its_text_and_is_never_shown() {
        let key = RoomKey::new([0xa7; 32]);
        assert_eq!(RoomKey::parse(&key.reveal()).unwrap().reveal(), key.reveal());
        assert!(RoomKey::parse("a7").is_none());
        let sealer = Sealer::new(&key, "x", [0; NONCE_BYTES]);
        assert_eq!(format!("{key:?} {sealer:?}"), "RoomKey(…) Sealer(…)");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        /// How content arrives changes nothing of what is written.
        #[test]
        fn pieces_make_no_difference(lengths in prop::collection::vec(0_usize..100_000, 0..6)) {
            let key = RoomKey::new([3; 32]);
            let mut sealer = Sealer::new(&key, "x", [9; NONCE_BYTES]);
            let clear = content(lengths.iter().sum());
            let (mut sealed, mut rest) = (Vec::new(), &clear[..]);
            for length in lengths {
                let (piece, behind) = rest.split_at(length);
                sealed.extend(sealer.add(piece));
                rest = behind;
            }
            sealed.extend(sealer.finish());
            prop_assert_eq!(&sealed, &key.seal("x", [9; NONCE_BYTES], &clear));
            prop_assert_eq!(key.open("x", &sealed), Ok(clear));
        }
    }
}
