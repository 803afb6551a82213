//! Fetches that end in the middle, and go on.

use proptest::prelude::*;
use tackning::sources::{From, Product, SourceFault};
use tokio::select;

use super::{
    set_up::{Out, at, square, squares},
    source::{Mood, Source},
};

/// Fetches until the source hangs, and lets go then.
async fn until_it_hangs(out: &Out, source: &Source, page_size: u64) {
    select! {
        _ = out.fetch(Product::Population, at(&source.url), page_size) => panic!("it ended"),
        () = source.hangs() => {}
    }
}

#[tokio::test]
async fn what_is_there_is_not_asked_for_again() {
    let source = Source::serve(squares(10)).await;
    let whole = Out::new();
    whole.fetch(Product::Population, at(&source.url), 2).await.unwrap();
    let out = Out::new();
    source.moods([Mood::Well, Mood::Well, Mood::Well, Mood::Hangs]);
    until_it_hangs(&out, &source, 2).await;
    assert!(out.path("population.csv.part").is_dir() && !out.path("population.csv").exists());
    source.asked();
    out.fetch(Product::Population, at(&source.url), 2).await.unwrap();
    let starts: Vec<_> = source.asked().iter().map(|query| query["startIndex"].clone()).collect();
    assert_eq!(starts, ["6", "8"]);
    assert_eq!(out.text("population.csv"), whole.text("population.csv"));
    assert_eq!(out.text("population.source.json"), whole.text("population.source.json"));
}

#[tokio::test]
async fn another_count_or_page_size_or_schema_starts_over() {
    let begun = async || {
        let source = Source::serve(squares(10)).await;
        let out = Out::new();
        source.moods([Mood::Well, Mood::Well, Mood::Well, Mood::Hangs]);
        until_it_hangs(&out, &source, 2).await;
        source.asked();
        (source, out)
    };
    let (source, out) = begun().await;
    source.change(|served| served.features.push(square(20, 20, 99)));
    out.fetch(Product::Population, at(&source.url), 2).await.unwrap();
    assert_eq!(source.asked().len(), 6);
    assert!(out.text("population.csv").contains(",99,"));

    let (source, out) = begun().await;
    out.fetch(Product::Population, at(&source.url), 5).await.unwrap();
    assert_eq!(source.asked().len(), 2);

    let (source, out) = begun().await;
    source.change(|served| served.renamed_from = Some((0, "man", "men")));
    out.fetch(Product::Population, at(&source.url), 2).await.unwrap();
    assert_eq!(source.asked().len(), 6, "one that shows the change, then all");
}

#[tokio::test]
async fn a_source_that_grows_meanwhile_is_found_out() {
    let source = Source::serve(squares(4)).await;
    let out = Out::new();
    source.moods([Mood::Well, Mood::Hangs]);
    until_it_hangs(&out, &source, 2).await;
    // All pages are there when the count has changed.
    let fetching = out.fetch(Product::Population, at(&source.url), 2);
    source.change(|served| served.moods.push_back(Mood::Busy("0")));
    let growing = async {
        loop {
            if source.asked().len() == 1 {
                source.change(|served| served.claims = Some(5));
                return;
            }
            tokio::task::yield_now().await;
        }
    };
    let (fetched, ()) = tokio::join!(fetching, growing);
    let error = fetched.unwrap_err();
    assert_eq!(error.fault, SourceFault::ChangedCount, "{error}");
    assert!(error.reason.contains('4') && error.reason.contains('5'), "{error}");
}

#[tokio::test]
async fn two_at_once_do_not_meet() {
    let source = Source::serve(squares(4)).await;
    let out = Out::new();
    source.moods([Mood::Hangs]);
    let second = async {
        source.hangs().await;
        out.fetch(Product::Population, at(&source.url), 2).await
    };
    select! {
        _ = out.fetch(Product::Population, at(&source.url), 2) => panic!("it ended"),
        refused = second => assert_eq!(refused.unwrap_err().fault, SourceFault::AtWork),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// The file doesn't tell how its pages were cut, nor how often somebody lost patience.
    #[test]
    fn any_page_size_and_any_interruption_give_the_same_file(
        page_size in 1_u64..40,
        interruptions in prop::collection::vec(0_usize..6, 0..4),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let source = Source::serve(squares(31)).await;
            let expected = Out::new();
            expected.fetch(Product::Population, at(&source.url), 1_000).await.unwrap();
            let out = Out::new();
            for pages in interruptions {
                source.moods(std::iter::repeat_n(Mood::Well, pages).chain([Mood::Hangs]));
                let from: From = at(&source.url);
                select! {
                    biased;
                    () = source.hangs() => {}
                    // It needed fewer pages than it was given.
                    ended = out.fetch(Product::Population, from, page_size) => { ended.unwrap(); }
                }
                source.moods([]);
            }
            out.fetch(Product::Population, at(&source.url), page_size).await.unwrap();
            assert_eq!(out.text("population.csv"), expected.text("population.csv"));
        });
    }
}
