//! `tackning demo`: fills an empty folder with the demonstration, then serves it.

use std::{net::SocketAddr, sync::Arc};

use anyhow::{Context, bail};
use jiff::Timestamp;
use tackning::{
    domain::{Actor, DeliveryKind, DeliveryState, NetworkScope, NewCampaign, Standing},
    ingest::{
        coverage::ReadLimits,
        dead_zone::DeadZoneDocument,
        delivery_header::{HeaderSource, SaidHeader},
        read_document,
        requirement::RequirementDocument,
    },
    publishing::{
        AsOf, CampaignChoice, CoverageFile, CoverageForm, FileBytes, Importer, MeasurementFile, Reception,
        Reporting, Until, receive_from,
    },
    store::{Filling, RegionBinding},
};

use super::{
    Folder,
    access::AccessArguments,
    demo_tokens::{self, DemonstrationToken},
    embedded::{self, DemonstrationDelivery},
    progress::Steps,
    region::region,
    serve::prepare,
};

/// The demonstration stands still: ages are counted to the day it was made for.
const AS_OF: jiff::civil::Date = jiff::civil::date(2026, 11, 15);

pub async fn demo(folder: &Folder, listen: SocketAddr, access: &AccessArguments) -> anyhow::Result<()> {
    if folder.region.is_some() {
        bail!("the demonstration has its own region: leave out --region, or use `tackning serve`");
    }
    fill(folder).await.context("the demonstration could not be loaded")?;
    let service = prepare(folder, listen, AsOf::Date(AS_OF), access, ReadLimits::default()).await?;
    demo_tokens::revoke_earlier(&service.store).await?;
    println!("{}", welcome(service.address));
    // Whoever reads them may do everything: they are for whoever sits at this machine.
    if service.address.ip().is_loopback() {
        println!("{}", key_ring(&demo_tokens::make(&service.store).await?));
    }
    service.run().await
}

async fn fill(folder: &Folder) -> anyhow::Result<()> {
    let store = folder.storage.open().await?;
    match store.filling().await? {
        Filling::Finished { .. } => return Ok(()),
        Filling::NotStarted if !store.is_empty().await? => {
            bail!(
                "{} holds other data: use `tackning serve`, or name an empty folder",
                folder.storage.data.display()
            )
        }
        Filling::NotStarted | Filling::Interrupted { .. } => {}
    }
    let region = Arc::new(region(folder)?);
    let binding = RegionBinding { id: region.id.clone(), crs: region.crs.clone(), sha256: String::new() };
    store.bind_region(&binding).await?;
    store.start_filling(Timestamp::now()).await?;
    let reception = Reception::new(store.clone(), (*region).clone()).await?;
    Filler { importer: Importer { store: store.clone(), region }, reception }.fill().await?;
    store.finish_filling(Timestamp::now()).await?;
    store.close().await;
    Ok(())
}

/// Loads each part that is not there yet, so that a fill that was broken off goes on.
struct Filler {
    importer: Importer,
    reception: Reception,
}

impl Filler {
    async fn fill(&self) -> anyhow::Result<()> {
        let deliveries = embedded::deliveries()?;
        let steps = Steps::new(deliveries.len() as u64 + 3);
        let kept = self.importer.store.deliveries().await?;
        for delivery in &deliveries {
            if kept.iter().all(|kept| kept.file_name != delivery.file) {
                steps.begin(&format!("Coverage: {}", delivery.file));
                self.coverage(delivery).await.with_context(|| delivery.file.clone())?;
            }
            steps.done();
        }
        steps.begin("Measurements");
        self.measurements().await?;
        steps.done();
        steps.begin("Requirements");
        self.requirements().await?;
        steps.done();
        steps.begin("Dead zones");
        self.dead_zones().await?;
        steps.finish();
        Ok(())
    }

