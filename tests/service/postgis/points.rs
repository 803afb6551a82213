//! Who covers a point, beside ST_Covers of every polygon that was drawn.

use geo::Point;

use super::{
    drawn::Drawer,
    peer::Peer,
    published::{Published, SEED, published},
};

const POINTS: usize = 3_000;

#[tokio::test]
async fn who_covers_a_point() {
    let published = published();
    let Some(mut peer) = Peer::with(published, "points").await else { return };
    let points = points(published);
    peer.load("asked_points", &points).await;
    let theirs: Vec<(i32, i32)> = peer
        .ask(
            "SELECT DISTINCT point, delivery FROM asked_points, drawn WHERE ST_Covers(area, position)
             ORDER BY point, delivery",
        )
        .await;
    let ours: Vec<(i32, i32)> =
        (0..).zip(&points).flat_map(|(number, &at)| covering(published, number, at)).collect();
    println!("points: {} with {} covers", points.len(), ours.len());
    assert!(ours.len() > points.len() / 4, "most points lie where nobody covers");
    assert_eq!(ours, theirs);
}

fn points(published: &Published) -> Vec<Point<f64>> {
    let mut drawer = Drawer::new(SEED + 2, published.snapshot.region.region.bounds().unwrap());
    (0..POINTS).map(|_| Point(drawer.position())).collect()
}

/// A point's number with each delivery that covers it, in order.
fn covering(published: &Published, number: i32, Point(at): Point<f64>) -> Vec<(i32, i32)> {
    let claims = published.snapshot.coverage.claims_at(at);
    claims.into_iter().map(|claim| (number, i32::try_from(claim.delivery.id.0).unwrap() - 1)).collect()
}
