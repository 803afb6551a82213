//! Sources in a bad mood: what passes is waited for, what doesn't is told, and
//! nothing is written then.

use tackning::sources::{From, Product, SourceError, SourceFault};

use super::{
    set_up::{Out, at, by_hand, collection, squares},
    source::{Mood, Source},
};

const OLD: &str = "what was there before";

/// Fetches where an old file lies, which has to stay.
async fn refused(source: &Source) -> SourceError {
    let out = Out::new();
    std::fs::write(out.path("population.csv"), OLD).unwrap();
    let error = out.fetch(Product::Population, at(&source.url), 2).await.unwrap_err();
    assert_eq!(out.text("population.csv"), OLD);
    assert!(!out.path("population.source.json").exists());
    error
}

#[tokio::test]
async fn what_passes_is_waited_for() {
    let source = Source::serve(squares(6)).await;
    let calm = Out::new();
    calm.fetch(Product::Population, at(&source.url), 2).await.unwrap();
    source.moods([
        Mood::Busy("0"),
        Mood::Busy("Sun, 06 Nov 1994 08:49:37 GMT"),
        Mood::Failing(500, "the database rests"),
        Mood::Cut,
        Mood::Half,
        Mood::Well,
        Mood::Exception("NoApplicableCode"),
        Mood::Short,
        Mood::Failing(503, ""),
    ]);
    let moody = Out::new();
    moody.fetch(Product::Population, at(&source.url), 2).await.unwrap();
    assert_eq!(moody.text("population.csv"), calm.text("population.csv"));
}

#[tokio::test]
async fn what_does_not_pass_is_given_up_with_the_number_of_tries() {
    let source = Source::serve(squares(6)).await;
    for (mood, fault, words) in [
        (
            Mood::Failing(500, "<h1>the database\nrests</h1>"),
            SourceFault::Failing,
            "the database rests; it was tried 6 times",
        ),
        (Mood::Cut, SourceFault::Unreachable, "connection"),
        (Mood::Half, SourceFault::BrokenAnswer, "ends in the middle"),
        (Mood::Busy("0"), SourceFault::Busy, "429"),
        (Mood::Exception("NoApplicableCode"), SourceFault::Exception, "the database rests"),
        (Mood::Short, SourceFault::WrongCount, "it says that it has 2 features and has 1"),
    ] {
        source.moods(std::iter::repeat_n(mood, 6));
        source.asked();
        let error = refused(&source).await;
        assert_eq!(error.fault, fault, "{error}");
        assert!(error.reason.contains(words), "{error}");
        assert_eq!(source.asked().len(), 6);
    }
}

#[tokio::test]
async fn what_is_refused_is_not_asked_for_again() {
    let source = Source::serve(squares(6)).await;
    for (mood, fault, words) in [
        (
            Mood::Failing(404, "<html><b>No such layer</b></html>"),
            SourceFault::Refused,
            "404 Not Found: No such layer",
        ),
        (Mood::Failing(401, ""), SourceFault::Refused, "TACKNING_SOURCE_ACCOUNT"),
        (Mood::Exception("InvalidParameterValue"), SourceFault::Exception, "InvalidParameterValue"),
        (Mood::Busy("86400"), SourceFault::Busy, "86400 s"),
    ] {
        source.moods([mood]);
        source.asked();
        let error = refused(&source).await;
        assert_eq!(error.fault, fault, "{error}");
        assert!(error.reason.contains(words), "{error}");
        assert_eq!(source.asked().len(), 1);
    }
}

#[tokio::test]
async fn a_field_that_is_missing_is_named_with_its_place() {
    let source = Source::serve(squares(6)).await;
    source.change(|served| served.renamed_from = Some((0, "beftotalt", "bef_totalt")));
    let error = refused(&source).await;
    let expected = "stat:befolkning_1km_2025, page 000000000, feature 1: has no field `beftotalt`: \
        the source may have changed its schema [missing_field]";
    assert_eq!(error.to_string(), expected);
}

