use geo::Coord;
use jiff::civil::date;

use super::*;
use crate::{
    analysis::fixture::Fixture,
    domain::{
        Asked, Consequences, Environment, LocalFloor, PointedOutArea, Service, Share, Technology, Waiver,
        ZoneCode,
    },
};

fn share(value: f64) -> Share {
    Share::new(value).unwrap()
}

fn requirement() -> Requirement {
    let asked = Asked {
        zones: ZoneSet::Kind(ZoneKind::municipality()),
        unit: DemandUnit::RoadLength,
        service: Service::Data10,
        threshold: share(0.985),
        valid_from: date(2026, 1, 1),
    };
    Requirement::of(Bilingual::new("Vägarna", "The roads"), asked)
}

fn texts(requirement: &Requirement) -> (String, String) {
    let snapshot = Fixture::strip().snapshot();
    let clause = clause(requirement, &snapshot.region.region);
    let joined = |text: fn(&Bilingual) -> &str| {
        let sentences: Vec<&str> = clause.sentences.iter().map(text).collect();
        format!("{}\n{}", text(&clause.heading), sentences.join("\n")).replace('\u{a0}', " ")
    };
    (joined(|text| &text.sv), joined(|text| &text.en))
}

#[test]
fn a_text_says_all_of_the_rule() {
    let mut asked = requirement();
    asked.kind = RequirementKind::ContractClause;
    asked.technology = Some(Technology::G4);
    asked.environment = Environment::Vehicle;
    asked.longest_gap_m = Some(2_500.0);
    asked.valid_to = Some(date(2029, 12, 31));
    asked.waivers.push(Waiver {
        zone: ZoneCode::new("2401"),
        threshold: share(0.975),
        from: date(2026, 1, 1),
        until: date(2026, 12, 31),
    });
    asked.deliveries = Some(DeliveryDuty {
        times_a_year: 2,
        formats: vec!["geopackage".to_owned(), "geojson".to_owned()],
        lists_uncovered: true,
    });
    asked.consequences = Consequences {
        penalty: Some(Penalty { sek_a_week: 50_000, at_most_sek: Some(1_000_000) }),
        action_plan: Some(ActionPlan { within_days: 30, remedied_within_months: 6 }),
    };
    let (sv, en) = texts(&asked);
    assert_eq!(
        sv,
        "Särskilt kontraktsvillkor: Vägarna\n\
         Leverantören ska under avtalstiden se till att nätet ger data 10 Mbit/s i fordon över 4G längs minst \
         98,5 % av vägarnas längd i varje kommun.\n\
         Inget sammanhängande avbrott får vara längre än 2,5 km.\n\
         Kravet prövas på den täckning som nätägaren redovisar.\n\
         Andelar jämförs oavrundade. Där det inte finns något att räkna är kravet varken uppfyllt eller missat.\n\
         Kravet gäller från och med den 2026-01-01 till och med den 2029-12-31.\n\
         Dispens: i Remsan gäller 97,5 % från och med den 2026-01-01 till och med den 2026-12-31.\n\
         Leverantören ska lämna täckningsdata 2 gånger per år i något av formaten geopackage och geojson, med en \
         förteckning över det som inte är täckt.\n\
         Så länge kravet inte är uppfyllt utgår vite med 50 000 kronor per påbörjad vecka, dock högst 1 000 000 kronor.\n\
         Leverantören ska lämna en åtgärdsplan inom 30 dagar från det att bristen har meddelats, och bristen ska \
         vara avhjälpt inom 6 månader."
    );
    for told in ["98.5 % of the length of the roads", "longer than 2.5 km", "SEK 50,000", "97.5 %"] {
        assert!(en.contains(told), "{told}: {en}");
    }
}