    /// Hands a delivery in as its operator, and accepts it as the buyer where it
    /// doesn't wait for the demonstration's user to do so.
    async fn coverage(&self, delivery: &DemonstrationDelivery) -> anyhow::Result<()> {
        let content = embedded::file(&delivery.file)?;
        let file = CoverageFile {
            name: delivery.file.clone(),
            file: receive_from(&self.reception.store, &*content).await?,
            received_at: delivery.received_at,
            said: vec![SaidHeader::from_json(HeaderSource::Beside, &delivery.header.to_string())],
            kind: DeliveryKind::Contract,
            form: CoverageForm::default(),
            scope: NetworkScope::All,
        };
        let until = |_| match delivery.waits {
            true => Until::Validated,
            false => Until::PublishedBy(Actor::new("demonstration (procurer)")),
        };
        let operator = Actor::new("demonstration (operator)");
        let received = self.reception.deliver(file, &operator, until).await?;
        if received.delivery.state == DeliveryState::Rejected {
            bail!("the delivery is rejected: {:?}", received.delivery.findings);
        }
        Ok(())
    }

    async fn measurements(&self) -> anyhow::Result<()> {
        let name = "measurements.csv.gz";
        let bytes = FileBytes::from_owner(embedded::file(name)?);
        let campaign = CampaignChoice::named(NewCampaign::of_nobodys_ways("Demonstration")?);
        let file = MeasurementFile { campaign, ..MeasurementFile::new(name, bytes) };
        self.importer.measurements(file, &Actor::command_line()).await?;
        Ok(())
    }

    async fn requirements(&self) -> anyhow::Result<()> {
        let kept = self.importer.store.requirements().await?;
        for document in embedded::documents("requirements.json")? {
            if kept.iter().all(|kept| kept.document != document) {
                read_document::<RequirementDocument>(&document)?.to_requirement(&self.importer.region)?;
                let (store, actor) = (&self.importer.store, Actor::command_line());
                store.add_requirement(&document, Timestamp::now(), &actor).await?;
            }
        }
        Ok(())
    }

    async fn dead_zones(&self) -> anyhow::Result<()> {
        let kept = self.importer.store.dead_zones().await?;
        for document in embedded::documents("dead_zones.json")? {
            let report = read_document::<DeadZoneDocument>(&document)?.to_report(&self.importer.region)?;
            if kept.iter().all(|kept| kept.report != report) {
                let (actor, at) = (Actor::command_line(), Timestamp::now());
                let reporting = Reporting { actor, standing: Standing::Official, at, on: AS_OF };
                let report = reporting.plain(&self.importer.region, report);
                self.importer.store.add_reports(&[report]).await?;
            }
        }
        Ok(())
    }
}

fn welcome(address: SocketAddr) -> String {
    format!(
        "
Täckning – demonstration. Nät, täckning, mätningar och anmälningar är påhittade.
Täckning – demonstration. Networks, coverage, measurements and reports are invented.

  Kartan / the map                 http://{address}/
  Bristrapport / a gap report      http://{address}/api/v1/gap-reports/ripa?service=voice&format=html
  Brister per kommun / gaps        http://{address}/api/v1/gaps?network=any&service=data10
  Vem täcker här / who covers      http://{address}/api/v1/coverage-at?lon=20.26&lat=63.83
  Krav / requirement               http://{address}/api/v1/requirements/1/evaluation
  API                              http://{address}/api/openapi.json

Klicka på kartan för att se vem som täcker, och anmäl en vit fläck.
Click on the map to see who covers, and report a dead zone.
Avsluta med Ctrl-C. Stop with Ctrl-C.
"
    )
}

/// The tokens of this start.
fn key_ring(tokens: &[DemonstrationToken]) -> String {
    let line = |token: &DemonstrationToken| {
        let whose = format!("{} {}", token.role, token.network.unwrap_or_default());
        format!("  {whose:<20} {}", token.text)
    };
    let lines: Vec<String> = tokens.iter().map(line).collect();
    format!(
        "Nycklar för den här starten, en för varje roll (logga in med dem på sidan, eller Authorization: Bearer …):
Keys of this start, one for each role (sign in with them on the page, or Authorization: Bearer …):

{}
",
        lines.join("\n")
    )
}
