//! From a template, its data and its pictures to the PDF.

use serde_json::Value;
use typst::{
    WorldExt,
    diag::SourceDiagnostic,
    foundations::{Bytes, Smart},
    syntax::FileId,
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::{
    letters::in_our_letters,
    world::{PaperWorld, Template},
};
use crate::ingest::sha256_hex;

const DATA: &str = "data.json";

/// A document to be set.
#[derive(Clone, Debug)]
pub struct Paper {
    pub template: Template,
    /// All that it says.
    pub data: Value,
    /// PNG; the template finds them as `picture-1.png`, `picture-2.png` and so on.
    pub pictures: Vec<Vec<u8>>,
    /// A file that goes with the document, by the name under which the template
    /// attaches it.
    pub attachment: Option<(&'static str, Vec<u8>)>,
}

/// Why there is no document: always a fault of ours.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    #[error("the data can't be written: {0}")]
    Data(#[from] serde_json::Error),
    #[error("the template can't be set: {0}")]
    Set(String),
    #[error("the PDF can't be written: {0}")]
    Write(String),
}

impl Paper {
    /// The PDF. It takes its time: not for a thread that others wait for.
    ///
    /// # Errors
    /// When the template doesn't fit the data, or a picture is none.
    pub fn pdf(self) -> Result<Vec<u8>, PaperError> {
        let data = serde_json::to_vec(&in_our_letters(self.data))?;
        let ident = sha256_hex(&data);
        let pictures = (1..).zip(self.pictures);
        let pictures = pictures.map(|(number, png)| (format!("picture-{number}.png"), Bytes::new(png)));
        let attached = self.attachment.map(|(name, content)| (name.to_owned(), Bytes::new(content)));
        let files = [(DATA.to_owned(), Bytes::new(data))].into_iter().chain(pictures).chain(attached);
        let world = PaperWorld::new(self.template, files);
        let pdf = set(&world).and_then(|document| written(&document, ident, &world));
        // Typst remembers what it computed, for those who set one document again and again.
        typst::comemo::evict(0);
        pdf
    }
}

fn set(world: &PaperWorld) -> Result<PagedDocument, PaperError> {
    typst::compile(world).output.map_err(|faults| PaperError::Set(told(&faults, world)))
}

fn written(document: &PagedDocument, ident: String, world: &PaperWorld) -> Result<Vec<u8>, PaperError> {
    let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_3a]);
    let standards = standards.map_err(|fault| PaperError::Write(fault.message().to_string()))?;
    let options = PdfOptions {
        ident: Smart::Custom(ident),
        creator: Smart::Custom(Some("Täckning".to_owned())),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(document, &options).map_err(|faults| PaperError::Write(told(&faults, world)))
}

/// What is wrong, and where in the template.
fn told(faults: &[SourceDiagnostic], world: &PaperWorld) -> String {
    let place = |fault: &SourceDiagnostic| {
        let (file, range) = (fault.span.id()?, world.range(fault.span)?);
        Some(format!("{} at byte {}: ", name(file), range.start))
    };
    let told = |fault: &SourceDiagnostic| format!("{}{}", place(fault).unwrap_or_default(), fault.message);
    faults.iter().map(told).collect::<Vec<_>>().join("; ")
}

fn name(file: FileId) -> String {
    file.get().vpath().get_without_slash().to_owned()
}
