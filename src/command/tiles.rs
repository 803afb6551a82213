//! `tackning tiles`: the map as a file, for whoever serves it from files alone.

use std::{ops::ControlFlow, path::PathBuf};

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use tackning::{
    domain::{NetworkId, Service, Technology},
    index::{Networks, RegionIndex},
    publishing::{AsOf, Publisher},
    tiles::{LayerId, catalogue::MAXIMUM_ZOOM},
    tileset::{Progress, TilesetChoice, TilesetFormat, export},
};

use super::{Folder, progress::Steps, region::region};

#[derive(Debug, Subcommand)]
pub enum TilesCommand {
    /// Write the released layers to one file; started again after a stop, it goes on where it was
    Export(ExportArguments),
}

#[derive(Debug, Args)]
pub struct ExportArguments {
    /// The file to make: its name ends in .pmtiles or .mbtiles
    file: PathBuf,
    #[command(flatten)]
    folder: Folder,
    /// Only these layers, with commas between; left out: all that need nothing more
    #[arg(long, value_delimiter = ',', value_name = "LAYERS")]
    layers: Option<Vec<String>>,
    /// Coverage, gaps and measurements of this network only, or `any` or `all`
    #[arg(long)]
    network: Option<String>,
    /// Coverage, gaps and measurements of this service only
    #[arg(long)]
    service: Option<Service>,
    /// Coverage and gaps of this technology only
    #[arg(long)]
    technology: Option<Technology>,
    #[arg(long, default_value_t = 0)]
    minimum_zoom: u8,
    #[arg(long, default_value_t = MAXIMUM_ZOOM)]
    maximum_zoom: u8,
    /// The date to which ages and validity are counted; today if left out
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<jiff::civil::Date>,
}

pub async fn tiles(command: TilesCommand) -> anyhow::Result<()> {
    let TilesCommand::Export(arguments) = command;
    if TilesetFormat::of(&arguments.file).is_none() {
        bail!("{}: the name of a tileset ends in .pmtiles or .mbtiles", arguments.file.display());
    }
    let steps = Steps::new(2);
    steps.begin("Reading the region");
    let store = arguments.folder.storage.existing().await?;
    let region = region(&arguments.folder)?;
    steps.done();
    steps.begin("Reading what is published");
    let as_of = arguments.as_of.map_or(AsOf::Today, AsOf::Date);
    let publisher = Publisher::open(store, region, as_of).await?;
    steps.finish();
    let (snapshot, frame) = (publisher.snapshot(), publisher.frame().clone());
    let choice = arguments.choice(&snapshot.region)?;
    let file = arguments.file.clone();
    let mut watch = progress();
    let exporting = move || export(&snapshot, &frame, &choice, &file, &mut watch);
    let made = tokio::task::spawn_blocking(exporting).await??;
    let megabytes = made.bytes as f64 / 1e6;
    println!("{}: {} tiles, {megabytes:.1} MB", arguments.file.display(), made.tiles);
    Ok(())
}

impl ExportArguments {
    fn choice(&self, region: &RegionIndex) -> anyhow::Result<TilesetChoice> {
        let layers = self.layers.as_ref().map(|names| names.iter().map(|name| layer(name)).collect());
        let networks = self.network.as_deref().map(|id| match id {
            "any" => Ok(Networks::Any),
            "all" => Ok(Networks::All),
            id => known_network(region, id).map(Networks::One),
        });
        Ok(TilesetChoice {
            layers: layers.transpose()?,
            networks: networks.transpose()?,
            service: self.service,
            technology: self.technology,
            minimum_zoom: self.minimum_zoom,
            maximum_zoom: self.maximum_zoom,
        })
    }
}

fn layer(name: &str) -> anyhow::Result<LayerId> {
    LayerId::from_name(name).with_context(|| format!("the map has no layer `{name}`"))
}

fn known_network(region: &RegionIndex, id: &str) -> anyhow::Result<NetworkId> {
    let known = region.region.network_ids().into_iter().find(|known| known.as_str() == id);
    known.with_context(|| format!("the region has no network `{id}`"))
}

/// A bar on a terminal, and a line each zoom elsewhere.
fn progress() -> impl FnMut(Progress) -> ControlFlow<()> {
    let steps = Steps::new(1);
    let mut zoom = None;
    move |progress| {
        let what = format!("Tiles of zoom {}", progress.zoom);
        if zoom.replace(progress.zoom) != Some(progress.zoom) {
            steps.begin(&format!("{what}: {}", progress.total));
        }
        steps.reach(&what, progress.done as u64, progress.total as u64);
        ControlFlow::Continue(())
    }
}
