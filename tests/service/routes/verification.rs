//! What measurements prove, as the service answers it.

use serde_json::{Value, json};

use super::{
    app::App,
    strip::{self, coverage},
};

/// `a` covers 0–6 km; calls of `a` succeed at 1 and 4 km, find no network at 2.5
/// and at 8 km, where nothing is claimed.
async fn measured() -> App {
    let app = App::strip().await;
    app.deliver("a", coverage(&[(0.0, 6.0)])).await;
    let calls = [(1.0, true), (2.5, false), (4.0, true), (8.0, false)];
    app.measure(strip::measurements("a", "999-01", &calls)).await;
    app
}

async fn verdict(app: &App) -> Value {
    let answer = app.get("/api/v1/verification?network=a&service=voice&zone=2401").await.ok();
    let verdicts = answer["verdicts"].as_array().unwrap();
    assert_eq!((verdicts.len(), &answer["required_share"]), (1, &json!(0.95)));
    assert_eq!(answer["least_votes_without_failure"], 59);
    verdicts[0].clone()
}

#[tokio::test]
async fn a_matrix_for_each_kind_of_test() {
    let verdict = verdict(&measured().await).await;
    for kind in ["by_signal", "by_service"] {
        let found = &verdict[kind];
        let matrix = ["claimed_passed", "claimed_failed", "unclaimed_passed", "unclaimed_failed"]
            .map(|name| found["matrix"][name].as_u64().unwrap());
        assert_eq!(matrix, [2, 1, 0, 1], "{kind}");
        assert_eq!((&found["votes"], &found["passing"]), (&json!(3), &json!(2)));
        assert_eq!(found["reliability"]["share"]["percent"], "66.67");
        assert_eq!(found["evidence"]["samples"], 4);
        // Three votes, more than a kilometre from each other: none has a neighbour.
        assert_eq!(found["design_effect"]["effective_votes"], 3.0);
        assert_eq!(found["challenge"]["stands"], false);
    }
    // Two of three is below 95 % with all of its interval.
    assert_eq!(verdict["state"], "refuted");
}

/// What is confirmed, refuted, inconclusive and not measured is what is claimed.
#[tokio::test]
async fn the_states_close_for_every_demand() {
    let app = measured().await;
    let verdict = verdict(&app).await;
    let proved = verdict["proved"].as_array().unwrap();
    let demands: Vec<_> = proved.iter().map(|one| one["demand"].as_str().unwrap()).collect();
    assert_eq!(demands, ["land_area", "inhabitants", "road_length", "places"]);
    let number = |value: &Value| value.as_f64().unwrap();
    for one in proved {
        let parts =
            ["confirmed", "refuted", "inconclusive", "not_measured"].map(|name| number(&one[name]["amount"]));
        let (claimed, verified) = (number(&one["claimed"]), number(&one["verified"]));
        assert!((parts.iter().sum::<f64>() - claimed).abs() <= 1e-9 * claimed, "{one}");
        assert!((claimed - parts[1] - verified).abs() <= 1e-9 * claimed, "{one}");
    }
    let land = &proved[0];
    assert!((number(&land["refuted"]["amount"]) - 10_000.0).abs() < 1.0, "{land}");
    assert!((number(&land["inconclusive"]["amount"]) - 20_000.0).abs() < 1.0, "{land}");

    // The gap analysis says the same where it is asked for what is verified, and nothing of it else.
    let gaps = async |evidence: &str| {
        let path = format!("/api/v1/gaps?network=a&service=voice&zone=2401&evidence={evidence}");
        app.get(&path).await.ok()["zones"][0]["proved"].clone()
    };
    assert_eq!(gaps("verified").await, verdict["proved"]);
    assert_eq!(gaps("claimed").await, Value::Null);
}

#[tokio::test]
async fn details_are_of_one_zone_alone() {
    let app = measured().await;
    let all = app.get("/api/v1/verification?network=a&service=voice").await.ok();
    let verdicts = all["verdicts"].as_array().unwrap();
    assert_eq!(verdicts.len(), 3);
    let in_detail = verdict(&app).await;
    assert!(verdicts.iter().all(|verdict| verdict["proved"].is_null()));
    assert_eq!(verdicts[0]["by_signal"]["drivable"], Value::Null);
    // The road goes through all ten square kilometres and the next; no three tests lie in one.
    let drivable = &in_detail["by_service"]["drivable"];
    assert!(drivable["drivable"].as_u64().unwrap() >= 10, "{drivable}");
    assert_eq!(drivable["tested"], 0);
    // What isn't measured is told so, and is no share.
    let other = app.get("/api/v1/verification?network=b&service=voice&zone=2402").await.ok();
    assert_eq!(other["verdicts"], json!([]));
    let unmeasured = &verdicts[1];
    assert_eq!(
        (&unmeasured["state"], &unmeasured["by_signal"]["share"]),
        (&json!("not_measured"), &Value::Null)
    );
}
