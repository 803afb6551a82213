//! `tackning import`: files into a folder's store. A service that runs on the
//! folder publishes them within seconds.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, bail};
use clap::Args;
use jiff::Timestamp;
use tackning::{
    domain::{Actor, DeliveryKind, DeliveryState, Finding, NetworkId, NetworkScope},
    ingest::{
        coverage::{CoverageFormat, CoveredWhere},
        delivery_header::{HeaderSource, SaidHeader},
    },
    publishing::{
        CoverageFile, CoverageForm, FileBytes, Importer, PublishError, Received, Reception, Until,
        receive_from,
    },
    store::RegionBinding,
};

use super::{
    Folder, header_arguments::HeaderArguments, limits::LimitArguments, progress::Steps, region::region,
};

/// Findings printed one by one; the rest are counted.
const PRINTED_FINDINGS: usize = 20;

#[derive(Debug, Args)]
pub struct CoverageArguments {
    file: PathBuf,
    #[command(flatten)]
    folder: Folder,
    /// A JSON document with the facts; left out: FILE.json or FILE.header.json, where it is there.
    /// Options stand before it
    #[arg(long, value_name = "FILE")]
    header: Option<PathBuf>,
    #[command(flatten)]
    facts: HeaderArguments,
    /// Say what would be found, and keep nothing
    #[arg(long)]
    check: bool,
    /// The file's format; left out: recognised by its content
    #[arg(long)]
    format: Option<CoverageFormat>,
    /// A GeoPackage's layer or a picture's band, where there are several
    #[arg(long)]
    layer: Option<String>,
    /// A table of grid cells: the column of their names, where its content doesn't show it
    #[arg(long, value_name = "NAME")]
    cell_column: Option<String>,
    /// The side of cells whose names don't say it
    #[arg(long, value_name = "METRES")]
    cell_size: Option<f64>,
    /// The column of the values of a table's cells
    #[arg(long, value_name = "NAME")]
    cells: Option<String>,
    /// A cell or pixel is covered from this value on
    #[arg(long, value_name = "VALUE")]
    at_least: Option<f64>,
    /// A cell or pixel of one of these classes is covered
    #[arg(long, value_delimiter = ',', conflicts_with = "at_least")]
    classes: Vec<f64>,
    #[command(flatten)]
    limits: LimitArguments,
}

/// A network's id as an argument: its form is checked while the arguments are read.
#[derive(Clone, Debug)]
pub struct CheckedId(pub NetworkId);

impl std::str::FromStr for CheckedId {
    type Err = tackning::domain::NetworkError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        NetworkId::new(text).map(Self)
    }
}

pub async fn coverage(arguments: CoverageArguments) -> anyhow::Result<()> {
    let steps = Steps::new(2);
    steps.begin("Reading the region");
    let reception = reception(&arguments.folder).await?.with_limits(arguments.limits.limits());
    steps.done();
    steps.begin("Reading the coverage");
    let file = coverage_file(&arguments, &reception).await?;
    if arguments.check {
        let report = reception.check(file).await;
        steps.finish();
        let report = report.map_err(told)?;
        print_findings(&report.findings);
        println!("The delivery would be {}.", if report.is_rejected { "rejected" } else { "taken" });
        return Ok(());
    }
    let received = reception.deliver(file, &Actor::command_line(), until).await;
    steps.finish();
    let Received { delivery, taken_count } = received.map_err(told)?;
    print_findings(&delivery.findings);
    println!(
        "Delivery {} is {}: {} of {} features taken, {:.2} km², {} findings. SHA-256 {}",
        delivery.id,
        delivery.state,
        taken_count,
        delivery.feature_count,
        delivery.area_m2 / 1e6,
        delivery.findings.len(),
        delivery.sha256,
    );
    if delivery.state == DeliveryState::Rejected {
        bail!("the delivery is rejected");
    }
    Ok(())
}

