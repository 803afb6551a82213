//! `/fonts/…` and `/sprite/…`: the letters and patterns of the map, which no map
//! has to fetch elsewhere.

use std::sync::LazyLock;

use axum::{http::HeaderMap, response::Response};
use moka::sync::Cache;

use super::{extract::Path, kept_file::KeptFile, problem::Problem, router::off_thread, tiles::TileBytes};
use crate::{
    domain::Bilingual,
    tiles::{
        Theme,
        glyphs::{GlyphFont, GlyphRange, glyphs},
        sprite::{Density, sprite_image, sprite_index},
    },
};

/// There are 256 ranges of each font; those with letters take some hundred kilobytes together.
const KEPT_RANGES: u64 = 512;

static RANGES: LazyLock<Cache<(GlyphFont, GlyphRange), KeptFile>> = LazyLock::new(|| Cache::new(KEPT_RANGES));

/// Letters of a font in MapLibre's form: distances to their outlines, 256 characters a file.
#[utoipa::path(get, path = "/fonts/{fontstack}/{range}.pbf", tag = "map", params(
    ("fontstack" = String, Path, description = "`Noto Sans Regular` or `Noto Sans Bold`; of a list the first of these"),
    ("range" = String, Path, description = "Characters by number: `0-255`, `256-511`, …")),
    responses(
        (status = 200, description = "The letters", content_type = "application/x-protobuf", body = TileBytes),
        (status = 304, description = "As the caller has it"),
        (status = 404, response = Problem)))]
pub async fn font(
    Path((stack, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let font = GlyphFont::of_stack(&stack).ok_or_else(|| unknown_font(&stack))?;
    let range = file.strip_suffix(".pbf").and_then(GlyphRange::parse).ok_or_else(|| unknown_font(&file))?;
    if let Some(kept) = RANGES.get(&(font, range)) {
        return Ok(kept.answer(&headers));
    }
    let bytes = off_thread(move || glyphs(font, range)).await?;
    let file = KeptFile::new(bytes, "application/x-protobuf")?;
    RANGES.insert((font, range), file.clone());
    Ok(file.answer(&headers))
}

/// The map's patterns of a theme: one picture with all of them, and where each lies in it.
#[utoipa::path(get, path = "/sprite/{file}", tag = "map", params(
    ("file" = String, Path, description = "A theme with `.json` or `.png`, and `@2x` before it for dense screens: `light@2x.png`")),
    responses(
        (status = 200, description = "Places or picture", content(
            (Object = "application/json"), (TileBytes = "image/png"))),
        (status = 304, description = "As the caller has it"),
        (status = 404, response = Problem)))]
pub async fn sprite(Path(file): Path<String>, headers: HeaderMap) -> Result<Response, Problem> {
    let unknown = || unknown_sprite(&file);
    let (name, ending) = file.rsplit_once('.').ok_or_else(unknown)?;
    let (theme, density) = match name.strip_suffix("@2x") {
        Some(theme) => (theme, Density::Double),
        None => (name, Density::Single),
    };
    let theme: Theme = theme.parse().map_err(|_| unknown())?;
    let file = match ending {
        "json" => KeptFile::new(sprite_index(density).to_string().into_bytes(), "application/json")?,
        "png" => {
            let drawn = off_thread(move || sprite_image(theme, density)).await?;
            KeptFile::new(drawn.map_err(Problem::internal)?, "image/png")?
        }
        _ => return Err(unknown()),
    };
    Ok(file.answer(&headers))
}

fn unknown_font(name: &str) -> Problem {
    let sv = format!("Kartan har inget teckensnitt eller teckenområde `{name}`.");
    let en = format!("The map has no font or range of characters `{name}`.");
    Problem::not_found("unknown_font", Bilingual::new(sv, en))
}

fn unknown_sprite(name: &str) -> Problem {
    let sv = format!("Kartan har inga mönster `{name}`.");
    Problem::not_found("unknown_sprite", Bilingual::new(sv, format!("The map has no patterns `{name}`.")))
}
