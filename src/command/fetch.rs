//! `tackning fetch`: the demand from the official sources, as files of a region's
//! folder.

use std::{cell::RefCell, path::PathBuf, time::Duration};

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use jiff::Timestamp;
use tackning::{
    domain::ZoneKind,
    ingest::region::{RegionFiles, read_region},
    sources::{
        Account, Catalogue, Client, From, Job, OpenStreetMapJob, Patience, Product, Progress, Source, Written,
    },
};
use url::Url;

use super::{embedded, progress::Steps};

/// Where secrets stand: arguments are seen by everybody on the machine.
const ACCOUNT: &str = "TACKNING_SOURCE_ACCOUNT";
const TOKEN: &str = "TACKNING_SOURCE_TOKEN";

#[derive(Debug, Subcommand)]
pub enum FetchCommand {
    /// Municipalities with their outlines: SCB's digital boundaries. Fetched first: others need them
    Municipalities(FetchArguments),
    /// Inhabitants by squares of 1 km: SCB
    Population(FetchArguments),
    /// Localities (tätorter) as points and as areas: SCB
    Localities(FetchArguments),
    /// Small localities (småorter): SCB
    SmallLocalities(FetchArguments),
    /// Demographic statistical areas (DeSO): SCB
    StatisticalAreas(FetchArguments),
    /// Roads: the national road database (NVDB), as GeoPackage for each county: Trafikverket
    Roads(FetchArguments),
    /// Buildings: Lantmäteriet, with an account
    Buildings(FetchArguments),
    /// Addresses: Lantmäteriet, with an account
    Addresses(FetchArguments),
    /// Trails: Naturvårdsverket
    Trails(FetchArguments),
    /// Protected areas: Naturvårdsverket
    ProtectedAreas(FetchArguments),
    /// Roads, railways, trails and buildings from an extract of OpenStreetMap, in a folder of their own (ODbL)
    Openstreetmap(FetchArguments),
}

#[derive(Debug, Args)]
pub struct FetchArguments {
    /// The folder to write into
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The source's address, for another year or another server; left out: the official one
    #[arg(long, value_name = "URL", conflicts_with = "file")]
    url: Vec<Url>,
    /// A file that was fetched by hand: GeoJSON, GeoPackage, Shapefile, a zip of these, or .osm.pbf
    #[arg(long, value_name = "FILE")]
    file: Vec<PathBuf>,
    /// A county by its two digits, for instance 24; left out: those of the region
    #[arg(long, value_name = "CODE", value_parser = county)]
    county: Vec<String>,
    /// The region whose counties are meant; left out: Norrbotten and Västerbotten
    #[arg(long, value_name = "DIR")]
    region: Option<PathBuf>,
    /// The layer or table, where the year or the file has another name for it
    #[arg(long)]
    layer: Option<String>,
    /// Where the counties are; left out: municipalities.geojson in the folder that is written into
    #[arg(long, value_name = "FILE")]
    municipalities: Option<PathBuf>,
    /// How many features are asked for at a time
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u64).range(1..))]
    page_size: Option<u64>,
    /// How often one thing is asked for before the fetch gives up
    #[arg(long, value_name = "COUNT", default_value_t = Patience::default().tries)]
    tries: u32,
    /// The longest wait that a source may ask for
    #[arg(long, value_name = "SECONDS", default_value_t = Patience::default().longest_wait.as_secs())]
    longest_wait: u64,
}

fn county(text: &str) -> Result<String, String> {
    let is_code = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_code { Ok(text.to_owned()) } else { Err("a county has two digits, for instance 24".to_owned()) }
}

pub async fn fetch(command: FetchCommand) -> anyhow::Result<()> {
    let (product, arguments) = match command {
        FetchCommand::Openstreetmap(arguments) => return openstreetmap(arguments).await,
        FetchCommand::Municipalities(arguments) => (Product::Municipalities, arguments),
        FetchCommand::Population(arguments) => (Product::Population, arguments),
        FetchCommand::Localities(arguments) => (Product::Localities, arguments),
        FetchCommand::SmallLocalities(arguments) => (Product::SmallLocalities, arguments),
        FetchCommand::StatisticalAreas(arguments) => (Product::StatisticalAreas, arguments),
        FetchCommand::Roads(arguments) => (Product::Roads, arguments),
        FetchCommand::Buildings(arguments) => (Product::Buildings, arguments),
        FetchCommand::Addresses(arguments) => (Product::Addresses, arguments),
        FetchCommand::Trails(arguments) => (Product::Trails, arguments),
        FetchCommand::ProtectedAreas(arguments) => (Product::ProtectedAreas, arguments),
    };
    if product == Product::Roads && arguments.url.is_empty() && arguments.file.is_empty() {
        bail!(
            "roads: Trafikverket hands out NVDB to whoever is signed in at {}: order the counties as GeoPackage there, \
            and give their addresses with --url or the files with --file",
            Catalogue::built_in().source("roads").address
        );
    }
    let source = arguments.source(product.name());
    let client = arguments.client(&source)?;
    let told = Told::new(&format!("{}: {}", source.publisher, source.title));
    let job = Job {
        product,
        from: arguments.origin(&source)?,
        source: &source,
        counties: arguments.counties()?,
        municipalities: arguments.municipalities.clone(),
        out: arguments.out.clone(),
        client: &client,
        progress: &told,
        now: Timestamp::now(),
    };
    let written = job.run().await;
    told.finish();
    print(&written?);
    Ok(())
}

