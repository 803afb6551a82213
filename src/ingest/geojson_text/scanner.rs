//! JSON told apart by its structure alone: where a value ends, how deep it
//! goes, and its text where that is asked for. Whether numbers and words are
//! right is not looked at here: whoever parses the text says so.
//!
//! `serde_json` can do it too, at a fifth of the speed, and what it holds of a
//! value has no limit: neither its text nor its depth.

use std::io::BufRead;

use super::GeoJsonTextError;

/// Names of members and the small values beside a collection's features.
const SMALL_BYTES: usize = 1 << 16;

pub struct Scanner<'text> {
    reader: Box<dyn BufRead + 'text>,
    nesting_limit: usize,
    offset: u64,
    line: usize,
    line_start: u64,
}

/// The text of a value, no longer than a limit.
pub struct Kept {
    pub text: Vec<u8>,
    limit_bytes: usize,
    pub is_too_long: bool,
}

impl Kept {
    pub fn new(limit_bytes: usize) -> Self {
        Self { text: Vec::new(), limit_bytes, is_too_long: false }
    }

    fn add(&mut self, bytes: &[u8]) {
        if self.is_too_long || self.text.len() + bytes.len() > self.limit_bytes {
            self.is_too_long = true;
            self.text = Vec::new();
        } else {
            self.text.extend_from_slice(bytes);
        }
    }
}

/// Where a byte of nested text stands.
#[derive(Default)]
struct Nesting {
    open: Vec<u8>,
    in_string: bool,
    is_escaped: bool,
}

/// What a byte means for the value that it is part of.
enum Step {
    On,
    Line,
    Whole,
    TooDeep,
    Mismatch,
}

impl<'text> Scanner<'text> {
    pub fn new(reader: Box<dyn BufRead + 'text>, nesting_limit: usize) -> Self {
        Self { reader, nesting_limit, offset: 0, line: 1, line_start: 0 }
    }

