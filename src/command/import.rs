//! `tackning import`: files into a folder's store. A service that runs on the
//! folder publishes them within seconds.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, bail};
use clap::Args;
use tackning::{
    domain::{
        Actor, ClaimKey, DeliveryHeader, DeliveryKind, Environment, Finding, NetworkId, Service, Technology,
    },
    publishing::{CoverageFile, CoverageForm, FileBytes, ImportedMeasurements, Importer, MeasurementFile},
    store::{RegionBinding, Store},
};

use super::{Folder, progress::Steps, region::region};

/// Findings printed one by one; the rest are counted.
const PRINTED_FINDINGS: usize = 20;

#[derive(Debug, Args)]
pub struct CoverageArguments {
    file: PathBuf,
    #[command(flatten)]
    folder: Folder,
    /// The network's id
    #[arg(long)]
    network: CheckedId,
    /// Such as 4G
    #[arg(long)]
    technology: Technology,
    /// voice, data1, data10, data30 or data100
    #[arg(long)]
    service: Service,
    /// outdoor, vehicle or indoor
    #[arg(long, default_value = "outdoor")]
    environment: Environment,
    /// The date of the coverage calculation
    #[arg(long, value_name = "YYYY-MM-DD")]
    simulation_date: Option<jiff::civil::Date>,
    /// The coordinate reference system where the file names none, such as EPSG:3006
    #[arg(long)]
    crs: Option<String>,
    /// A table of grid cells: the column that counts networks in a cell
    #[arg(long, value_name = "NAME")]
    cells: Option<String>,
    /// With --cells: a cell is covered from this count
    #[arg(long, default_value_t = 1.0, requires = "cells")]
    at_least: f64,
}

#[derive(Debug, Args)]
pub struct MeasurementArguments {
    file: PathBuf,
    #[command(flatten)]
    folder: Folder,
    /// The network of the phone's subscription, where the file doesn't say it
    #[arg(long)]
    network: Option<CheckedId>,
    /// What a log's transfers tried, where the log doesn't say it
    #[arg(long)]
    service: Option<Service>,
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
    let importer = importer(&arguments.folder).await?;
    steps.done();
    steps.begin("Reading and keeping the coverage");
    let claim = ClaimKey {
        network: arguments.network.0,
        technology: arguments.technology,
        service: arguments.service,
        environment: arguments.environment,
    };
    let simulation_date = arguments.simulation_date;
    let file = CoverageFile {
        kind: DeliveryKind::Reference,
        header: DeliveryHeader { simulation_date, ..DeliveryHeader::of(claim) },
        name: file_name(&arguments.file),
        crs: arguments.crs,
        form: match arguments.cells {
            Some(column) => CoverageForm::Cells { column, at_least: arguments.at_least },
            None => CoverageForm::Polygons,
        },
        bytes: contents(&arguments.file)?,
    };
    let imported = importer.coverage(file, &Actor::command_line()).await;
    steps.finish();
    if let Err(tackning::publishing::PublishError::NothingTaken(findings)) = &imported {
        print_findings(findings);
    }
    let imported = imported?;
    print_findings(&imported.delivery.findings);
    println!(
        "Delivery {}: {} of {} features taken, {:.2} km², {} findings. SHA-256 {}",
        imported.delivery.id.0,
        imported.features,
        imported.delivery.feature_count,
        imported.area_m2 / 1e6,
        imported.delivery.findings.len(),
        imported.delivery.sha256,
    );
    Ok(())
}

pub async fn measurements(arguments: MeasurementArguments) -> anyhow::Result<()> {
    let steps = Steps::new(2);
    steps.begin("Reading the region");
    let importer = importer(&arguments.folder).await?;
    steps.done();
    steps.begin("Reading and keeping the measurements");
    let file = MeasurementFile {
        name: file_name(&arguments.file),
        network: arguments.network.map(|id| id.0),
        attempted: arguments.service,
        bytes: contents(&arguments.file)?,
    };
    let imported = importer.measurements(file, &Actor::command_line()).await;
    steps.finish();
    match imported? {
        ImportedMeasurements::New(import) => {
            print_findings(&import.findings);
            println!(
                "{} of {} rows taken, {} findings. SHA-256 {}",
                import.sample_count,
                import.row_count,
                import.findings.len(),
                import.sha256,
            );
        }
        ImportedMeasurements::Known(import) => {
            println!(
                "This file was imported on {} as {}: nothing is counted twice.",
                import.received_at, import.file_name
            );
        }
    }
    Ok(())
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

async fn importer(folder: &Folder) -> anyhow::Result<Importer> {
    let region = Arc::new(region(folder)?);
    let store = Store::open(&folder.data).await?;
    let binding = RegionBinding { id: region.id.clone(), crs: region.crs.clone(), sha256: String::new() };
    store.bind_region(&binding).await?;
    Ok(Importer { store, region })
}

fn contents(path: &PathBuf) -> anyhow::Result<FileBytes> {
    let bytes = fs::read(path).with_context(|| format!("{} can't be read", path.display()))?;
    if bytes.is_empty() {
        bail!("{} is empty", path.display());
    }
    Ok(bytes.into())
}

fn print_findings(findings: &[Finding]) {
    for finding in findings.iter().take(PRINTED_FINDINGS) {
        let feature = finding.feature.map(|number| format!(" feature {number}")).unwrap_or_default();
        eprintln!("{}{feature} [{}]: {}", finding.severity, finding.code, finding.message.en);
    }
    if findings.len() > PRINTED_FINDINGS {
        eprintln!("… and {} more findings", findings.len() - PRINTED_FINDINGS);
    }
}
