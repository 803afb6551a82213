//! A text in two languages as documents carry it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::Bilingual;

/// Swedish and English of the same name or sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BilingualDocument {
    pub sv: String,
    pub en: String,
}

impl From<BilingualDocument> for Bilingual {
    fn from(document: BilingualDocument) -> Self {
        Bilingual::new(document.sv, document.en)
    }
}

impl From<&Bilingual> for BilingualDocument {
    fn from(text: &Bilingual) -> Self {
        Self { sv: text.sv.clone(), en: text.en.clone() }
    }
}