    /// The next byte that is no blank, left where it is; none at the end. The
    /// record separator of RFC 8142 is a blank here.
    pub fn next_byte(&mut self) -> Result<Option<u8>, GeoJsonTextError> {
        while let Some(byte) = self.peek()? {
            if !matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | 0x1e) {
                return Ok(Some(byte));
            }
            self.take_byte(byte);
        }
        Ok(None)
    }

    /// Goes through the members of an object; `member` reads each one's value.
    pub fn object<E: From<GeoJsonTextError>>(
        &mut self,
        mut member: impl FnMut(&mut Self, &str) -> Result<(), E>,
    ) -> Result<(), E> {
        self.expect(b'{')?;
        if self.next_byte()? == Some(b'}') {
            self.take_byte(b'}');
            return Ok(());
        }
        loop {
            let name = self.name()?;
            self.expect(b':')?;
            member(self, &name)?;
            if !self.goes_on(b'}')? {
                return Ok(());
            }
        }
    }

    /// Goes through the elements of a list; `element` reads each.
    pub fn list<E: From<GeoJsonTextError>>(
        &mut self,
        mut element: impl FnMut(&mut Self) -> Result<(), E>,
    ) -> Result<(), E> {
        self.expect(b'[')?;
        if self.next_byte()? == Some(b']') {
            self.take_byte(b']');
            return Ok(());
        }
        loop {
            element(self)?;
            if !self.goes_on(b']')? {
                return Ok(());
            }
        }
    }

    /// A value that has to be small.
    pub fn small_value(&mut self) -> Result<serde_json::Value, GeoJsonTextError> {
        let mut kept = Kept::new(SMALL_BYTES);
        self.value(Some(&mut kept))?;
        serde_json::from_slice(&kept.text).map_err(|error| self.broken(error))
    }

    /// Passes over a value and keeps its text where that is asked for.
    pub fn value(&mut self, mut kept: Option<&mut Kept>) -> Result<(), GeoJsonTextError> {
        match self.next_byte()? {
            Some(b'{' | b'[' | b'"') => self.nested(kept),
            Some(b'-' | b'0'..=b'9' | b't' | b'f' | b'n') => {
                while let Some(byte) = self.peek()?.filter(|byte| is_of_word(*byte)) {
                    self.take_byte(byte);
                    if let Some(kept) = &mut kept {
                        kept.add(&[byte]);
                    }
                }
                Ok(())
            }
            Some(_) => Err(self.broken("no value begins like this")),
            None => Err(self.truncated()),
        }
    }

    fn nested(&mut self, mut kept: Option<&mut Kept>) -> Result<(), GeoJsonTextError> {
        let mut nesting = Nesting::default();
        loop {
            let buffer = self.reader.fill_buf().map_err(super::UnpackError::from)?;
            if buffer.is_empty() {
                return Err(self.truncated());
            }
            let mut used = 0;
            let mut end = Step::On;
            for byte in buffer {
                used += 1;
                match nesting.step(*byte, self.nesting_limit) {
                    Step::On => {}
                    Step::Line => {
                        self.line += 1;
                        self.line_start = self.offset + used as u64;
                    }
                    other => {
                        end = other;
                        break;
                    }
                }
            }
            if let Some(kept) = &mut kept {
                kept.add(&buffer[..used]);
            }
            self.reader.consume(used);
            self.offset += used as u64;
            match end {
                Step::Whole => return Ok(()),
                Step::TooDeep => return Err(GeoJsonTextError::TooDeep(self.nesting_limit)),
                Step::Mismatch => return Err(self.broken("brackets don't match")),
                Step::On | Step::Line => {}
            }
        }
    }

    fn name(&mut self) -> Result<String, GeoJsonTextError> {
        if self.next_byte()?.is_some_and(|byte| byte != b'"') {
            return Err(self.broken("a member has no name"));
        }
        let mut kept = Kept::new(SMALL_BYTES);
        self.value(Some(&mut kept))?;
        serde_json::from_slice(&kept.text).map_err(|error| self.broken(error))
    }

    /// Whether a comma follows rather than the end.
    fn goes_on(&mut self, end: u8) -> Result<bool, GeoJsonTextError> {
        match self.next_byte()? {
            Some(byte) if byte == b',' || byte == end => {
                self.take_byte(byte);
                Ok(byte == b',')
            }
            Some(_) => Err(self.broken("neither a comma nor the end follows")),
            None => Err(self.truncated()),
        }
    }

    fn expect(&mut self, wanted: u8) -> Result<(), GeoJsonTextError> {
        match self.next_byte()? {
            Some(byte) if byte == wanted => {
                self.take_byte(byte);
                Ok(())
            }
            Some(_) => Err(self.broken(format_args!("`{}` is missing", char::from(wanted)))),
            None => Err(self.truncated()),
        }
    }

    fn peek(&mut self) -> Result<Option<u8>, GeoJsonTextError> {
        let buffer = self.reader.fill_buf().map_err(super::UnpackError::from)?;
        Ok(buffer.first().copied())
    }

    fn take_byte(&mut self, byte: u8) {
        self.reader.consume(1);
        self.offset += 1;
        if byte == b'\n' {
            self.line += 1;
            self.line_start = self.offset;
        }
    }

    fn broken(&self, reason: impl ToString) -> GeoJsonTextError {
        GeoJsonTextError::Broken { line: self.line, column: self.column(), reason: reason.to_string() }
    }

    fn truncated(&self) -> GeoJsonTextError {
        GeoJsonTextError::Truncated { line: self.line, column: self.column() }
    }

    fn column(&self) -> u64 {
        self.offset - self.line_start + 1
    }
}

impl Nesting {
    fn step(&mut self, byte: u8, limit: usize) -> Step {
        if self.in_string {
            if self.is_escaped {
                self.is_escaped = false;
            } else if byte == b'\\' {
                self.is_escaped = true;
            } else if byte == b'"' {
                self.in_string = false;
                return if self.open.is_empty() { Step::Whole } else { Step::On };
            }
            return if byte == b'\n' { Step::Line } else { Step::On };
        }
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' if self.open.len() == limit => return Step::TooDeep,
            // In ASCII both closing brackets stand two after their opening ones.
            b'{' | b'[' => self.open.push(byte + 2),
            b'}' | b']' if self.open.pop() != Some(byte) => return Step::Mismatch,
            b'}' | b']' if self.open.is_empty() => return Step::Whole,
            b'\n' => return Step::Line,
            _ => {}
        }
        Step::On
    }
}

fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.')
}
