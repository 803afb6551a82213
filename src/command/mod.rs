//! The commands and their arguments.

mod access;
mod audit;
mod backup;
mod campaign;
mod column_mapping;
mod delivery;
mod demo;
mod demo_data;
mod demo_tokens;
mod embedded;
mod fetch;
mod header_arguments;
mod import;
mod limits;
mod measurements;
mod plan;
mod print_protocol;
mod procurement;
mod progress;
mod region;
mod requirement;
mod serve;
mod tiles;
mod token;
mod verify;

use std::{net::SocketAddr, path::PathBuf};

use access::AccessArguments;
use anyhow::{Context, bail};
use clap::{Args, Parser, Subcommand, ValueEnum};
use limits::LimitArguments;
use tackning::{
    demonstration::Scale,
    publishing::AsOf,
    report::picture,
    store::{DatabaseUrl, Store, StoreError, StoreSettings},
};

#[derive(Debug, Parser)]
#[command(name = "tackning", version, about = "See, prove and improve mobile coverage")]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Fill an empty folder with the demonstration, then serve it
    Demo {
        #[command(flatten)]
        folder: Folder,
        /// Address and port to serve at
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
        #[command(flatten)]
        access: Box<AccessArguments>,
    },
    /// Serve what a folder holds
    Serve {
        #[command(flatten)]
        folder: Folder,
        /// Address and port to serve at
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
        /// The date to which ages and validity are counted; today if left out
        #[arg(long, value_name = "YYYY-MM-DD")]
        as_of: Option<jiff::civil::Date>,
        #[command(flatten)]
        access: Box<AccessArguments>,
        #[command(flatten)]
        limits: LimitArguments,
    },
    /// Import a file into a folder, also while it is served
    #[command(subcommand)]
    Import(Import),
    /// What measurements say of the claims: confirmed, refuted, inconclusive or not measured
    Verify(Box<verify::VerifyArguments>),
    /// Where to measure next: roads in driving order, within a budget
    Plan(Box<plan::PlanArguments>),
    /// Requirements: their text, versions, verdicts and market
    #[command(subcommand)]
    Requirement(requirement::RequirementCommand),
    /// Procurements, whether their rooms of bids are whole, and their bids evaluated
    #[command(subcommand)]
    Procurement(procurement::ProcurementCommand),
    /// Compute a protocol of an evaluation again, and say whether every byte is the same
    Recompute(procurement::RecomputeArguments),
    /// Check that a protocol of an evaluation is as it was signed
    VerifyProtocol(procurement::VerifyProtocolArguments),
    /// Set a signed protocol as PDF, with the signed file attached
    PrintProtocol(print_protocol::PrintProtocolArguments),
    /// Deliveries that wait for a decision
    #[command(subcommand)]
    Delivery(delivery::DeliveryCommand),
    /// Campaigns: what is measured, erased and deleted
    #[command(subcommand)]
    Campaign(campaign::CampaignCommand),
    /// Which column of a table of measurements is what, under a name
    #[command(subcommand)]
    ColumnMapping(column_mapping::ColumnMappingCommand),
    /// Fetch the demand from the official sources, as files of a region's folder
    #[command(subcommand)]
    Fetch(fetch::FetchCommand),
    /// Keys for programs
    #[command(subcommand)]
    Token(token::TokenCommand),
    /// The trail of all changes
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// The map as a file
    #[command(subcommand)]
    Tiles(tiles::TilesCommand),
    /// Save everything that a folder holds to one file, also while it is served
    Backup(backup::BackupArguments),
    /// Fill an empty folder or database with what a backup holds
    Restore(backup::RestoreArguments),
    /// Make the demonstration's files, or larger sets for the benchmarks
    DemoData {
        /// The folder to write into
        #[arg(long, default_value = "data")]
        out: PathBuf,
        /// About how many coverage vertices
        #[arg(long, value_enum, default_value_t = ScaleName::Default)]
        scale: ScaleName,
        #[arg(long, default_value_t = tackning::demonstration::DEFAULT_SEED)]
        seed: u64,
    },
    /// Print the OpenAPI document
    Openapi,
    /// Draw one map picture: asked for by the service itself
    #[command(name = picture::SUBCOMMAND, hide = true)]
    MapPicture,
}

#[derive(Debug, Subcommand)]
enum Import {
    /// Coverage: GeoJSON, GeoPackage, zipped Shapefile, FlatGeobuf, GeoTIFF or a table of grid cells
    Coverage(Box<import::CoverageArguments>),
    /// Measurements: CSV with named columns, G-NetTrack logs, GeoJSON points, plain or gzip
    Measurements(Box<measurements::MeasurementArguments>),
}

