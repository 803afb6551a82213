//! `tackning serve`: publishes what a folder holds and answers until it is told to stop.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Context;
use tackning::{
    http::{AppState, router},
    publishing::{AsOf, Publisher},
    store::Store,
};
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use super::{Folder, progress::Steps, region::region};

/// How often the store is asked whether another process has put something in.
const REFRESH_EVERY: Duration = Duration::from_secs(2);

/// Serves; `welcome` makes the text that is printed once the service answers.
pub async fn serve(
    folder: &Folder,
    listen: SocketAddr,
    as_of: AsOf,
    welcome: Option<fn(SocketAddr) -> String>,
) -> anyhow::Result<()> {
    start_log();
    let steps = Steps::new(2);
    steps.begin("Reading the region");
    let region = region(folder)?;
    steps.done();
    steps.begin("Publishing what the folder holds");
    let store = Store::open(&folder.data).await?;
    let publisher = Arc::new(Publisher::open(store, region, as_of).await?);
    steps.finish();
    let listener = TcpListener::bind(listen).await.with_context(|| format!("can't listen at {listen}"))?;
    let address = listener.local_addr()?;
    match welcome {
        Some(text) => println!("{}", text(address)),
        None => println!("Täckning: http://{address}"),
    }
    let refreshing = tokio::spawn(refresh(publisher.clone()));
    axum::serve(listener, router(AppState::new(publisher))).with_graceful_shutdown(told_to_stop()).await?;
    refreshing.abort();
    Ok(())
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