#[tokio::test]
async fn a_schema_that_changes_between_pages_is_told_and_the_next_fetch_starts_over() {
    let source = Source::serve(squares(6)).await;
    source.change(|served| served.renamed_from = Some((2, "man", "men")));
    let out = Out::new();
    let error = out.fetch(Product::Population, at(&source.url), 2).await.unwrap_err();
    assert_eq!(error.fault, SourceFault::ChangedSchema);
    assert!(error.reason.contains("`man`") && error.reason.contains("`men`"), "{error}");
    source.change(|served| served.renamed_from = Some((0, "man", "men")));
    source.asked();
    out.fetch(Product::Population, at(&source.url), 2).await.unwrap();
    assert_eq!(source.asked().len(), 3, "all pages came again");
}

#[tokio::test]
async fn counts_that_do_not_agree_name_both_numbers() {
    for (claims, words) in
        [(9, "9 features and gives none after 6"), (5, "2 features where at most 1 were left")]
    {
        let source = Source::serve(squares(6)).await;
        source.change(|served| served.claims = Some(claims));
        let error = refused(&source).await;
        assert_eq!(error.fault, SourceFault::WrongCount, "{error}");
        assert!(error.reason.contains(words), "{error}");
    }
}

#[tokio::test]
async fn a_source_that_has_nothing_is_an_error() {
    let source = Source::serve(Vec::new()).await;
    assert_eq!(refused(&source).await.fault, SourceFault::NoFeatures);
}

/// It would look as if all were there.
#[tokio::test]
async fn a_source_that_repeats_its_first_page_is_found_out() {
    let source = Source::serve(squares(6)).await;
    source.change(|served| served.ignores_start = true);
    let error = refused(&source).await;
    assert_eq!(error.fault, SourceFault::RepeatedFeature);
    assert!(error.place.contains("feature 1"), "{error}");
}

#[tokio::test]
async fn what_is_no_count_of_people_is_refused() {
    for (name, value) in [("beftotalt", -3), ("rutid_scb", 12)] {
        let mut squares = squares(3);
        squares[1]["properties"][name] = value.into();
        let source = Source::serve(squares).await;
        let error = refused(&source).await;
        assert_eq!(error.fault, SourceFault::BadValue);
        assert!(error.reason.contains(&value.to_string()), "{error}");
    }
}

/// What was wrong is asked for again, though pages of it were there.
#[tokio::test]
async fn what_the_source_has_mended_is_fetched_anew() {
    let mut broken = squares(4);
    broken[2]["properties"]["beftotalt"] = (-1).into();
    let source = Source::serve(broken).await;
    let out = Out::new();
    let error = out.fetch(Product::Population, at(&source.url), 2).await.unwrap_err();
    assert_eq!(error.fault, SourceFault::BadValue);
    source.change(|served| served.features = squares(4));
    out.fetch(Product::Population, at(&source.url), 2).await.unwrap();
    assert_eq!(out.text("population.csv").lines().count(), 5);
}

#[tokio::test]
async fn a_feature_that_lies_nowhere_is_counted() {
    let mut squares = squares(4);
    squares[1]["geometry"] = serde_json::Value::Null;
    let out = Out::new();
    let hand = out.path("hand.geojson");
    std::fs::write(&hand, collection(&squares)).unwrap();
    out.fetch(Product::Population, by_hand(&hand), 2).await.unwrap();
    let told = out.json("population.source.json");
    assert_eq!((&told["count"], &told["source_count"]), (&3.into(), &4.into()));
    assert_eq!(told["left_out"]["without geometry"], 1);
}

#[tokio::test]
async fn nobody_at_home() {
    let error = Out::new()
        .fetch(Product::Population, From::Addresses(vec!["http://127.0.0.1:9/wfs".parse().unwrap()]), 2)
        .await
        .unwrap_err();
    assert_eq!(error.fault, SourceFault::Unreachable);
    assert_eq!(error.place.split('?').next(), Some("http://127.0.0.1:9/wfs"));
}
