//! From a request to the finished page: lays it out, has the map drawn, hatches
//! it and writes everything else over and around it.

use std::{collections::BTreeMap, io::Cursor, time::Duration};

use image::{
    DynamicImage, ExtendedColorType, ImageEncoder, ImageFormat, Rgba, RgbaImage,
    codecs::png::{CompressionType, FilterType, PngEncoder},
    imageops,
};
use rayon::prelude::*;
use resvg::{
    tiny_skia::{IntSize, Pixmap, Transform},
    usvg,
};

use super::{
    Drawn, Layer, MapPicture, NoPicture, Paint, TileAddress,
    check::{check_layers, check_view},
    font,
    frame::Frame,
    furniture::{write_demonstration, write_frame, write_north_arrow, write_scale_bar, write_texts},
    hatch::hatch,
    job::{Job, PlacedTile},
    labels::write_labels,
    layout::Layout,
    process::WorkerCommand,
    svg::{Rect, Svg},
};

/// The tiles that the picture's map touches, row by row. The size of the texts
/// counts: they take their room from the map.
pub fn tiles_needed(picture: &MapPicture) -> Result<Vec<TileAddress>, NoPicture> {
    Ok(Plan::new(picture)?.frame.tiles())
}

/// The picture as PNG, drawn by a process of this program's own.
pub async fn draw(picture: MapPicture, time_limit: Duration) -> Result<Vec<u8>, NoPicture> {
    draw_with(&WorkerCommand::this_program()?, picture, time_limit).await
}

/// As [`draw`], with another drawing process.
pub async fn draw_with(
    worker: &WorkerCommand,
    picture: MapPicture,
    time_limit: Duration,
) -> Result<Vec<u8>, NoPicture> {
    let drawn = draw_all_with(worker, vec![picture], time_limit).await.pop();
    drawn.unwrap_or_else(|| failed("the map is missing"))
}

/// Several pictures in their order, drawn by one process: one is opened for all of
/// them, and the time limit is that of all together.
pub async fn draw_all(pictures: Vec<MapPicture>, time_limit: Duration) -> Vec<Drawn> {
    match WorkerCommand::this_program() {
        Ok(worker) => draw_all_with(&worker, pictures, time_limit).await,
        Err(reason) => vec![Err(reason); pictures.len()],
    }
}

/// As [`draw_all`], with another drawing process.
pub async fn draw_all_with(
    worker: &WorkerCommand,
    pictures: Vec<MapPicture>,
    time_limit: Duration,
) -> Vec<Drawn> {
    let plans: Vec<_> = pictures.iter().map(Plan::new).collect();
    let planned = plans.iter().zip(&pictures);
    let jobs: Vec<Job> =
        planned.filter_map(|(plan, picture)| Some(plan.as_ref().ok()?.job(picture))).collect();
    let mut maps = worker.draw(&jobs, time_limit).await.into_iter();
    let count = pictures.len();
    let with_maps = pictures.into_iter().zip(plans).map(|(picture, plan)| {
        let plan = plan?;
        let map = maps.next().unwrap_or_else(|| failed("the map is missing"))?;
        Ok((picture, plan, map))
    });
    let with_maps: Vec<Result<_, NoPicture>> = with_maps.collect();
    let pages = tokio::task::spawn_blocking(move || {
        let pages = with_maps.into_par_iter().map(|found| {
            let (picture, plan, map) = found?;
            plan.page(&picture, &map)
        });
        pages.collect()
    });
    pages.await.unwrap_or_else(|error| vec![failed(error); count])
}

/// Where everything lies, on the page and in the world.
struct Plan {
    layout: Layout,
    frame: Frame,
}

impl Plan {
    fn new(picture: &MapPicture) -> Result<Self, NoPicture> {
        check_view(&picture.view)?;
        check_layers(&picture.layers)?;
        let layout = Layout::new(picture)?;
        let (width_px, height_px) = layout.map_px();
        let frame = Frame::new(&picture.view, width_px, height_px);
        Ok(Self { layout, frame })
    }

    fn job(&self, picture: &MapPicture) -> Job {
        let (width_px, height_px) = self.layout.map_px();
        Job {
            width_px,
            height_px,
            tile_px: self.frame.tile_px(),
            background: picture.background,
            layers: self.layers_in_page_px(&picture.layers),
            tiles: self.placed_tiles(picture),
        }
    }

    fn layers_in_page_px(&self, layers: &[Layer]) -> Vec<Layer> {
        let mut layers = layers.to_vec();
        for layer in &mut layers {
            if let Paint::Line { width_px, .. } = &mut layer.paint {
                *width_px *= self.layout.scale;
            }
        }
        layers
    }