/// Whatever of the rule is changed, the text changes, in both languages: it can't
/// say something else than what is computed.
#[test]
fn nothing_of_the_rule_is_silent() {
    let places = || Requirement { unit: DemandUnit::Places, ..requirement() };
    let area = || PointedOutArea { name: "Korsningen".to_owned(), outline: square() };
    let waiver = |threshold, from, until| Waiver { zone: ZoneCode::new("2401"), threshold, from, until };
    let duty = |times_a_year, formats: &[&str], lists_uncovered| {
        Some(DeliveryDuty {
            times_a_year,
            formats: formats.iter().map(|format| (*format).to_owned()).collect(),
            lists_uncovered,
        })
    };
    let consequences = |penalty, action_plan| Consequences { penalty, action_plan };
    let penalty = |sek_a_week, at_most_sek| Some(Penalty { sek_a_week, at_most_sek });
    let plan = |within_days, remedied_within_months| Some(ActionPlan { within_days, remedied_within_months });
    let floor = |kind: &str, value| Some(LocalFloor { kind: ZoneKind::new(kind), share: share(value) });
    let base = requirement();
    let (begin, end, later) = (date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1));
    let mut rules = vec![base.clone(), places()];
    rules.extend(Environment::ALL.iter().map(|need| Requirement { place_need: Some(*need), ..places() }));
    rules.extend(RequirementKind::ALL[1..].iter().map(|kind| Requirement { kind: *kind, ..requirement() }));
    let other_units = DemandUnit::ALL.iter().filter(|unit| ![base.unit, DemandUnit::Places].contains(unit));
    rules.extend(other_units.map(|unit| Requirement { unit: *unit, ..requirement() }));
    let other_services = Service::ALL.iter().filter(|service| **service != base.service);
    rules.extend(other_services.map(|service| Requirement { service: *service, ..requirement() }));
    rules.extend(Technology::ALL.iter().map(|one| Requirement { technology: Some(*one), ..requirement() }));
    rules.extend(Environment::ALL[1..].iter().map(|one| Requirement { environment: *one, ..requirement() }));
    rules.extend([
        Requirement { zones: ZoneSet::Kind(ZoneKind::new("county")), ..requirement() },
        Requirement { zones: ZoneSet::Kind(ZoneKind::organisation()), ..requirement() },
        Requirement { zones: ZoneSet::Codes(vec![ZoneCode::new("2401")]), ..requirement() },
        Requirement { zones: ZoneSet::Organisations(vec!["Remsan AB".to_owned()]), ..requirement() },
        Requirement { zones: ZoneSet::Areas(vec![area()]), ..requirement() },
        Requirement { threshold: share(0.9851), ..requirement() },
        Requirement { local_floor: floor("municipality", 0.9), ..requirement() },
        Requirement { local_floor: floor("municipality", 0.91), ..requirement() },
        Requirement { local_floor: floor("county", 0.9), ..requirement() },
        Requirement { longest_gap_m: Some(500.0), ..requirement() },
        Requirement { longest_gap_m: Some(1_500.0), ..requirement() },
        Requirement { exclusions: Some(square()), ..requirement() },
        Requirement { evidence: EvidenceRule::Verified, ..requirement() },
        Requirement { evidence: EvidenceRule::VerifiedWithConfidence, ..requirement() },
        Requirement { evidence: EvidenceRule::Verified, profile: Some("test".to_owned()), ..requirement() },
        Requirement { waivers: vec![waiver(share(0.9), begin, end)], ..requirement() },
        Requirement { waivers: vec![waiver(share(0.8), begin, end)], ..requirement() },
        Requirement { waivers: vec![waiver(share(0.9), begin, later)], ..requirement() },
        Requirement { waivers: vec![waiver(share(0.9), end, later)], ..requirement() },
        Requirement { valid_from: later, ..requirement() },
        Requirement { valid_to: Some(end), ..requirement() },
        Requirement { valid_to: Some(later), ..requirement() },
        Requirement { deliveries: duty(1, &[], false), ..requirement() },
        Requirement { deliveries: duty(2, &[], false), ..requirement() },
        Requirement { deliveries: duty(2, &["geojson"], false), ..requirement() },
        Requirement { deliveries: duty(2, &["geojson"], true), ..requirement() },
        Requirement { consequences: consequences(penalty(1_000, None), None), ..requirement() },
        Requirement { consequences: consequences(penalty(1_000, Some(9_000)), None), ..requirement() },
        Requirement { consequences: consequences(penalty(2_000, None), None), ..requirement() },
        Requirement { consequences: consequences(None, plan(30, 6)), ..requirement() },
        Requirement { consequences: consequences(None, plan(31, 6)), ..requirement() },
        Requirement { consequences: consequences(None, plan(30, 7)), ..requirement() },
    ]);
    for (number, rule) in rules.iter().enumerate() {
        for other in &rules[..number] {
            let (one, other) = (texts(rule), texts(other));
            assert_ne!(one.0, other.0);
            assert_ne!(one.1, other.1);
        }
    }
}

/// What is written by hand is told apart, and is in no sentence.
#[test]
fn free_text_stands_apart() {
    let written = Bilingual::new("Skrivet för hand", "Written by hand");
    let asked = Requirement { free_text: Some(written.clone()), ..requirement() };
    let snapshot = Fixture::strip().snapshot();
    let with = clause(&asked, &snapshot.region.region);
    let without = clause(&requirement(), &snapshot.region.region);
    assert_eq!(with.free_text, Some(written));
    assert_eq!(with.sentences, without.sentences);
}

fn square() -> geo::MultiPolygon<f64> {
    geo::Rect::new(Coord { x: 0.0, y: 0.0 }, Coord { x: 1e3, y: 1e3 }).to_polygon().into()
}
