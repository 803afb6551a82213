//! `tackning requirement`: what the contract asks for, as rule and as text,
//! whether it is met, and how many could meet it.

use std::{io::Write, path::PathBuf, sync::Arc};

use anyhow::{Context, anyhow, bail};
use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;
use tackning::{
    domain::{Actor, Language, Share},
    http::{EvaluationBody, SoundingBody, requirement_json_schema},
    ingest::requirement::requirement_templates,
    procurement::{Clause, clause, sounding},
    publishing::{AsOf, CopiedInto, PublishedRequirement, Publisher},
    report::{RequirementReport, failing_csv, verdict_csv},
};

use super::{Folder, region::region};

#[derive(Debug, Subcommand)]
pub enum RequirementCommand {
    /// Requirements to begin from, each with the model that it follows
    Templates {
        /// Print this template's requirement as JSON
        #[arg(value_name = "TEMPLATE")]
        id: Option<String>,
    },
    /// Print the JSON Schema of a requirement
    Schema,
    /// List the requirements
    List {
        #[command(flatten)]
        folder: Folder,
    },
    /// Print a requirement's text
    Text {
        #[command(flatten)]
        which: Which,
        /// In English instead of Swedish
        #[arg(long)]
        english: bool,
    },
    /// Print a requirement as JSON, which import takes
    Export {
        #[command(flatten)]
        which: Which,
    },
    /// Store a requirement from a JSON file
    Import {
        file: PathBuf,
        #[command(flatten)]
        folder: Folder,
        /// As a new version of this requirement; the old ones stay
        #[arg(long, value_name = "NUMBER")]
        revise: Option<i64>,
    },
    /// Copy a requirement into another procurement, without its waivers
    Copy {
        number: i64,
        /// The other procurement's name
        procurement: String,
        #[command(flatten)]
        folder: Folder,
        /// The first day there; left out: as it is
        #[arg(long, value_name = "YYYY-MM-DD")]
        valid_from: Option<Date>,
        /// The last day there; left out: no end
        #[arg(long, value_name = "YYYY-MM-DD")]
        valid_to: Option<Date>,
    },
    /// Try a requirement on every network, zone by zone
    Evaluate {
        #[command(flatten)]
        which: Which,
        /// The cut-off date, on which waivers and validity are tried; left out: that of the data
        #[arg(long, value_name = "YYYY-MM-DD")]
        on: Option<Date>,
        /// Coverage and measurements as they were at the end of this day
        #[arg(long, value_name = "YYYY-MM-DD")]
        date: Option<Date>,
        #[arg(long, value_enum, default_value_t = Form::Csv)]
        format: Form,
    },
    /// How many networks meet a requirement, at its threshold and at every other
    Sound {
        #[command(flatten)]
        which: Which,
        /// Left out: the requirement's, per cent
        #[arg(long, value_name = "PERCENT")]
        threshold: Option<f64>,
        /// Print what the service answers
        #[arg(long)]
        json: bool,
    },
}