    /// Vector tiles of one address are joined by writing one after the other, as
    /// the encoding allows.
    fn placed_tiles(&self, picture: &MapPicture) -> Vec<PlacedTile> {
        let mut bytes: BTreeMap<TileAddress, Vec<u8>> = BTreeMap::new();
        for address in self.frame.tiles() {
            bytes.insert(address, Vec::new());
        }
        for tile in &picture.tiles {
            if let Some(bytes) = bytes.get_mut(&tile.address) {
                bytes.extend(&tile.mvt);
            }
        }
        let placed = |(address, mvt)| {
            let (left_px, top_px) = self.frame.place(address);
            PlacedTile { left_px, top_px, mvt }
        };
        bytes.into_iter().map(placed).collect()
    }

    fn page(&self, picture: &MapPicture, map_png: &[u8]) -> Result<Vec<u8>, NoPicture> {
        let map = match image::load_from_memory_with_format(map_png, ImageFormat::Png) {
            Ok(map) => self.hatched(picture, map.into_rgba8()),
            Err(error) => return failed(error),
        };
        let white = Rgba([u8::MAX; 4]);
        let mut page = RgbaImage::from_pixel(picture.width_px, picture.height_px, white);
        let Rect { left, top, .. } = self.layout.map;
        imageops::replace(&mut page, &map, left as i64, top as i64);
        self.layout.legend.paint_areas(&mut page);
        let page = written_over(page, &self.writing(picture))?;
        png(page)
    }

    fn hatched(&self, picture: &MapPicture, mut map: RgbaImage) -> RgbaImage {
        for layer in &picture.layers {
            if let Paint::Fill { colour, hatching: Some(hatching) } = layer.paint {
                hatch(&mut map, colour, hatching, self.layout.scale);
            }
        }
        map
    }

    fn writing(&self, picture: &MapPicture) -> String {
        let layout = &self.layout;
        let mut svg = Svg::default();
        let on_map = Rect { left: 0.0, top: 0.0, ..layout.map };
        let mut labels = Svg::default();
        write_labels(&mut labels, &picture.labels, &self.frame, &on_map, layout.scale);
        svg.moved_and_clipped(&layout.map, labels);
        write_frame(&mut svg, layout);
        write_north_arrow(&mut svg, layout);
        if let Some(text) = &picture.demonstration {
            write_demonstration(&mut svg, layout, text);
        }
        layout.legend.write(&mut svg);
        write_scale_bar(&mut svg, layout, &self.frame, picture.language);
        write_texts(&mut svg, layout);
        svg.document(picture.width_px, picture.height_px)
    }
}

fn written_over(page: RgbaImage, svg: &str) -> Result<RgbaImage, NoPicture> {
    let options = usvg::Options {
        fontdb: font::database(),
        font_family: font::FAMILY.to_owned(),
        ..usvg::Options::default()
    };
    let tree = usvg::Tree::from_str(svg, &options);
    let tree = tree.or_else(failed)?;
    let (width, height) = page.dimensions();
    let size = IntSize::from_wh(width, height);
    // Opaque pixels are the same with and without their alpha multiplied in.
    let pixmap = size.and_then(|size| Pixmap::from_vec(page.into_raw(), size));
    let Some(mut pixmap) = pixmap else {
        return failed("a page without pixels");
    };
    resvg::render(&tree, Transform::identity(), &mut pixmap.as_mut());
    match RgbaImage::from_raw(width, height, pixmap.take()) {
        Some(page) => Ok(page),
        None => failed("a page without pixels"),
    }
}

fn png(page: RgbaImage) -> Result<Vec<u8>, NoPicture> {
    let page = DynamicImage::from(page).into_rgb8();
    let (width, height) = page.dimensions();
    let mut bytes = Cursor::new(Vec::new());
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive);
    match encoder.write_image(page.as_raw(), width, height, ExtendedColorType::Rgb8) {
        Ok(()) => Ok(bytes.into_inner()),
        Err(error) => failed(error),
    }
}