async fn coverage_file(arguments: &CoverageArguments, reception: &Reception) -> anyhow::Result<CoverageFile> {
    let file = fs::File::open(&arguments.file)
        .with_context(|| format!("{} can't be read", arguments.file.display()))?;
    let covered = match (arguments.at_least, arguments.classes.as_slice(), &arguments.cells) {
        (Some(value), _, column) => Some(CoveredWhere::AtLeast { column: column.clone(), value }),
        (None, [], Some(column)) => Some(CoveredWhere::AtLeast { column: Some(column.clone()), value: 1.0 }),
        (None, [], None) => None,
        (None, classes, column) => {
            Some(CoveredWhere::Classes { column: column.clone(), values: classes.to_vec() })
        }
    };
    Ok(CoverageFile {
        name: file_name(&arguments.file),
        file: receive_from(&reception.store, file).await?,
        received_at: Timestamp::now(),
        said: vec![said(arguments)?],
        kind: DeliveryKind::Reference,
        form: CoverageForm {
            format: arguments.format,
            layer: arguments.layer.clone(),
            cell_column: arguments.cell_column.clone(),
            cell_size_m: arguments.cell_size,
            covered,
        },
        scope: NetworkScope::All,
    })
}

/// The document beside the file, with the options in place of what it says. Without
/// such a document what is published elsewhere is taken to hold outdoors.
fn said(arguments: &CoverageArguments) -> anyhow::Result<SaidHeader> {
    let options = arguments.facts.said();
    let outdoors = SaidHeader::from_pairs(HeaderSource::Explicit, [("environment", "outdoor")]);
    let beside = |ending: &str| {
        let mut path = arguments.file.clone().into_os_string();
        path.push(ending);
        PathBuf::from(path)
    };
    let found = [".json", ".header.json"].map(beside).into_iter().find(|path| path.is_file());
    let Some(document) = arguments.header.clone().or(found) else {
        let of_contract = arguments.facts.kind == Some(DeliveryKind::Contract);
        return Ok(if of_contract { options } else { outdoors.overridden_by(options) });
    };
    let json =
        fs::read_to_string(&document).with_context(|| format!("{} can't be read", document.display()))?;
    Ok(SaidHeader::from_json(HeaderSource::Beside, &json).overridden_by(options))
}

/// Whoever imports stands for what is published elsewhere; on a contract the buyer decides.
fn until(kind: DeliveryKind) -> Until {
    match kind {
        DeliveryKind::Contract => Until::Validated,
        DeliveryKind::Reference => Until::PublishedBy(Actor::command_line()),
    }
}

/// Every finding or fact that is behind a refusal.
fn told(error: PublishError) -> anyhow::Error {
    match &error {
        PublishError::NothingTaken(findings) => print_findings(findings),
        PublishError::Header(problems) => {
            problems.iter().for_each(|problem| eprintln!("[{}]: {}", problem.code, problem.message.en));
        }
        _ => {}
    }
    error.into()
}

pub(super) fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

async fn reception(folder: &Folder) -> anyhow::Result<Reception> {
    let Importer { store, region } = importer(folder).await?;
    Ok(Reception::new(store, Arc::unwrap_or_clone(region)).await?)
}

pub(super) async fn importer(folder: &Folder) -> anyhow::Result<Importer> {
    let region = Arc::new(region(folder)?);
    let store = folder.storage.open().await?;
    let binding = RegionBinding { id: region.id.clone(), crs: region.crs.clone(), sha256: String::new() };
    store.bind_region(&binding).await?;
    Ok(Importer { store, region })
}

pub(super) fn contents(path: &PathBuf) -> anyhow::Result<FileBytes> {
    let bytes = fs::read(path).with_context(|| format!("{} can't be read", path.display()))?;
    if bytes.is_empty() {
        bail!("{} is empty", path.display());
    }
    Ok(bytes.into())
}

pub(super) fn print_findings(findings: &[Finding]) {
    for finding in findings.iter().take(PRINTED_FINDINGS) {
        let feature = finding.feature.map(|number| format!(" feature {number}")).unwrap_or_default();
        eprintln!("{}{feature} [{}]: {}", finding.severity, finding.code, finding.message.en);
    }
    if findings.len() > PRINTED_FINDINGS {
        eprintln!("… and {} more findings", findings.len() - PRINTED_FINDINGS);
    }
}
