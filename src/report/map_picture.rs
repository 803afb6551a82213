//! Draws vector tiles with maplibre-rs, without a window and without network.
//! The only file that names the crate; docs/decisions/0001-map-pictures.md says
//! what it can and can't do, and why it runs in a process of its own.

use std::{cell::RefCell, rc::Rc};

use image::RgbaImage;
use maplibre::{
    context::MapContext,
    headless::{
        HeadlessPlugin, environment::HeadlessEnvironment, map::HeadlessMap, window::HeadlessMapWindowConfig,
    },
    io::apc::SchedulerAsyncProcedureCall,
    kernel::{Kernel, KernelBuilder},
    platform::{http_client::ReqwestHttpClient, scheduler::TokioScheduler},
    plugin::Plugin,
    render::{
        RenderPlugin, RenderStageLabel, Renderer,
        graph::RenderGraph,
        resource::Head,
        settings::{Backends, RendererSettings, WgpuSettings},
    },
    schedule::Schedule,
    style::{Style, layer::StyleLayer},
    tcs::{
        system::{System, SystemContainer},
        world::World,
    },
    vector::{DefaultVectorTransferables, VectorPlugin},
    window::{MapWindowConfig, WindowSize},
};
use serde_json::json;
use tokio::runtime::{Builder, Runtime};

use super::picture::{
    Colour, Paint,
    job::{Fault, Job},
    tile_shapes::layer_name,
};

/// Draws one square tile after the other.
pub struct TileRenderer {
    runtime: Runtime,
    map: HeadlessMap,
    layer_names: Vec<String>,
    tile_px: u32,
    /// The last tile's pixels, RGBA, filled by [`ReadFrame`].
    frame: Rc<RefCell<Vec<u8>>>,
}

impl TileRenderer {
    /// Opens the graphics device for tiles of the job's size and style.
    pub fn new(job: &Job) -> Result<Self, Fault> {
        // The crate is written with async functions, though none of them waits.
        let runtime = Builder::new_current_thread().build().map_err(failed)?;
        let size =
            WindowSize::new(job.tile_px, job.tile_px).ok_or_else(|| failed("a tile without pixels"))?;
        let settings = WgpuSettings {
            // Not OpenGL: which of the two is found would change the picture.
            backends: Some(Backends::VULKAN),
            ..WgpuSettings::default()
        };
        let window = HeadlessMapWindowConfig::new(size).create();
        let renderer = Renderer::initialize_headless(&window, settings, RendererSettings::default());
        let renderer = runtime.block_on(renderer).map_err(|_| Fault::NoVulkanDriver)?;

        let frame = Rc::default();
        let plugins: Vec<Box<dyn Plugin<HeadlessEnvironment>>> = vec![
            Box::new(RenderPlugin),
            Box::new(VectorPlugin::<DefaultVectorTransferables>::default()),
            Box::new(HeadlessPlugin::new(false)),
            Box::new(ReadFrame { frame: Rc::clone(&frame) }),
        ];
        let map = HeadlessMap::new(style(job)?, renderer, kernel(size), plugins).map_err(failed)?;
        Ok(Self {
            runtime,
            map,
            layer_names: (0..=job.layers.len()).map(layer_name).collect(),
            tile_px: job.tile_px,
            frame,
        })
    }

    /// One picture of the tile's size. The tile has been prepared by
    /// [`super::picture::tile_shapes`].
    pub fn draw(&mut self, tile: Vec<u8>) -> Result<RgbaImage, Fault> {
        let names: Vec<&str> = self.layer_names.iter().map(String::as_str).collect();
        let shapes = self.map.process_tile(tile.into_boxed_slice(), &names);
        let shapes = self.runtime.block_on(shapes);
        self.map.render_tile(shapes);
        let pixels = self.frame.take();
        RgbaImage::from_raw(self.tile_px, self.tile_px, pixels)
            .ok_or_else(|| failed("the driver gave no pixels"))
    }
}

/// The kernel wants a web client; nothing here ever asks it for a tile.
fn kernel(size: WindowSize) -> Kernel<HeadlessEnvironment> {
    KernelBuilder::new()
        .with_map_window_config(HeadlessMapWindowConfig::new(size))
        .with_http_client(ReqwestHttpClient::new(None))
        .with_apc(SchedulerAsyncProcedureCall::new(TokioScheduler::new()))
        .with_scheduler(TokioScheduler::new())
        .build()
}

/// The background and then the job's layers, all as fills.
fn style(job: &Job) -> Result<Style, Fault> {
    let colours = job.layers.iter().map(|layer| match layer.paint {
        Paint::Fill { colour, .. } | Paint::Line { colour, .. } => colour,
    });
    let colours = std::iter::once(job.background).chain(colours);
    let layers = colours.enumerate().map(|(index, colour)| fill(index, colour));
    Ok(Style { layers: layers.collect::<Result<_, _>>()?, ..Style::default() })
}

/// By way of JSON, since the crate's colour type is not its own.
fn fill(index: usize, colour: Colour) -> Result<StyleLayer, Fault> {
    let layer = json!({
        "id": layer_name(index),
        "source_layer": layer_name(index),
        "type": "fill",
        "paint": { "fill-color": colour.to_string() },
    });
    let mut layer: StyleLayer = serde_json::from_value(layer).map_err(failed)?;
    // The depth of the layer; at depth 0 nothing is drawn.
    layer.index = index as u32 + 1;
    Ok(layer)
}

/// The crate itself can only write the frame to a file: this takes it from memory.
struct ReadFrame {
    frame: Rc<RefCell<Vec<u8>>>,
}

impl Plugin<HeadlessEnvironment> for ReadFrame {
    fn build(
        &self,
        schedule: &mut Schedule,
        _kernel: Rc<Kernel<HeadlessEnvironment>>,
        _world: &mut World,
        _graph: &mut RenderGraph,
    ) {
        let frame = Rc::clone(&self.frame);
        let system = SystemContainer::new(Self { frame });
        schedule.add_system_to_stage(RenderStageLabel::Cleanup, system);
    }
}

impl System for ReadFrame {
    fn name(&self) -> std::borrow::Cow<'static, str> {
        "read_frame".into()
    }

    fn run(&mut self, context: &mut MapContext) {
        let surface = context.renderer.resources.surface();
        let Head::Headless(texture) = surface.head() else {
            return;
        };
        let row_bytes = 4 * surface.size().width() as usize;
        let padded_row_bytes = texture.bytes_per_row().get() as usize;
        let buffer = texture.map_async(&context.renderer.device);
        let mapped = buffer.get_mapped_range();
        let rows = mapped.chunks(padded_row_bytes);
        let pixels = rows.flat_map(|row| row[..row_bytes].iter().copied());
        *self.frame.borrow_mut() = pixels.collect();
        drop(mapped);
        texture.unmap();
    }
}

fn failed(reason: impl ToString) -> Fault {
    Fault::Failed { reason: reason.to_string() }
}
