//! The protocol of an evaluation as a document for print, set of the signed file alone:
//! the two can't drift, and the file goes with the document.

use serde_json::{Value, json};

use super::paper::{Paper, PaperError, Template};
use crate::domain::Language;

/// The name under which the template attaches the signed file.
const FILE: &str = "protocol.json";

/// The PDF of a signed protocol. It takes its time: not for a thread that others wait for.
///
/// # Errors
/// When the file is no protocol, or the document can't be set.
pub fn protocol_paper(signed: &[u8], language: Language) -> Result<Vec<u8>, PaperError> {
    let said: Value = serde_json::from_slice(signed)?;
    let data = json!({ "language": language.as_str(), "signed": said });
    let attachment = Some((FILE, signed.to_vec()));
    Paper { template: Template::Protocol, data, pictures: Vec::new(), attachment }.pdf()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::paper::reading::{ReadPaper, assert_well_made};

    /// As the service signs it: of a whole evaluation, or for one bidder.
    fn signed(for_bid: Option<i64>) -> Value {
        let hash = |letter: &str| letter.repeat(64);
        let zone = json!({
            "code": "24", "name": "Västra \\ #delen", "verdict": "missed", "missing": null, "threshold_percent": "98.50",
            "share": "0.9849600000", "percent": "98.49", "unit": "inhabitants", "covered": "98496.000",
            "total": "100000.000", "shortfall": "4.000", "longest_gap_m": "5123.400",
            "below_floor": [{ "code": "2401", "name": "Byn", "percent": "81.20" }],
            "evidence": { "state": "inconclusive", "kinds": [{ "kind": "signal", "state": "inconclusive",
                "passing": 4, "votes": 6, "lower": "0.3000000000", "upper": "0.9032345678" }] },
            "failing_count": 3,
        });
        let bid = json!({
            "bid": 2, "supplier": "*Nät* & <Co>", "networks": ["ripa"], "received_at": "2026-11-20T12:00:01.5Z",
            "price_sek": 66_000_000, "namesakes": [3],
            "coverage": [{ "claim": "ripa 4G voice outdoor", "file": null, "delivery": 7, "sha256": hash("c"),
                "area_m2": "61234567890.123" }],
            "mandatory": [{ "requirement": 1, "version": 4, "verdict": "missed", "zones": [zone] }],
            "criteria": [{ "requirement": 2, "version": 1, "minimum_percent": "90.00", "share": null, "percent": null,
                "unweighed": "more_measurements", "deduction_sek": null, "points": null, "zones": [] }],
            "standing": "failed", "price_points": null, "points": null, "compared_price_sek": null, "rank": null,
        });
        json!({
            "protocol": {
                "form": "tackning-protocol-1", "for_bid": for_bid,
                "procurement": { "id": 1, "name": "Ramavtal $x$", "opens_at": "2026-11-21T23:00:00Z",
                    "opened_at": "2026-11-23T08:00:00Z" },
                "method": { "version": "3", "formula": { "sv": "Pris − avdrag.", "en": "Price − deductions." },
                    "rounding": { "sv": "Oavrundat.", "en": "Unrounded." } },
                "terms": { "cut_off": "2026-11-20", "method": "deductions",
                    "mandatory": [{ "requirement": 1, "version": 4, "sha256": hash("1") }],
                    "criteria": [{ "requirement": 2, "version": 1, "sha256": hash("2"), "full_deduction_sek": 10_000_000 }] },
                "inputs": { "terms_sha256": hash("a"),
                    "region": { "id": "r", "profile": "2026-1", "files": [{ "layer": "roads", "file": "roads.fgb", "sha256": hash("b") }] },
                    "requirements": [{ "requirement": 1, "version": 4, "sha256": hash("1") },
                        { "requirement": 2, "version": 1, "sha256": hash("2") }],
                    "published": [{ "claim": "ripa 4G voice outdoor", "delivery": 7, "sha256": hash("c") }],
                    "measurements_sha256": hash("d"),
                    "bids": [{ "bid": 2, "receipt": hash("e"), "files": [{ "name": "kartan.gpkg", "sha256": hash("f"), "byte_count": 1234567 }] }] },
                "bids": [bid],
                "superseded": [{ "bid": 1, "supplier": "Gästen", "by": 3 }],
                "set_aside": [{ "bid": 4, "supplier": "Fjärde", "reason": "Kom in utan _fullmakt_." }],
                "result": { "winners": [{ "bid": 3, "supplier": "Vinnaren", "compared_price_sek": "62499877.50", "points": null }],
                    "is_tie": false, "undetermined": [5], "is_decided": false, "compared_count": 1 },
                "sensitivity": [{ "requirement": 2, "what": "full_deduction_sek", "from": "10000000", "to": "7999999", "winners": [] }],
            },
            "signature": { "algorithm": "Ed25519", "public_key": hash("8"), "sha256": hash("9"), "value": hash("7").repeat(2) },
        })
    }

    #[test]
    fn every_figure_stands_in_the_document_and_the_file_goes_with_it() {
        let signed = serde_json::to_vec(&signed(None)).unwrap();
        let pdf = protocol_paper(&signed, Language::Swedish).unwrap();
        assert_well_made(&pdf, "sv");
        let read = ReadPaper::new(&pdf);
        assert_eq!(read.attached(), signed);
        let text = read.text();
        for said in [
            "Utvärderingsprotokoll Ramavtal $x$",
            "Vinnaren 62 499 877,50 kr",
            "Underlaget räcker inte för att avgöra om dessa kan jämföras: anbud 5.",
            "Anbud 1 (Gästen) ersattes av anbud 3.",
            "Anbud 4 (Fjärde) räknas inte: Kom in utan _fullmakt_.",
            "Anbud 2: *Nät* & <Co>",
            "missat 98,50 % 0,9849600000 98,49 % 98 496,000 100 000,000 4,000 5 123,400 3",
            "24 Västra \\ #delen",
            "Byn (81,20 %)",
            "4/6 0,3000000000 0,9032345678",
            "fler mätningar behövs",
            "fullt avdrag, kr 10 000 000 7 999 999 inget anbud",
            "61 234 567 890,123",
        ] {
            assert!(text.contains(said), "{said:?} in {text}");
        }
        for letter in ["1", "2", "7", "8", "9", "a", "b", "c", "d", "e", "f"] {
            assert!(text.contains(&letter.repeat(64)), "the hash of {letter}");
        }
        assert_eq!(protocol_paper(&signed, Language::Swedish).unwrap(), pdf, "the same bytes again");
    }

    #[test]
    fn a_bidder_s_says_whose_it_is() {
        let signed = serde_json::to_vec(&signed(Some(2))).unwrap();
        let text = ReadPaper::new(&protocol_paper(&signed, Language::English).unwrap()).text();
        assert!(text.contains("Protocol of the evaluation for bid 2"), "{text}");
        assert!(
            text.contains("The protocol is the bidder's") && text.contains("62,499,877.50 SEK"),
            "{text}"
        );
    }

    #[test]
    fn what_is_no_protocol_is_no_document() {
        assert!(matches!(protocol_paper(b"{", Language::Swedish), Err(PaperError::Data(_))));
        let fault = protocol_paper(b"{}", Language::Swedish).unwrap_err();
        assert!(fault.to_string().contains("protocol.typ"), "{fault}");
    }
}
