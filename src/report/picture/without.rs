//! The same functions in a program that was built without map pictures.

use std::{
    io::{Read, Write},
    time::Duration,
};

use super::{Drawn, MapPicture, NoPicture, TileAddress};

/// The subcommand that would draw.
pub const SUBCOMMAND: &str = "map-picture";

pub fn tiles_needed(_picture: &MapPicture) -> Result<Vec<TileAddress>, NoPicture> {
    Err(NoPicture::BuiltWithout)
}

pub async fn draw(_picture: MapPicture, _time_limit: Duration) -> Result<Vec<u8>, NoPicture> {
    Err(NoPicture::BuiltWithout)
}

pub async fn draw_all(pictures: Vec<MapPicture>, _time_limit: Duration) -> Vec<Drawn> {
    vec![Err(NoPicture::BuiltWithout); pictures.len()]
}

pub fn worker(_input: impl Read, _output: impl Write) -> Result<(), NoPicture> {
    Err(NoPicture::BuiltWithout)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::picture::{Colour, Language, View};

    #[tokio::test]
    async fn the_reason_is_given() {
        let picture = MapPicture {
            width_px: 1200,
            height_px: 1500,
            view: View::Centre { lng: 20.0, lat: 65.0, zoom: 5.0 },
            background: Colour::new(255, 255, 255),
            layers: Vec::new(),
            tiles: Vec::new(),
            labels: Vec::new(),
            title: String::new(),
            subtitle: String::new(),
            legend: Vec::new(),
            attribution: String::new(),
            demonstration: None,
            language: Language::Swedish,
        };
        assert_eq!(tiles_needed(&picture), Err(NoPicture::BuiltWithout));
        let drawn = draw(picture, Duration::from_secs(1)).await;
        assert_eq!(drawn, Err(NoPicture::BuiltWithout));
    }
}
