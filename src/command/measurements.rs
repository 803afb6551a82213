//! `tackning import measurements`: what the field shows, into a campaign.

use std::{path::PathBuf, pin::pin};

use clap::Args;
use futures_util::StreamExt;
use jiff::Zoned;
use tackning::{
    domain::{
        Actor, AntennaPlacement, CampaignSettings, Disclosure, Environment, NewCampaign, RETENTION_DAYS,
        Retention, RunFacts, Service, TRIM_M,
    },
    publishing::{CampaignChoice, ImportedMeasurements, Importer, MeasurementFile, column_mapping},
    store::MeasurementImport,
};

use super::{
    Folder,
    import::{CheckedId, contents, file_name, importer, print_findings},
    progress::Steps,
};

#[derive(Debug, Args)]
pub struct MeasurementArguments {
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    folder: Folder,
    /// The network of the phone's subscription, where the file doesn't say it
    #[arg(long)]
    network: Option<CheckedId>,
    /// What a log's transfers tried, where the log doesn't say it
    #[arg(long)]
    service: Option<Service>,
    /// The saved mapping of a table's columns, where its header doesn't say them
    #[arg(long, value_name = "NAME")]
    mapping: Option<String>,
    #[command(flatten)]
    campaign: CampaignArguments,
    #[command(flatten)]
    facts: FactArguments,
}

/// The campaign; what is said of it counts where it is begun.
#[derive(Debug, Args)]
struct CampaignArguments {
    /// The campaign's name, which is begun where there is none; left out: one for each file, named by
    /// it and the day
    #[arg(long, value_name = "NAME")]
    campaign: Option<String>,
    /// The organisation that measures, never a person
    #[arg(long, value_name = "NAME", requires = "campaign", default_value = "")]
    conducted_by: String,
    /// What a new campaign measures
    #[arg(long, value_name = "WORD", default_value = "outdoor")]
    environment: Environment,
    /// Left out of both ends of a run
    #[arg(long, value_name = "METRES", default_value_t = TRIM_M)]
    trim_m: f64,
    /// Raw samples are deleted after so many days; 0: they are kept
    #[arg(long, value_name = "DAYS", default_value_t = RETENTION_DAYS)]
    retention_days: u32,
    /// Store, show and keep everything: for invented drives, and for instruments whose ways are public
    #[arg(long, conflicts_with_all = ["trim_m", "retention_days"])]
    unprotected: bool,
}

/// What is known of the files' runs, where they don't say it.
#[derive(Debug, Args)]
struct FactArguments {
    /// Such as "sopbil 4"; never a registration number
    #[arg(long)]
    vehicle: Option<String>,
    #[arg(long)]
    antenna: Option<AntennaPlacement>,
    /// The subscription's tariff
    #[arg(long)]
    tariff: Option<String>,
    /// The how manieth time the same way was driven
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    pass: Option<u32>,
}

pub async fn measurements(arguments: MeasurementArguments) -> anyhow::Result<()> {
    let MeasurementArguments { files, folder, network, service, mapping, campaign, facts } = arguments;
    let facts = facts.facts();
    let steps = Steps::new(1 + files.len() as u64);
    steps.begin("Reading the region");
    let importer = importer(&folder).await?;
    let mapping = match &mapping {
        Some(name) => Some(column_mapping(&importer.store, name).await?.mapping),
        None => None,
    };
    steps.done();
    let (mut imported, mut failed, mut unread) = (Vec::with_capacity(files.len()), None, None);
    let prepared = |path: &PathBuf| {
        let name = file_name(path);
        anyhow::Ok(MeasurementFile {
            network: network.as_ref().map(|id| id.0.clone()),
            attempted: service,
            mapping: mapping.clone(),
            campaign: campaign.choice(&name)?,
            facts: facts.clone(),
            ..MeasurementFile::new(name.as_str(), contents(path)?)
        })
    };
    let readable = files.iter().map_while(|path| prepared(path).map_err(|error| unread = Some(error)).ok());
    let actor = Actor::command_line();
    {
        let mut answers = pin!(importer.all_measurements(readable, &actor));
        for path in &files {
            let name = file_name(path);
            steps.begin(&format!("Reading and keeping {name}"));
            match answers.next().await {
                Some(Ok(taken)) => imported.push((name, taken)),
                Some(Err(error)) => {
                    failed = Some(error);
                    break;
                }
                None => break,
            }
            steps.done();
        }
    }
    steps.finish();
    for (name, imported) in imported {
        tell(&importer, &name, imported).await?;
    }
    let failed = failed.map(anyhow::Error::from).or(unread);
    failed.map_or(Ok(()), Err)
}

async fn tell(importer: &Importer, name: &str, imported: ImportedMeasurements) -> anyhow::Result<()> {
    match imported {
        ImportedMeasurements::New(import) => {
            print_findings(&import.findings);
            println!(
                "{name}: {} of {} rows taken, {} findings. SHA-256 {}",
                import.sample_count,
                import.row_count,
                import.findings.len(),
                import.sha256,
            );
            tell_rejected(importer, &import).await?;
        }
        ImportedMeasurements::Known(import) => println!(
            "{name}: This file was imported on {} as {}: nothing is counted twice. SHA-256 {}",
            import.received_at, import.file_name, import.sha256
        ),
    }
    Ok(())
}

/// Samples that were taken and don't count today.
async fn tell_rejected(importer: &Importer, import: &MeasurementImport) -> anyhow::Result<()> {
    let today = Zoned::now().with_time_zone(importer.region.time_zone.clone()).date();
    for (reason, count) in importer.rejected_in(import, today).await? {
        println!("  {count} don't count today: {reason}");
    }
    Ok(())
}

impl CampaignArguments {
    fn choice(&self, file: &str) -> anyhow::Result<CampaignChoice> {
        let name = match &self.campaign {
            Some(name) => name.clone(),
            None => CampaignChoice::name_of_its_own(file, Zoned::now().date()),
        };
        let settings = if self.unprotected {
            CampaignSettings::of_nobodys_ways()
        } else {
            let days = Some(self.retention_days).filter(|days| *days > 0);
            let retention = Retention { days, keeps_cells: true };
            CampaignSettings::new(self.trim_m, Vec::new(), Disclosure::default(), retention)?
        };
        let (conducted_by, environment) = (self.conducted_by.clone(), self.environment);
        Ok(CampaignChoice::named(NewCampaign {
            conducted_by,
            environment,
            settings,
            ..NewCampaign::new(&name)?
        }))
    }
}

impl FactArguments {
    fn facts(self) -> RunFacts {
        let Self { vehicle, antenna, tariff, pass } = self;
        RunFacts { vehicle, antenna, tariff, pass }
    }
}