#[derive(Clone, Debug, Args)]
pub struct Folder {
    #[command(flatten)]
    storage: Storage,
    /// A region's folder with its region.json; left out: Norrbotten and Västerbotten
    #[arg(long, value_name = "DIR")]
    region: Option<PathBuf>,
}

/// Where everything is kept.
#[derive(Clone, Debug, Args)]
pub struct Storage {
    /// The folder that holds the database and the delivered files, and files on their way in
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// A PostgreSQL database, as postgres://user:password@host/name; left out: SQLite in the folder
    #[arg(long, value_name = "URL", env = "DATABASE_URL", hide_env_values = true)]
    database_url: Option<DatabaseUrl>,
    /// Where delivered files are kept, as s3://bucket/prefix, with keys and endpoint in AWS_… variables; left out: in the folder
    #[arg(long, value_name = "URL", env = "OBJECT_STORE_URL")]
    object_store_url: Option<String>,
}

impl Storage {
    fn settings(&self) -> StoreSettings {
        let Self { data, database_url, object_store_url } = self.clone();
        StoreSettings { folder: data, database_url, object_store_url }
    }

    async fn open(&self) -> Result<Store, StoreError> {
        Store::open_with(&self.settings()).await
    }

    /// The store of a folder that is there: what only looks makes no new one.
    async fn existing(&self) -> anyhow::Result<Store> {
        if !self.data.is_dir() {
            bail!("there is no data folder {}", self.data.display());
        }
        Ok(self.open().await?)
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ScaleName {
    Default,
    #[value(name = "50k")]
    Vertices50k,
    #[value(name = "1m")]
    Vertices1m,
    #[value(name = "10m")]
    Vertices10m,
}

pub fn run(arguments: Arguments) -> anyhow::Result<()> {
    match arguments.command {
        Command::Demo { folder, listen, access } => serving(demo::demo(&folder, listen, &access)),
        Command::Serve { folder, listen, as_of, access, limits } => {
            let as_of = as_of.map_or(AsOf::Today, AsOf::Date);
            serving(serve::serve(&folder, listen, as_of, &access, limits.limits()))
        }
        Command::Import(Import::Coverage(arguments)) => serving(import::coverage(*arguments)),
        Command::Import(Import::Measurements(arguments)) => serving(measurements::measurements(*arguments)),
        Command::Campaign(command) => serving(campaign::campaign(command)),
        Command::ColumnMapping(command) => serving(column_mapping::column_mapping_command(command)),
        Command::Verify(arguments) => serving(verify::verify(*arguments)),
        Command::Plan(arguments) => serving(plan::plan(*arguments)),
        Command::Requirement(command) => serving(requirement::requirement(command)),
        Command::Procurement(command) => serving(procurement::procurement(command)),
        Command::Recompute(arguments) => serving(procurement::recompute_protocol(arguments)),
        Command::VerifyProtocol(arguments) => procurement::check_protocol(&arguments),
        Command::PrintProtocol(arguments) => print_protocol::print_protocol(&arguments),
        Command::Delivery(command) => serving(delivery::delivery(command)),
        Command::Fetch(command) => serving(fetch::fetch(command)),
        Command::Token(command) => serving(token::token(command)),
        Command::Audit(command) => serving(audit::audit(command)),
        Command::Tiles(command) => serving(tiles::tiles(command)),
        Command::Backup(arguments) => serving(backup::backup(arguments)),
        Command::Restore(arguments) => serving(backup::restore(arguments)),
        Command::DemoData { out, scale, seed } => demo_data::demo_data(&out, scale.into(), seed),
        Command::Openapi => openapi(),
        Command::MapPicture => Ok(picture::worker(std::io::stdin().lock(), std::io::stdout().lock())?),
    }
}

fn serving(work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("no run time")?.block_on(work)
}

fn openapi() -> anyhow::Result<()> {
    println!("{}", tackning::http::openapi().to_pretty_json()?);
    Ok(())
}

impl From<ScaleName> for Scale {
    fn from(name: ScaleName) -> Self {
        match name {
            ScaleName::Default => Scale::Default,
            ScaleName::Vertices50k => Scale::Vertices50k,
            ScaleName::Vertices1m => Scale::Vertices1m,
            ScaleName::Vertices10m => Scale::Vertices10m,
        }
    }
}