/// A requirement in a folder.
#[derive(Debug, Args)]
pub struct Which {
    number: i64,
    /// Left out: the version in force
    #[arg(long)]
    version: Option<i64>,
    #[command(flatten)]
    folder: Folder,
    /// The date to which ages and validity are counted; today if left out
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Date>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Form {
    Json,
    Csv,
    /// What isn't covered, item by item
    FailingCsv,
}

pub async fn requirement(command: RequirementCommand) -> anyhow::Result<()> {
    match command {
        RequirementCommand::Templates { id } => templates(id.as_deref()),
        RequirementCommand::Schema => {
            println!("{}", serde_json::to_string_pretty(&requirement_json_schema()?)?);
            Ok(())
        }
        RequirementCommand::List { folder } => list(&opened(&folder, None).await?).await,
        RequirementCommand::Text { which, english } => {
            let (publisher, stored) = which.open().await?;
            let text = clause(&stored.requirement, &publisher.snapshot().region.region);
            print_clause(&text, if english { Language::English } else { Language::Swedish });
            Ok(())
        }
        RequirementCommand::Export { which } => {
            println!("{}", serde_json::to_string_pretty(&which.open().await?.1.document)?);
            Ok(())
        }
        RequirementCommand::Import { file, folder, revise } => import(file, &folder, revise).await,
        RequirementCommand::Copy { number, procurement, folder, valid_from, valid_to } => {
            let text = |date: Option<Date>| date.map(|date| date.to_string());
            let into = CopiedInto { procurement, valid_from: text(valid_from), valid_to: text(valid_to) };
            let publisher = opened(&folder, None).await?;
            let copy = publisher.copy_requirement(number, into, &Actor::command_line()).await?;
            print(&copy.with_context(|| format!("there is no requirement {number}"))?);
            Ok(())
        }
        RequirementCommand::Evaluate { which, on, date, format } => evaluate(which, on, date, format).await,
        RequirementCommand::Sound { which, threshold, json } => sound(which, threshold, json).await,
    }
}

impl Which {
    async fn open(&self) -> anyhow::Result<(Publisher, PublishedRequirement)> {
        let publisher = opened(&self.folder, self.as_of).await?;
        let mut versions = publisher.requirement_versions(self.number).await?;
        let stored = match self.version {
            None => versions.pop(),
            Some(version) => versions.into_iter().find(|stored| stored.version == version),
        };
        let stored = stored.with_context(|| format!("there is no such requirement {}", self.number))?;
        Ok((publisher, stored))
    }
}

async fn opened(folder: &Folder, as_of: Option<Date>) -> anyhow::Result<Publisher> {
    let store = folder.storage.existing().await?;
    let as_of = as_of.map_or(AsOf::Today, AsOf::Date);
    Ok(Publisher::open(store, region(folder)?, as_of).await?)
}

fn templates(id: Option<&str>) -> anyhow::Result<()> {
    let Some(id) = id else {
        for template in requirement_templates() {
            println!("{}\t{}\t{}", template.id, template.name.sv, template.model.sv);
        }
        return Ok(());
    };
    let Some(template) = requirement_templates().iter().find(|template| template.id == id) else {
        bail!("there is no template `{id}`")
    };
    for member in &template.to_fill {
        eprintln!("`{member}` is to be filled in");
    }
    println!("{}", serde_json::to_string_pretty(&template.requirement)?);
    Ok(())
}

async fn list(publisher: &Publisher) -> anyhow::Result<()> {
    publisher.requirements().await?.iter().for_each(print);
    Ok(())
}

async fn import(file: PathBuf, folder: &Folder, revise: Option<i64>) -> anyhow::Result<()> {
    let json = std::fs::read_to_string(&file).with_context(|| format!("{} can't be read", file.display()))?;
    let (publisher, actor) = (opened(folder, None).await?, Actor::command_line());
    let stored = match revise {
        None => publisher.add_requirement(&json, &actor).await?,
        Some(number) => {
            let revised = publisher.revise_requirement(number, &json, &actor).await?;
            revised.with_context(|| format!("there is no requirement {number}"))?
        }
    };
    print(&stored);
    Ok(())
}

async fn evaluate(which: Which, on: Option<Date>, date: Option<Date>, format: Form) -> anyhow::Result<()> {
    let (publisher, stored) = which.open().await?;
    let snapshot = match date {
        None => publisher.snapshot(),
        Some(date) if date > publisher.snapshot().evidence.as_of => bail!("{date} is still to come"),
        Some(date) => publisher.snapshot_on(date).await?,
    };
    let on = on.unwrap_or(snapshot.evidence.as_of);
    let report = RequirementReport::new(snapshot, stored, on);
    let answer = match format {
        Form::Json => serde_json::to_vec_pretty(&EvaluationBody::of(&report))?,
        Form::Csv => verdict_csv(&report)?,
        Form::FailingCsv => failing_csv(&report)?,
    };
    std::io::stdout().write_all(&answer)?;
    Ok(())
}

async fn sound(which: Which, threshold: Option<f64>, json: bool) -> anyhow::Result<()> {
    let (publisher, stored) = which.open().await?;
    let threshold = match threshold {
        None => stored.requirement.threshold,
        Some(percent) => Share::new(percent / 100.0).map_err(|_| anyhow!("{percent} % is no share"))?,
    };
    let snapshot: Arc<_> = publisher.snapshot();
    let found = sounding(&snapshot, &stored.requirement);
    let body = SoundingBody::of(&snapshot, &stored.requirement, &found, threshold);
    if json {
        println!("{}", serde_json::to_string_pretty(&body)?);
        return Ok(());
    }
    println!("threshold %\tnetworks that meet it\tmight, with more evidence");
    for (up_to, meeting, open) in body.curve() {
        println!("{:.2}\t{meeting}\t{open}", up_to * 100.0);
    }
    println!("\nat {} %:", threshold.percent());
    for (zone, meeting, open) in body.zones() {
        println!("{}\t{}\t{meeting}\t{open}", zone.code, zone.name);
    }
    Ok(())
}

/// One line: number, version, kind, in force from, and title.
fn print(stored: &PublishedRequirement) {
    let requirement = &stored.requirement;
    println!(
        "{}\tversion {}\t{}\t{}\t{}",
        stored.id, stored.version, requirement.kind, requirement.valid_from, requirement.title.sv
    );
}

fn print_clause(clause: &Clause, language: Language) {
    println!("{}\n", clause.heading.in_language(language));
    clause.sentences.iter().for_each(|sentence| println!("{}", sentence.in_language(language)));
    if let Some(text) = &clause.free_text {
        let mark = match language {
            Language::Swedish => "Fritext, som inte räknas",
            Language::English => "Written by hand, computes nothing",
        };
        println!("\n[{mark}] {}", text.in_language(language));
    }
}