fn failed<T>(reason: impl ToString) -> Result<T, NoPicture> {
    Err(NoPicture::Failed { reason: reason.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::picture::{
        Colour, Hatching, LegendEntry, Pattern, Symbol, Tile,
        hatch::rgba,
        sample::{self, test_worker},
    };

    const SEA: Colour = Colour::new(0xdc, 0xe8, 0xf0);
    const GAP: Colour = Colour::new(0xf2, 0xb8, 0xa0);
    const INK: Colour = Colour::new(0xa0, 0x30, 0x10);
    const ROAD: Colour = Colour::new(0x40, 0x40, 0x48);
    const LIMIT: Duration = Duration::from_secs(60);

    fn layer(source: &str, paint: Paint) -> Layer {
        let source = source.to_owned();
        Layer { source, paint }
    }

    fn line(colour: Colour, width_px: f64) -> Paint {
        Paint::Line { colour, width_px }
    }

    fn fill(colour: Colour, pattern: Option<Pattern>) -> Paint {
        let hatching = pattern.map(|pattern| Hatching { pattern, colour: INK });
        Paint::Fill { colour, hatching }
    }

    /// The sample tile at every address, under the given layers.
    fn request(layers: Vec<Layer>) -> MapPicture {
        let mut picture = MapPicture {
            background: SEA,
            layers,
            legend: vec![LegendEntry {
                symbol: Symbol::Area { colour: GAP, hatching: None },
                text: "Brist".to_owned(),
            }],
            ..sample::picture()
        };
        for address in tiles_needed(&picture).expect("a page with a map") {
            let mvt = sample::tile();
            picture.tiles.push(Tile { address, mvt });
        }
        picture
    }

    async fn drawn(picture: MapPicture) -> RgbaImage {
        let png = draw_with(&test_worker(&[]), picture, LIMIT).await;
        let png = png.expect("make test installs a Vulkan driver");
        let page = image::load_from_memory_with_format(&png, ImageFormat::Png);
        page.expect("a whole PNG").into_rgba8()
    }

    /// The colours at positions in the tile, of 4096 units, for each tile that is
    /// wholly in the map.
    async fn check(layers: Vec<Layer>, expected: &[((f64, f64), Colour)]) {
        let picture = request(layers);
        let plan = Plan::new(&picture).expect("a page with a map");
        let page = drawn(picture).await;
        let tile_px = f64::from(plan.frame.tile_px());
        let map = plan.layout.map;
        let mut whole_tiles = 0;
        for address in plan.frame.tiles() {
            let (left, top) = plan.frame.place(address);
            let tile = Rect {
                left: map.left + left as f64,
                top: map.top + top as f64,
                width: tile_px,
                height: tile_px,
            };
            if !map.contains(&tile) {
                continue;
            }
            whole_tiles += 1;
            for &((x, y), colour) in expected {
                let x = (tile.left + x / 4096.0 * tile_px) as u32;
                let y = (tile.top + y / 4096.0 * tile_px) as u32;
                let pixel = page.get_pixel(x, y);
                assert_eq!(*pixel, rgba(colour), "{address:?} at {x}, {y}");
            }
        }
        assert!(whole_tiles > 0);
    }

    const RING: (f64, f64) = (1280.0, 1280.0);
    const HOLE: (f64, f64) = (2048.0, 2048.0);
    const OUTSIDE: (f64, f64) = (512.0, 512.0);
    const ON_LINE: (f64, f64) = (1000.0, 3584.0);
    /// Five pixels beside the line's middle.
    const BESIDE_LINE: (f64, f64) = (1000.0, 3624.0);
    const ON_OUTLINE: (f64, f64) = (1024.0, 2000.0);

    #[tokio::test]
    async fn fills_and_lines_are_where_they_should_be() {
        let layers = vec![
            layer("square", fill(GAP, None)),
            layer("square", line(INK, 4.0)),
            layer("line", line(ROAD, 4.0)),
        ];
        let expected = [
            (RING, GAP),
            (HOLE, SEA),
            (OUTSIDE, SEA),
            (ON_LINE, ROAD),
            (BESIDE_LINE, SEA),
            (ON_OUTLINE, INK),
        ];
        check(layers, &expected).await;
    }

    #[tokio::test]
    async fn lines_have_their_width_and_layers_their_order() {
        let wide = vec![layer("line", line(ROAD, 14.0))];
        check(wide, &[(ON_LINE, ROAD), (BESIDE_LINE, ROAD)]).await;
        let upper = vec![layer("square", fill(INK, None)), layer("square", fill(GAP, None))];
        check(upper, &[(RING, GAP)]).await;
    }

    #[tokio::test]
    async fn patterns_cover_their_fill_only() {
        let page = drawn(request(vec![layer("square", fill(GAP, Some(Pattern::Diagonal)))])).await;
        let count = |colour| {
            let pixels = page.pixels();
            pixels.filter(|pixel| **pixel == rgba(colour)).count()
        };
        assert!(count(INK) > 10_000);
        assert!(count(GAP) > 3 * count(INK));
        assert!(count(SEA) > count(GAP));
    }

    #[tokio::test]
    async fn bytes_that_are_no_tile_are_no_picture() {
        let mut picture = request(vec![layer("square", fill(GAP, None))]);
        picture.tiles[0].mvt = b"no tile".to_vec();
        let drawn = draw_with(&test_worker(&[]), picture, LIMIT).await;
        let Err(NoPicture::Failed { reason }) = drawn else {
            panic!("drawn");
        };
        assert!(reason.contains("can't be read"), "{reason}");
    }
}
