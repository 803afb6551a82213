//! `tackning verify`: what measurements say of the claims in a folder, as a
//! table or as the service answers it.

use anyhow::{Context, anyhow};
use clap::Args;
use tackning::{
    analysis::{ProvedDemand, ProvedMeasure, VerdictQuestion, ZoneClaimVerdict, proved, verdicts},
    domain::{NetworkId, Service, Share, TestKind, ZoneCode},
    http::{VerificationBody, VerificationQuestion},
    index::{RegionIndex, Snapshot, Supply},
    publishing::{AsOf, Publisher},
};

use super::{Folder, region::region};

#[derive(Debug, Args)]
pub struct VerifyArguments {
    #[command(flatten)]
    folder: Folder,
    /// Only this network's claims
    #[arg(long)]
    network: Option<String>,
    /// Only this service
    #[arg(long)]
    service: Option<Service>,
    /// Only this zone, by its code; then also what is proved of land, inhabitants, roads and the rest
    #[arg(long, value_name = "CODE")]
    zone: Option<String>,
    /// The date to which ages and validity are counted; today if left out
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<jiff::civil::Date>,
    /// Print what `/api/v1/verification` answers
    #[arg(long)]
    json: bool,
}

pub async fn verify(arguments: VerifyArguments) -> anyhow::Result<()> {
    let store = arguments.folder.storage.existing().await?;
    let as_of = arguments.as_of.map_or(AsOf::Today, AsOf::Date);
    let publisher = Publisher::open(store, region(&arguments.folder)?, as_of).await?;
    let snapshot = publisher.snapshot();
    let question = arguments.question(&snapshot.region)?;
    if arguments.json {
        let asked = VerificationQuestion {
            network: arguments.network,
            service: arguments.service.map(|service| service.to_string()),
            zone: arguments.zone,
        };
        let answer =
            VerificationBody::of(&snapshot, asked).map_err(|problem| anyhow!("{}", problem.code()))?;
        println!("{}", serde_json::to_string_pretty(&answer)?);
        return Ok(());
    }
    let zone = arguments.zone.map(|code| ZoneCode::new(&code));
    let found =
        verdicts(&snapshot, &question, |index| zone.as_ref().is_none_or(|code| index.zone.code == *code));
    print_verdicts(&snapshot, &found);
    if zone.is_some() {
        found.iter().for_each(|verdict| print_proved(&snapshot, verdict));
    }
    Ok(())
}

impl VerifyArguments {
    fn question(&self, region: &RegionIndex) -> anyhow::Result<VerdictQuestion> {
        let known = |id: &String| {
            let network = NetworkId::new(id.as_str()).ok().filter(|id| region.region.network(id).is_some());
            network.with_context(|| format!("the region has no network `{id}`"))
        };
        if let Some(code) = &self.zone {
            region
                .zone(&ZoneCode::new(code))
                .with_context(|| format!("the region has no zone with the code `{code}`"))?;
        }
        Ok(VerdictQuestion { network: self.network.as_ref().map(known).transpose()?, service: self.service })
    }
}

const VERDICT_COLUMNS: [&str; 14] = [
    "zone",
    "network",
    "service",
    "test",
    "state",
    "passing",
    "votes",
    "share %",
    "interval %",
    "n_eff",
    "rho",
    "m",
    "reliability %",
    "overclaim %",
];

fn print_verdicts(snapshot: &Snapshot, verdicts: &[ZoneClaimVerdict]) {
    let rows = verdicts
        .iter()
        .flat_map(|verdict| TestKind::ALL.iter().map(move |kind| verdict_row(snapshot, verdict, *kind)));
    print_table(&VERDICT_COLUMNS.map(str::to_owned), &rows.collect::<Vec<_>>());
}

fn verdict_row(snapshot: &Snapshot, verdict: &ZoneClaimVerdict, kind: TestKind) -> [String; 14] {
    let evidence = &verdict.of(kind).evidence;
    let zone = &snapshot.region.zones[verdict.zone].zone;
    let effect = evidence.design_effect;
    let interval = evidence.interval.map(|interval| {
        [interval.lower, interval.upper].map(|bound| format!("{:.2}", bound * 100.0)).join("-")
    });
    let figure =
        |value: Option<f64>, decimals: usize| value.map_or_else(none, |value| format!("{value:.decimals$}"));
    [
        format!("{} {}", zone.code, zone.name),
        verdict.network.to_string(),
        verdict.service.to_string(),
        kind.to_string(),
        evidence.state.to_string(),
        evidence.votes.passing().to_string(),
        evidence.votes.trials().to_string(),
        percent(evidence.votes.share()),
        interval.unwrap_or_else(none),
        figure(effect.map(|effect| effect.effective_votes), 1),
        figure(effect.and_then(|effect| effect.correlation), 3),
        figure(effect.map(|effect| effect.cluster_votes), 1),
        percent(evidence.reliability.share()),
        percent(evidence.matrix.overclaim()),
    ]
}

const PROVED_COLUMNS: [&str; 8] =
    ["demand", "total", "claimed", "verified", "confirmed", "refuted", "inconclusive", "not measured"];

fn print_proved(snapshot: &Snapshot, verdict: &ZoneClaimVerdict) {
    let zone = &snapshot.region.zones[verdict.zone];
    let supply = Supply::of(verdict.network.clone(), verdict.service);
    let rows: Vec<_> = proved(snapshot, zone, &supply).into_iter().flat_map(proved_rows).collect();
    println!(
        "\n{}, {}, {} (square metres, metres, or numbers)",
        zone.zone.name, verdict.network, verdict.service
    );
    print_table(&PROVED_COLUMNS.map(str::to_owned), &rows);
}

/// A demand, and its classes under it.
fn proved_rows(ProvedDemand { demand, whole, classes }: ProvedDemand) -> Vec<[String; 8]> {
    let classes = classes.into_iter().map(|one| {
        let group = one.group.map(|group| format!("{group} ")).unwrap_or_default();
        proved_row(format!("  {group}{}", one.class), one.measure)
    });
    std::iter::once(proved_row(demand.to_string(), whole)).chain(classes).collect()
}

fn proved_row(name: String, measure: ProvedMeasure) -> [String; 8] {
    let ProvedMeasure { total, claimed, confirmed, refuted, inconclusive, not_measured } = measure;
    let verified = measure.verified().covered;
    let amounts = [total, claimed, verified, confirmed, refuted, inconclusive, not_measured];
    let mut cells = std::iter::once(name).chain(amounts.into_iter().map(|amount| format!("{amount:.0}")));
    std::array::from_fn(|_| cells.next().unwrap_or_default())
}

fn percent(share: Option<Share>) -> String {
    share.map_or_else(none, Share::percent)
}

/// What isn't known is never shown as a number.
fn none() -> String {
    "-".to_owned()
}

/// Columns as wide as what stands in them; the first to the left, figures to the right.
fn print_table<const COLUMNS: usize>(header: &[String; COLUMNS], rows: &[[String; COLUMNS]]) {
    let lines = || std::iter::once(header).chain(rows);
    let widths: [usize; COLUMNS] =
        std::array::from_fn(|column| lines().map(|line| line[column].chars().count()).max().unwrap_or(0));
    for line in lines() {
        let cells = line.iter().zip(widths).enumerate().map(|(column, (cell, width))| match column {
            0 => format!("{cell:<width$}"),
            _ => format!("{cell:>width$}"),
        });
        println!("{}", cells.collect::<Vec<_>>().join("  "));
    }
}