async fn openstreetmap(arguments: FetchArguments) -> anyhow::Result<()> {
    let source = arguments.source("openstreetmap");
    let client = arguments.client(&source)?;
    let told = Told::new(&source.publisher);
    let job = OpenStreetMapJob {
        source: &source,
        from: arguments.origin(&source)?,
        counties: arguments.counties()?,
        municipalities: arguments.municipalities.clone(),
        out: arguments.out.clone(),
        client: &client,
        progress: &told,
        now: Timestamp::now(),
    };
    let written = job.run().await;
    told.finish();
    print(&written?);
    Ok(())
}

impl FetchArguments {
    /// The catalogue's source with what the arguments say in its place.
    fn source(&self, name: &str) -> Source {
        let mut source = Catalogue::built_in().source(name).clone();
        if let Some(layer) = &self.layer {
            source.layer = Some(layer.clone());
        }
        if let Some(page_size) = self.page_size {
            if let Some(terms) = source.wfs.as_mut() {
                terms.page_size = page_size;
            }
            if let Some(terms) = source.stac.as_mut() {
                terms.page_size = page_size;
            }
        }
        source
    }

    fn origin(&self, source: &Source) -> anyhow::Result<From> {
        if !self.file.is_empty() {
            return Ok(From::Files(self.file.clone()));
        }
        if !self.url.is_empty() {
            return Ok(From::Addresses(self.url.clone()));
        }
        let url = source.address.parse().with_context(|| format!("{} is no address", source.address))?;
        Ok(From::Addresses(vec![url]))
    }

    /// Those that are named, or the region's own.
    fn counties(&self) -> anyhow::Result<Vec<String>> {
        let mut counties = self.county.clone();
        if counties.is_empty() {
            let files = self.region.clone().map_or_else(embedded::default_region, RegionFiles::Folder);
            let region = read_region(&files).context("the region can't be read")?.region;
            let is_county = |kind: &ZoneKind| *kind == ZoneKind::new("county");
            let zones = region.zones.iter().filter(|zone| is_county(&zone.kind));
            counties = zones.map(|zone| zone.code.to_string()).collect();
        }
        if counties.is_empty() {
            bail!("the region has no counties: name them with --county");
        }
        counties.sort();
        counties.dedup();
        Ok(counties)
    }

    fn client(&self, source: &Source) -> anyhow::Result<Client> {
        let patience = Patience {
            tries: self.tries,
            longest_wait: Duration::from_secs(self.longest_wait),
            ..Patience::default()
        };
        Ok(Client::new(self.account(source)?, patience)?)
    }

    /// The account of the environment, for the source's own hosts and those that are named.
    fn account(&self, source: &Source) -> anyhow::Result<Option<Account>> {
        let own = source.stac.iter().flat_map(|terms| terms.account_hosts.iter().cloned());
        let named = self.url.iter().filter_map(|url| url.host_str().map(str::to_owned));
        let hosts: Vec<String> = own.chain(named).collect();
        let secret = |name| std::env::var(name).ok().filter(|secret| !secret.is_empty());
        match (secret(ACCOUNT), secret(TOKEN)) {
            (Some(_), Some(_)) => bail!("{ACCOUNT} and {TOKEN} are both set: a source takes one of them"),
            (Some(account), None) => Ok(Some(Account::basic(&account, hosts).context(ACCOUNT)?)),
            (None, Some(token)) => Ok(Some(Account::bearer(&token, hosts))),
            (None, None) => Ok(None),
        }
    }
}

/// How far a fetch has come, on the terminal.
struct Told {
    steps: Steps,
    doing: RefCell<String>,
}

impl Told {
    fn new(doing: &str) -> Self {
        let told = Self { steps: Steps::new(1), doing: RefCell::default() };
        told.says(doing);
        told
    }

    fn finish(self) {
        self.steps.finish();
    }
}

impl Progress for Told {
    fn reached(&self, done: u64, total: u64) {
        self.steps.reach(&self.doing.borrow(), done, total);
    }

    fn says(&self, sentence: &str) {
        sentence.clone_into(&mut self.doing.borrow_mut());
        self.steps.begin(sentence);
    }
}

fn print(written: &[Written]) {
    for Written { path, count, sha256, source_count, left_out } in written {
        println!("{}: {count} of {source_count} features. SHA-256 {sha256}", path.display());
        for (reason, count) in left_out {
            println!("  left out: {count} {reason}");
        }
    }
}
