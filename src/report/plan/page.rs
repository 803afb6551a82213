//! The printable plan, whole in one file: what a campaign is to do, and what that
//! will be able to prove.

use maud::{Markup, html};

use super::PlanReport;
use crate::{
    analysis::{RoadPiece, ZoneProspect},
    domain::{
        EvidenceState, GREATEST_AGE_DAYS, GREATEST_POSITION_ERROR_M, HOURS, Language, NetworkId, TestKind,
    },
    index::METHOD_VERSION,
    report::{
        numbers::{number, percent},
        printed_page::{demonstration, printed_page},
    },
};

/// Squares and places that are named; the files have them all.
const LISTED: usize = 60;

pub fn plan_page(report: &PlanReport<'_>, language: Language) -> String {
    let page = Page { report, language };
    printed_page(language, page.text("Mätplan", "Measurement plan"), &page.sections())
}

struct Page<'a> {
    report: &'a PlanReport<'a>,
    language: Language,
}

impl Page<'_> {
    fn sections(&self) -> Markup {
        html! {
            (self.heading())
            (self.how())
            (self.pieces())
            (self.proof())
            (self.left_out())
            (self.off_road())
            (self.method())
        }
    }

    fn text<'t>(&self, sv: &'t str, en: &'t str) -> &'t str {
        self.language.of(sv, en)
    }

    fn number(&self, value: f64, decimals: usize) -> String {
        number(value, decimals, self.language)
    }

    fn km(&self, metres: f64) -> String {
        format!("{}\u{a0}km", self.number(metres / 1e3, 1))
    }

    fn heading(&self) -> Markup {
        let PlanReport { snapshot, question, plan, .. } = self.report;
        let zones: Vec<&str> =
            question.zones.iter().map(|zone| self.report.zone(*zone).name.as_str()).collect();
        html! {
            header {
                @if self.report.is_demonstration() {
                    (demonstration(self.text(
                        "Demonstration: nät, täckning och mätningar är påhittade.",
                        "Demonstration: networks, coverage and measurements are invented.",
                    )))
                }
                h1 { (self.text("Mätplan", "Measurement plan")) }
                p.lead {
                    (question.service.name().in_language(self.language)) ". " (zones.join(", ")) ". "
                    (snapshot.evidence.as_of) "."
                }
                p.lead {
                    strong {
                        (self.km(plan.driven_m())) ", " (self.number(self.report.hours(), 1)) " "
                        (self.text("timmar", "hours")) ", " (plan.days.len()) " "
                        (self.text("dagar", "days"))
                    }
                    " " (self.text("vid i genomsnitt", "at a mean speed of")) " "
                    (self.number(self.report.speed_kmh, 0)) " km/h; "
                    (self.km(plan.measured_m())) " " (self.text("av detta mäts.", "of this is measured."))
                }
            }
        }
    }

    fn how(&self) -> Markup {
        let PlanReport { snapshot, question, .. } = self.report;
        let profile = &snapshot.region.region.profile;
        let networks = question.networks.iter().filter_map(|id| snapshot.region.region.network(id));
        let names: Vec<&str> = networks.map(|network| network.name.as_str()).collect();
        html! {
            section {
                h2 { (self.text("Så mäts det", "How to measure")) }
                dl {
                    dt { (self.text("Telefoner", "Phones")) }
                    dd {
                        (self.text(
                            "En telefon för varje nät, samtidigt i samma fordon, låst till sitt eget nät utan nationell roaming: ",
                            "One phone for each network, at the same time in one vehicle, kept to its own network without national roaming: ",
                        ))
                        (names.join(", ")) "."
                    }
                    dt { (self.text("Antenn", "Antenna")) }
                    dd {
                        (self.text(
                            "Telefonerna ligger på samma plats i fordonet hela kampanjen; placeringen (tak, vindruta, kupé, ficka eller hand) antecknas för varje körning.",
                            "The phones stay at one place in the vehicle for the whole campaign; the placement (roof, windscreen, cabin, pocket or hand) is noted for each run.",
                        ))
                    }
                    dt { (self.text("När", "When")) }
                    dd {
                        (self.text("Mellan klockan", "Between")) " " (HOURS.0.strftime("%H:%M")) " "
                        (self.text("och", "and")) " " (HOURS.1.strftime("%H:%M")) ". "
                        (self.text(
                            "En sträcka som ska köras flera gånger körs på skilda dagar: en ruta om 100 m har en röst om dagen.",
                            "A piece that is to be driven several times is driven on different days: a cell of 100 m has one vote a day.",
                        ))
                    }
                    dt { (self.text("Vad som räknas", "What counts")) }
                    dd {
                        (self.text("Positionens fel högst", "A position error of at most")) " "
                        (self.number(GREATEST_POSITION_ERROR_M, 0)) " m, "
                        (self.text("ingen wifi, mätningen högst", "no Wi-Fi, samples at most")) " "
                        (self.number(GREATEST_AGE_DAYS, 0)) " "
                        (self.text(
                            "dygn gammal. Ett misslyckat försök är ett prov: spara också det.",
                            "days old. A failed attempt is a sample: keep it as well.",
                        ))
                    }
                    dt { (self.text("Gränsvärden", "Thresholds")) }
                    dd { (self.thresholds()) }
                    dt { (self.text("Krav på andelen", "Required share")) }
                    dd { (percent(&question.required.percent(), self.language)) ", "
                        (self.text("profil", "profile")) " " (profile.version) }
                }
            }
        }
    }

    /// Of the service by the kind of test that is planned.
    fn thresholds(&self) -> Markup {
        let PlanReport { snapshot, question, .. } = self.report;
        let profile = &snapshot.region.region.profile;
        let signal = profile.signal.iter().filter(|threshold| threshold.service == question.service);
        let test = profile.tests.iter().find(|threshold| threshold.service == question.service);
        html! {
            @match (question.kind, test) {
                (TestKind::Signal, _) => @for threshold in signal {
                    (threshold.technology) ": " (self.number(threshold.rsrp_dbm, 0)) " dBm. "
                },
                (TestKind::Service, Some(test)) => {
                    @if let Some(rate) = test.download_mbps { (self.text("Ned", "Down")) " " (self.number(rate, 1)) " Mbit/s. " }
                    @if let Some(rate) = test.upload_mbps { (self.text("Upp", "Up")) " " (self.number(rate, 1)) " Mbit/s. " }
                    @if let Some(latency) = test.latency_ms { (self.text("Svarstid under", "Latency below")) " " (self.number(latency, 0)) " ms." }
                },
                (TestKind::Service, None) => (self.text("Tjänsten lyckas.", "The service succeeds.")),
            }
        }
    }

    fn pieces(&self) -> Markup {
        let plan = self.report.plan;
        html! {
            section {
                h2 { (self.text("Sträckor i körordning", "Pieces in driving order")) }
                @if plan.pieces.is_empty() {
                    p { (self.text(
                        "Inget som är redovisat och kan köras väntar på besked inom de angivna gränserna.",
                        "Nothing that is claimed and can be driven waits for a verdict within the given limits.",
                    )) }
                } @else {
                    table {
                        thead { tr {
                            th scope="col" { (self.text("Nr", "No.")) }
                            th.names scope="col" { (self.text("Väg", "Road")) }
                            th.names scope="col" { (self.text("Kommun", "Municipality")) }
                            th scope="col" { (self.text("Längd", "Length")) }
                            th scope="col" { (self.text("Dagar", "Days")) }
                            th scope="col" { (self.text("Prov som behövs", "Samples needed")) }
                            th.names scope="col" { (self.text("Platser", "Places")) }
                        } }
                        tbody { @for (number, piece) in (1..).zip(&plan.pieces) { (self.piece(number, piece)) } }
                    }
                }
            }
        }
    }

    fn piece(&self, order: u32, piece: &RoadPiece) -> Markup {
        let needed = piece.networks.iter().filter(|network| !network.is_decided());
        let needed: Vec<String> = needed
            .map(|network| {
                format!(
                    "{} {}",
                    self.network(&network.network),
                    network.needed.map_or_else(|| "–".to_owned(), |needed| needed.to_string())
                )
            })
            .collect();
        html! {
            tr {
                td { (order) }
                th scope="row" { (self.report.roads(piece, self.language)) }
                td.names { (self.report.zone(piece.zone).name) }
                td { (self.km(piece.length_m)) }
                td { @if let Some(passes) = piece.passes() { (passes) } }
                td { (needed.join(", ")) }
                td.names { (self.report.place_names(&piece.places).join(", ")) }
            }
        }
    }

    fn network(&self, id: &NetworkId) -> String {
        let known = self.report.snapshot.region.region.network(id);
        known.map_or_else(|| id.to_string(), |network| network.name.clone())
    }

    fn proof(&self) -> Markup {
        html! {
            section {
                h2 { (self.text("Vad det kan bevisa", "What it can prove")) }
                p { (self.text(
                    "Varje sträcka får ett eget besked om alla nya prov blir godkända. Tabellen visar vad planen räcker till för hela området, \
                     där grannrutor väger mindre eftersom de beror av varandra.",
                    "Every piece has a verdict of its own if all new samples pass. The table shows what the plan is enough for in the whole \
                     area, where neighbouring cells weigh less because they depend on each other.",
                )) }
                table {
                    thead { tr {
                        th.names scope="col" { (self.text("Område", "Area")) }
                        th.names scope="col" { (self.text("Nät", "Network")) }
                        th scope="col" { (self.text("Röster i dag", "Votes today")) }
                        th.names scope="col" { (self.text("I dag", "Today")) }
                        th scope="col" { (self.text("Saknas", "Missing")) }
                        th scope="col" { (self.text("Planen ger", "The plan brings")) }
                        th.names scope="col" { (self.text("Efter planen", "After the plan")) }
                    } }
                    tbody { @for zone in &self.report.plan.zones { (self.prospect(zone)) } }
                }
            }
        }
    }

    fn prospect(&self, zone: &ZoneProspect) -> Markup {
        let after = if zone.is_confirmed_after() {
            self.text("kan bekräftas", "can be confirmed")
        } else {
            self.text("räcker inte", "not enough")
        };
        html! {
            tr {
                th scope="row" { (self.report.zone(zone.zone).name) }
                td.names { (self.network(&zone.network)) }
                td { (zone.votes.passing()) "/" (zone.votes.trials()) }
                td.names { (self.state(zone.state)) }
                td { (zone.needed.map_or_else(|| "–".to_owned(), |needed| needed.to_string())) }
                td { (zone.planned) }
                td.names { (after) }
            }
        }
    }

    fn state(&self, state: EvidenceState) -> &'static str {
        let (sv, en) = match state {
            EvidenceState::Confirmed => ("bekräftad", "confirmed"),
            EvidenceState::Refuted => ("motbevisad", "refuted"),
            EvidenceState::Inconclusive => ("osäker", "inconclusive"),
            EvidenceState::NotMeasured => ("inte mätt", "not measured"),
        };
        self.language.of(sv, en)
    }

    fn left_out(&self) -> Markup {
        let left = &self.report.plan.left_out;
        html! {
            @if left.beyond_budget > 0 || left.needs_more_passes > 0 {
                section {
                    h2 { (self.text("Utanför planen", "Not in the plan")) }
                    @if left.beyond_budget > 0 {
                        p { (left.beyond_budget) " " (self.text(
                            "sträckor ryms inte i budgeten eller nås inte på väg",
                            "pieces don't fit into the budget, or no road leads there",
                        )) " (" (self.km(left.beyond_budget_m)) ")." }
                    }
                    @if left.needs_more_passes > 0 {
                        p { (left.needs_more_passes) " " (self.text(
                            "sträckor skulle behöva köras fler dagar än planen tillåter",
                            "pieces would have to be driven on more days than the plan allows",
                        )) " (" (self.km(left.needs_more_passes_m)) ")." }
                    }
                }
            }
        }
    }

    fn off_road(&self) -> Markup {
        let off_road = &self.report.plan.off_road;
        let names = self.report.place_names(&off_road.places);
        html! {
            @if !off_road.squares.is_empty() || !names.is_empty() {
                section {
                    h2 { (self.text("Med snöskoter eller till fots", "By snowmobile or on foot")) }
                    p { (self.text(
                        "Detta är redovisat men kan inte köras på väg. Det räknas aldrig som underkänt.",
                        "This is claimed, but no road leads there. It never counts as failing.",
                    )) }
                    p { (off_road.squares.len()) " " (self.text(
                        "kvadratkilometer med högst 200 m väg; rutorna står i planens GeoJSON-fil.",
                        "square kilometres with at most 200 m of road; the squares are in the plan's GeoJSON file.",
                    )) }
                    @if !names.is_empty() {
                        p { (names.len()) " " (self.text("platser:", "places:")) " "
                            (names[..names.len().min(LISTED)].join(", "))
                            @if names.len() > LISTED { " …" } }
                    }
                }
            }
        }
    }

    fn method(&self) -> Markup {
        let snapshot = self.report.snapshot;
        let region = &snapshot.region.region;
        html! {
            section.method {
                h2 { (self.text("Underlag och metod", "Basis and method")) }
                p {
                    (self.text(
                        "Antalet prov är det minsta som med idel godkända ger Wilsons intervall en undre gräns över kravet. Längder är beräknade i ",
                        "The number of samples is the least that, if all pass, brings the lower bound of Wilson's interval to what is required. Lengths are computed in ",
                    )) (region.crs) ". "
                    (self.text("Metod", "Method")) " " (METHOD_VERSION) "."
                }
                dl { dt { (self.text("Dataversion", "Data version")) } dd { code { (snapshot.data_version()) } } }
                p { (region.attribution.join(" · ")) }
            }
        }
    }
}
