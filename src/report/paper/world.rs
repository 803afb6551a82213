//! What Typst sees of the world while it sets a document: our templates, the
//! document's data and pictures, and the bundled fonts.

use std::{collections::HashMap, sync::LazyLock};

use typst::{
    Feature, Library, LibraryExt, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};

use crate::report::fonts::{BOLD, REGULAR, SIGNS};

/// A document's template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Template {
    GapReport,
    Protocol,
}

impl Template {
    const fn file(self) -> &'static str {
        match self {
            Self::GapReport => "gap_report.typ",
            Self::Protocol => "protocol.typ",
        }
    }
}

/// What the templates have in common stands in the first one.
const TEMPLATES: [(&str, &str); 3] = [
    ("common.typ", include_str!("common.typ")),
    ("gap_report.typ", include_str!("gap_report.typ")),
    ("protocol.typ", include_str!("protocol.typ")),
];

static SOURCES: LazyLock<HashMap<FileId, Source>> = LazyLock::new(|| {
    let source = |(name, text): (&str, &str)| (file_id(name), Source::new(file_id(name), text.to_owned()));
    TEMPLATES.map(source).into_iter().collect()
});

static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    let font = |data: &'static [u8]| Font::new(Bytes::new(data), 0).expect("the bundled fonts are whole");
    [REGULAR, BOLD, SIGNS].map(font).into()
});

static BOOK: LazyLock<LazyHash<FontBook>> = LazyLock::new(|| LazyHash::new(FontBook::from_fonts(&*FONTS)));

/// With what marks a table's rows and columns for screen readers.
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    let features = [Feature::A11yExtras].into_iter().collect();
    LazyHash::new(Library::builder().with_features(features).build())
});

/// One document's world. Files are named alike in every one of them: Typst keeps each
/// name that it ever saw.
pub struct PaperWorld {
    main: FileId,
    files: HashMap<FileId, Bytes>,
}

impl PaperWorld {
    /// `files`: by the names under which the template reads them.
    pub fn new(template: Template, files: impl IntoIterator<Item = (String, Bytes)>) -> Self {
        let files = files.into_iter().map(|(name, content)| (file_id(&name), content));
        Self { main: file_id(template.file()), files: files.collect() }
    }
}

fn file_id(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("a plain file name");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

impl World for PaperWorld {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        SOURCES.get(&id).cloned().ok_or_else(|| not_here(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or_else(|| not_here(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    /// A document's day is that of its data.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn not_here(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}
