//! The bundled fonts. No font of the system is ever read, so that what is written
//! with them is the same everywhere.

pub const FAMILY: &str = "Noto Sans";

pub const REGULAR: &[u8] = include_bytes!("../../data/fonts/NotoSans-Regular.ttf");
pub const BOLD: &[u8] = include_bytes!("../../data/fonts/NotoSans-Bold.ttf");
/// For ≤, ≥, −, → and their kin in either weight.
pub const SIGNS: &[u8] = include_bytes!("../../data/fonts/NotoSansMath-Regular.ttf");
