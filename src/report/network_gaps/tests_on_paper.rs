use std::time::Duration;

use serde_json::{Value, json};

use super::{
    IssuedDocument, MapPictures, gap_report_maps, gap_report_paper, network_gap_features, tests::with_report,
};
use crate::{
    domain::Language,
    geometry::LngLatFrame,
    report::{
        paper::reading::{ReadPaper, assert_well_made},
        picture::{NoPicture, draw_all_with, sample::test_worker},
    },
};

/// The document of the strip's report.
fn document() -> Value {
    let mut document = Value::Null;
    with_report(|report| {
        let frame = LngLatFrame::new("EPSG:3006").unwrap();
        document = serde_json::from_str(&network_gap_features(report, &frame).unwrap().to_string()).unwrap();
    });
    document
}

fn read(document: &Value) -> IssuedDocument {
    IssuedDocument::read(&document.to_string()).unwrap()
}

fn printed(document: &Value, pictures: MapPictures, language: Language) -> Vec<u8> {
    gap_report_paper((7, &read(document)), pictures, language).unwrap()
}

fn no_driver() -> MapPictures {
    Err(NoPicture::NoVulkanDriver)
}

#[test]
fn the_document_says_what_was_issued_in_either_language() {
    for (language, expected) in [
        (
            Language::Swedish,
            [
                "Bristrapport: A",
                "Rapport nr 7 · 2026-11-23",
                "Ska-krav, version 2: missat, uppfyllt i 0 av 1 zoner.",
                "35,00 % 95,00 % 600 invånare",
                "Att täcka 1 av bristerna räcker till det som går att nå; färre än 1 räcker aldrig.",
                "försenad; utlovad till 2026-06-30 (inte hållet)",
                "0/4",
                "Ingen kartbild. ingen Vulkan-drivrutin hittades",
            ],
        ),
        (
            Language::English,
            [
                "Gap report: A",
                "Report no. 7 · 2026-11-23",
                "Mandatory requirement, version 2: missed, met in 0 of 1 zones.",
                "35.00% 95.00% 600 inhabitants",
                "Covering 1 of the gaps is enough for what can be reached; fewer than 1 never are.",
                "late; promised by 2026-06-30 (broken)",
                "0/4",
                "No map picture. no Vulkan driver was found",
            ],
        ),
    ] {
        let document = document();
        let pdf = printed(&document, no_driver(), language);
        assert_well_made(&pdf, language.as_str());
        let text = ReadPaper::new(&pdf).text();
        for said in expected {
            assert!(text.contains(said), "{said:?} in {text}");
        }
        for named in ["data_version", "method_version"] {
            assert!(text.contains(document[named].as_str().unwrap()), "{named} in {text}");
        }
        assert!(text.contains(document["requirements"][0]["sha256"].as_str().unwrap()));
        assert!(text.contains(document["coverage"][0]["sha256"].as_str().unwrap()));
        assert_eq!(printed(&document, no_driver(), language), pdf, "the same bytes again");
    }
}

#[test]
fn headings_and_tables_are_marked_for_screen_readers() {
    let structure = ReadPaper::new(&printed(&document(), no_driver(), Language::Swedish)).structure();
    for element in ["H1", "H2", "Table", "TH", "TD", "/Scope /Column", "/Scope /Row"] {
        assert!(
            structure.lines().any(|line| line.trim_start().starts_with(element)),
            "{element}: {structure}"
        );
    }
}

/// Data are never markup, whatever is in them.
#[test]
fn hostile_texts_come_out_as_texts() {
    let hostile = "#panic(\"x\") \\ *fet* _kursiv_ $x$ <a> @b `c` // ÅÄÖ é đŋ = rubrik";
    let long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft".repeat(3);
    let mut document = document();
    document["network_name"] = json!(hostile);
    document["requirements"][0]["title"] = json!({ "sv": long, "en": long });
    let gap = &mut document["features"][0]["properties"];
    gap["place_names"] = json!([hostile, "sista 😀", "o\u{202e}mvänt"]);
    let text = ReadPaper::new(&printed(&document, no_driver(), Language::Swedish)).text();
    assert!(text.contains(&format!("Bristrapport: {hostile}")), "{text}");
    assert!(text.contains("sista [U+1F600], o[U+202E]mvänt"), "{text}");
    assert!(text.replace(' ', "").contains(&long), "{text}");
}

#[tokio::test]
async fn each_part_and_gap_has_its_map() {
    let document = document();
    let mut maps = Vec::new();
    with_report(|report| {
        let frame = LngLatFrame::new("EPSG:3006").unwrap();
        maps = gap_report_maps(&read(&document), report.snapshot, &frame, Language::Swedish).unwrap();
    });
    assert_eq!(maps.len(), 2, "the part's, and its one gap's");
    let pictures = draw_all_with(&test_worker(&[]), maps, Duration::from_secs(60)).await;
    let pdf = printed(&document, Ok(pictures), Language::Swedish);
    assert_well_made(&pdf, "sv");
    let read = ReadPaper::new(&pdf);
    assert!(!read.text().contains("Ingen kartbild"), "{}", read.text());
    let figures = read.structure().lines().filter(|line| line.trim_start().starts_with("Figure")).count();
    assert_eq!(figures, 2);
    let plain = String::from_utf8_lossy(&pdf);
    assert_eq!(plain.matches("/Alt").count(), 2, "what they show, for who doesn't see them");
}
