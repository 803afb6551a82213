//! The service as a server of its own: the set's files imported into an empty
//! folder, and every route of the service. Beside them is an answer that costs
//! nothing but sending it.

use std::sync::Arc;

use axum::{Router, body::Bytes, extract::Path, routing::get};
use tackning::http::{AppState, router};
use tokio::{net::TcpListener, runtime::Runtime};

use crate::{
    files::{self, SetFiles},
    import_set::{Format, import_files},
    ours,
    process::{Server, this_program},
};

/// The argument of a process that serves.
pub const CASE: &str = "serve";

/// A process that serves the set.
pub fn start() -> Server {
    Server::that_says_where(&mut this_program(CASE, &files::scale().to_string()))
}

/// Serves until it is killed.
pub fn serve(scale: &str) {
    let set = SetFiles::open(scale.parse().expect("a scale"));
    let (_, publisher) = ours::publish(&import_files(&set, Format::GeoJson), set.region());
    Runtime::new().expect("a run time").block_on(async {
        let service = router(AppState::new(Arc::clone(&publisher)));
        let routes = service.merge(Router::new().route("/constant/{bytes}", get(constant)));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("there is a free port");
        println!("http://{}", listener.local_addr().expect("it has an address"));
        axum::serve(listener, routes).await.expect("it serves until it is killed");
    });
}

/// So many bytes that lie there already.
async fn constant(Path(bytes): Path<usize>) -> Bytes {
    static ZEROES: [u8; 4 << 20] = [0; 4 << 20];
    Bytes::from_static(&ZEROES[..bytes.min(ZEROES.len())])
}
