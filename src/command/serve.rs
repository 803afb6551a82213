//! `tackning serve`: publishes what a folder holds and answers until it is told to stop.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Context;
use jiff::Timestamp;
use tackning::{
    access::Access,
    bidding::KeyFolder,
    domain::Region,
    hooks::{HookOutcome, HookSender},
    http::{AppState, ReportLimit, router},
    ingest::coverage::ReadLimits,
    mail::{MailOutcome, Mailer},
    publishing::{AsOf, Publisher},
    store::{Expired, Store, StoreError},
};
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use super::{Folder, access::AccessArguments, progress::Steps, region::region};

/// How often the store is asked whether another process has put something in.
const REFRESH_EVERY: Duration = Duration::from_secs(2);
/// How often raw samples are deleted whose time is over.
const EXPIRE_EVERY: Duration = Duration::from_secs(60 * 60);
/// How often reporters are told what has happened.
const MAIL_EVERY: Duration = Duration::from_secs(5);

/// How often operators' web hooks are called.
const CALL_EVERY: Duration = Duration::from_secs(5);

/// A service that is ready to answer.
pub struct Service {
    pub address: SocketAddr,
    pub store: Store,
    publisher: Arc<Publisher>,
    access: Access,
    report_limit: ReportLimit,
    mailer: Option<Mailer>,
    hooks: HookSender,
    bid_keys: Option<KeyFolder>,
    listener: TcpListener,
}

/// Publishes what a folder holds and takes the address.
pub async fn prepare(
    folder: &Folder,
    listen: SocketAddr,
    as_of: AsOf,
    access: &AccessArguments,
    limits: ReadLimits,
) -> anyhow::Result<Service> {
    start_log();
    let steps = Steps::new(2);
    steps.begin("Reading the region");
    let region = region(folder)?;
    steps.done();
    steps.begin("Publishing what the folder holds");
    let store = folder.storage.open().await?;
    let publisher = Arc::new(Publisher::open(store.clone(), region, as_of).await?.with_limits(limits));
    steps.finish();
    let listener = TcpListener::bind(listen).await.with_context(|| format!("can't listen at {listen}"))?;
    let address = listener.local_addr()?;
    let (report_limit, mailer) = (access.report_limit(), access.mailer(address)?);
    let hooks = access.hooks(address)?;
    let bid_keys = access.bid_keys(&folder.storage.data)?;
    let access = Access::new(store.clone(), access.settings(address)?);
    Ok(Service { address, store, publisher, access, report_limit, mailer, hooks, bid_keys, listener })
}

pub async fn serve(
    folder: &Folder,
    listen: SocketAddr,
    as_of: AsOf,
    access: &AccessArguments,
    limits: ReadLimits,
) -> anyhow::Result<()> {
    let service = prepare(folder, listen, as_of, access, limits).await?;
    println!("Täckning: http://{}", service.address);
    service.run().await
}

impl Service {
    /// Answers until it is told to stop.
    pub async fn run(self) -> anyhow::Result<()> {
        let refreshing = tokio::spawn(refresh(self.publisher.clone()));
        let expiring = tokio::spawn(expire(self.publisher.clone()));
        let mailing = self.mailer.map(|mailer| tokio::spawn(mail(self.publisher.clone(), mailer)));
        let calling = tokio::spawn(call(self.publisher.clone(), self.hooks));
        let state = AppState::new(self.publisher).with_access(self.access);
        let state = match self.bid_keys {
            Some(keys) => state.with_bid_keys(keys),
            None => state,
        };
        let routes = router(state.with_report_limit(self.report_limit));
        let routes = routes.into_make_service_with_connect_info::<SocketAddr>();
        axum::serve(self.listener, routes).with_graceful_shutdown(told_to_stop()).await?;
        refreshing.abort();
        expiring.abort();
        calling.abort();
        mailing.inspect(|mailing| mailing.abort());
        Ok(())
    }
}

/// Publishes what `tackning import` has put into the folder meanwhile, and
/// counts ages anew when a day is over.
async fn refresh(publisher: Arc<Publisher>) {
    let mut clock = tokio::time::interval(REFRESH_EVERY);
    loop {
        clock.tick().await;
        if let Err(error) = publisher.refresh().await {
            tracing::error!(%error, "what is new in the store could not be published");
        }
    }
}

/// Deletes what is over, at the start too: a service that stood still was late.
async fn expire(publisher: Arc<Publisher>) {
    let mut clock = tokio::time::interval(EXPIRE_EVERY);
    loop {
        clock.tick().await;
        match publisher.expire(Timestamp::now()).await {
            Ok(Expired { deleted: 0, .. }) => {}
            Ok(Expired { deleted, left }) => {
                tracing::info!(deleted, left, "raw samples deleted: their time is over")
            }
            Err(error) => tracing::error!(%error, "raw samples could not be deleted"),
        }
    }
}

/// Tells reporters what has happened. A mail that is on its way when the service
/// stops is sent again when it is back: nobody knows whether it came.
async fn mail(publisher: Arc<Publisher>, mailer: Mailer) {
    let mut clock = tokio::time::interval(MAIL_EVERY);
    loop {
        clock.tick().await;
        let region = publisher.snapshot().region.region.clone();
        // Many may be due at once: each turn takes some of them.
        loop {
            match send_mails(&mailer, &publisher, &region).await {
                Ok(outcome) if outcome == MailOutcome::default() => break,
                Ok(MailOutcome { sent, waiting, given_up }) => {
                    tracing::info!(
                        sent,
                        waiting,
                        given_up,
                        "reporters and operators are told what has happened"
                    )
                }
                Err(error) => {
                    tracing::error!(%error, "what is to be told by mail could not be read");
                    break;
                }
            }
        }
    }
}

async fn send_mails(
    mailer: &Mailer,
    publisher: &Publisher,
    region: &Region,
) -> Result<MailOutcome, StoreError> {
    let reporters = mailer.send_due(publisher.store(), region, Timestamp::now()).await?;
    Ok(reporters + mailer.send_due_notices(publisher.store(), region, Timestamp::now()).await?)
}

/// Calls operators' web hooks. One that is being called when the service stops is
/// called again when it is back, under the same name.
async fn call(publisher: Arc<Publisher>, hooks: HookSender) {
    let mut clock = tokio::time::interval(CALL_EVERY);
    loop {
        clock.tick().await;
        loop {
            match hooks.send_due(publisher.store(), Timestamp::now()).await {
                Ok(outcome) if outcome == HookOutcome::default() => break,
                Ok(HookOutcome { sent, waiting, given_up }) => {
                    tracing::info!(sent, waiting, given_up, "operators are told of gap reports")
                }
                Err(error) => {
                    tracing::error!(%error, "what operators are to be told could not be read");
                    break;
                }
            }
        }
    }
}

async fn told_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let mut terminated = match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(signal) => signal,
            Err(_) => return drop(interrupted.await),
        };
        tokio::select! { _ = interrupted => {}, _ = terminated.recv() => {} }
    }
    #[cfg(not(unix))]
    drop(interrupted.await);
}

/// One JSON object a line on standard error; `RUST_LOG` sets how much.
fn start_log() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    // A second start in one process keeps the first log.
    drop(tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr).try_init());
}
