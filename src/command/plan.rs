//! `tackning plan`: where to measure next, as a file for the map, the navigator or
//! the printer.

use std::{path::PathBuf, sync::Arc};

use anyhow::{Context, anyhow, bail};
use clap::Args;
use tackning::{
    analysis::measurement_plan,
    domain::{Language, Service},
    http::{AskedPlan, MeasurementPlanQuestion},
    publishing::{AsOf, Publisher},
    report::{plan_features, plan_gpx, plan_page},
};

use super::{Folder, region::region};

#[derive(Debug, Args)]
pub struct PlanArguments {
    /// The file to write: its name ends in .json, .geojson, .gpx or .html
    file: PathBuf,
    #[command(flatten)]
    folder: Folder,
    /// Networks to measure, with commas between; left out: every network of the region
    #[arg(long)]
    network: Option<String>,
    /// The service that is measured; left out: the requirement's
    #[arg(long)]
    service: Option<Service>,
    /// Signal tests or service tests
    #[arg(long, default_value = "signal")]
    kind: String,
    /// Only this zone, by its code
    #[arg(long, value_name = "CODE")]
    zone: Option<String>,
    /// A requirement by its number
    #[arg(long, value_name = "NUMBER")]
    requirement: Option<i64>,
    /// To be driven in all, kilometres; left out: 200
    #[arg(long, conflicts_with = "budget_hours")]
    budget_km: Option<f64>,
    /// To be driven in all, hours
    #[arg(long)]
    budget_hours: Option<f64>,
    /// The mean speed that hours are counted by; left out: 50
    #[arg(long)]
    speed_kmh: Option<f64>,
    /// On how many days a piece may be driven; left out: 3
    #[arg(long)]
    days: Option<u32>,
    /// What comes first: road_length or places
    #[arg(long)]
    gain: Option<String>,
    /// Where every day begins and ends, as longitude,latitude
    #[arg(long, value_name = "LON,LAT", allow_hyphen_values = true)]
    start: Option<String>,
    /// In English instead of Swedish
    #[arg(long)]
    english: bool,
    /// The date to which ages and validity are counted; today if left out
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<jiff::civil::Date>,
}

pub async fn plan(arguments: PlanArguments) -> anyhow::Result<()> {
    let ending = arguments.file.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_owned();
    if !["json", "geojson", "gpx", "html"].contains(&ending.as_str()) {
        bail!("{}: the name of a plan ends in .json, .geojson, .gpx or .html", arguments.file.display());
    }
    let store = arguments.folder.storage.existing().await?;
    let as_of = arguments.as_of.map_or(AsOf::Today, AsOf::Date);
    let publisher = Publisher::open(store, region(&arguments.folder)?, as_of).await?;
    let requirement = match arguments.requirement {
        Some(id) => {
            let stored = publisher.requirement(id).await?;
            Some(stored.with_context(|| format!("there is no requirement {id}"))?.requirement)
        }
        None => None,
    };
    let (snapshot, frame): (Arc<_>, _) = (publisher.snapshot(), publisher.frame().clone());
    let language = if arguments.english { Language::English } else { Language::Swedish };
    let asked = AskedPlan::of(&snapshot, &frame, arguments.question(), requirement.as_ref())
        .map_err(|problem| anyhow!("{}", problem.detail().en))?;
    let plan = measurement_plan(&snapshot, &asked.question);
    let report = asked.report(&snapshot, &plan);
    let text = match ending.as_str() {
        "json" => serde_json::to_string_pretty(&asked.body(&snapshot, &plan))?,
        "geojson" => plan_features(&report, &frame)?.to_string(),
        "gpx" => plan_gpx(&report, &frame, language)?,
        _ => plan_page(&report, language),
    };
    std::fs::write(&arguments.file, text)
        .with_context(|| format!("{} can't be written", arguments.file.display()))?;
    println!(
        "{}: {} pieces of road on {} days, {:.1} km in {:.1} hours, {:.1} km of them measured",
        arguments.file.display(),
        plan.pieces.len(),
        plan.days.len(),
        plan.driven_m() / 1e3,
        report.hours(),
        plan.measured_m() / 1e3,
    );
    Ok(())
}

impl PlanArguments {
    fn question(&self) -> MeasurementPlanQuestion {
        MeasurementPlanQuestion {
            network: self.network.clone(),
            service: self.service.map(|service| service.to_string()),
            kind: Some(self.kind.clone()),
            zone: self.zone.clone(),
            requirement: self.requirement,
            budget_km: self.budget_km,
            budget_hours: self.budget_hours,
            speed_kmh: self.speed_kmh,
            days: self.days,
            gain: self.gain.clone(),
            start: self.start.clone(),
            format: None,
            lang: None,
        }
    }
}
