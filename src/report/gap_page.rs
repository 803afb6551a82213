//! The printable page of a gap report, whole in one file: style and picture
//! stand inside it.

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use maud::{Markup, html};

use super::{
    GapReport,
    numbers::{number, percent},
    picture::NoPicture,
    printed_page::{demonstration, printed_page},
};
use crate::{
    analysis::{GapArea, Measure, SLIVER_WIDTH_M, ZoneGaps},
    domain::{Bilingual, Language, LineKind, Zone, ZoneKind},
    index::METHOD_VERSION,
};

/// Gaps in the page's table; the files have them all.
const LISTED: usize = 60;

/// The page; `picture` is a PNG, or the reason why there is none.
pub fn gap_page(report: &GapReport<'_>, picture: &Result<Vec<u8>, NoPicture>, language: Language) -> String {
    let page = Page { report, language };
    printed_page(language, &page.title(), &page.sections(picture))
}

struct Page<'a> {
    report: &'a GapReport<'a>,
    language: Language,
}

impl Page<'_> {
    fn sections(&self, picture: &Result<Vec<u8>, NoPicture>) -> Markup {
        html! {
            (self.heading())
            (self.map(picture))
            (self.municipalities())
            (self.gaps())
            (self.dead_zones())
            (self.method())
        }
    }

    fn text<'t>(&self, sv: &'t str, en: &'t str) -> &'t str {
        self.language.of(sv, en)
    }

    fn title(&self) -> String {
        let network = self.report.network_name();
        format!("{}: {network}", self.text("Bristrapport", "Gap report"))
    }

    fn heading(&self) -> Markup {
        let region = &self.report.snapshot.region.region;
        html! {
            header {
                @if self.report.is_demonstration() {
                    (demonstration(self.text(
                        "Demonstration: nät, täckning, mätningar och anmälningar är påhittade.",
                        "Demonstration: networks, coverage, measurements and reports are invented.",
                    )))
                }
                h1 { (self.title()) }
                p.lead {
                    (self.report.supply.service.name().in_language(self.language)) ", "
                    (self.text("redovisad täckning", "claimed coverage")) " "
                    (self.report.supply.environment.name().in_language(self.language)) ". "
                    (region.name.in_language(self.language)) ", " (self.report.snapshot.evidence.as_of) "."
                }
            }
        }
    }

    fn map(&self, picture: &Result<Vec<u8>, NoPicture>) -> Markup {
        let described = self.text(
            "Karta över täckningsbristerna; samma uppgifter står i tabellerna nedan.",
            "Map of the gaps; the tables below hold the same information.",
        );
        html! {
            @match picture {
                Ok(png) => figure { img src={ "data:image/png;base64," (BASE64.encode(png)) } alt=(described); },
                Err(reason) => p.no-picture {
                    strong { (self.text("Ingen bild.", "No picture.")) } " "
                    @match self.language {
                        Language::Swedish => (reason.swedish()),
                        Language::English => (reason),
                    }
                },
            }
        }
    }

    fn municipalities(&self) -> Markup {
        let kind = ZoneKind::municipality();
        let figures = self.report.figures();
        let rows = self.report.snapshot.region.zones.iter().zip(&figures);
        let rows = rows.filter(|(zone, _)| zone.zone.kind == kind);
        html! {
            section {
                h2 { (self.text("Täckning per kommun", "Coverage by municipality")) }
                table {
                    thead { tr {
                        th scope="col" { (self.text("Kommun", "Municipality")) }
                        th scope="col" { (self.text("Landyta", "Land area")) }
                        th scope="col" { (self.text("Utan täckning, km²", "Uncovered, km²")) }
                        th scope="col" { (self.text("Invånare", "Inhabitants")) }
                        th scope="col" { (self.text("Utan täckning", "Uncovered")) }
                        th scope="col" { (self.text("Väg", "Roads")) }
                        th scope="col" { (self.text("Utan täckning, km", "Uncovered, km")) }
                        th scope="col" { (self.text("Längsta avbrott, km", "Longest gap, km")) }
                        th scope="col" { (self.text("Platser utan täckning", "Places uncovered")) }
                    } }
                    tbody { @for (zone, figures) in rows { (self.municipality(&zone.zone, figures)) } }
                }
            }
        }
    }

    fn municipality(&self, zone: &Zone, figures: &ZoneGaps) -> Markup {
        let roads = &figures.lines[LineKind::Roads];
        let longest = roads.stretches.longest_m();
        html! {
            tr {
                th scope="row" { (zone.name) }
                td { (self.share(figures.land_area)) }
                td { (self.number(figures.land_area.uncovered() / 1e6, 1)) }
                td { (self.share(figures.inhabitants)) }
                td { (self.number(figures.inhabitants.uncovered(), 0)) }
                td { (self.share(roads.length)) }
                td { (self.number(roads.length.uncovered() / 1e3, 1)) }
                td { (longest.map_or_else(|| "–".to_owned(), |metres| self.number(metres / 1e3, 1))) }
                td { (self.number(figures.places.uncovered(), 0)) }
            }
        }
    }

    fn gaps(&self) -> Markup {
        let ranked = &self.report.ranked;
        html! {
            section {
                h2 { (self.text("Bristerna, de viktigaste först", "The gaps, most important first")) }
                p {
                    (self.text(
                        "Ordningen är medelvärdet av bristens andel av alla invånare, all väg och alla platser som saknar täckning.",
                        "Ranked by the mean of the gap's shares of all uncovered inhabitants, roads and places.",
                    ))
                    @if ranked.gaps.len() > LISTED {
                        " " (Bilingual::new(
                            format!("Tabellen visar {LISTED} av {}; filerna innehåller alla.", ranked.gaps.len()),
                            format!("The table shows {LISTED} of {}; the files hold them all.", ranked.gaps.len()),
                        ).in_language(self.language))
                    }
                    @if ranked.unlisted.count > 0 {
                        " " (Bilingual::new(
                            format!("Därtill {} små ytor utan invånare, väg eller plats, tillsammans {} km².",
                                ranked.unlisted.count, self.number(ranked.unlisted.area_m2 / 1e6, 1)),
                            format!("Besides, {} small areas without inhabitants, road or place, {} km² in all.",
                                ranked.unlisted.count, self.number(ranked.unlisted.area_m2 / 1e6, 1)),
                        ).in_language(self.language))
                    }
                    @if ranked.slivers.count > 0 {
                        " " (Bilingual::new(
                            format!("{} remsor smalare än {SLIVER_WIDTH_M} m mellan två kartor räknas inte som brister ({} km²).",
                                ranked.slivers.count, self.number(ranked.slivers.area_m2 / 1e6, 2)),
                            format!("{} slivers narrower than {SLIVER_WIDTH_M} m between two maps don't count as gaps ({} km²).",
                                ranked.slivers.count, self.number(ranked.slivers.area_m2 / 1e6, 2)),
                        ).in_language(self.language))
                    }
                }
                table {
                    thead { tr {
                        th scope="col" { (self.text("Nr", "No.")) }
                        th scope="col" { (self.text("Kommun", "Municipality")) }
                        th scope="col" { (self.text("Yta, km²", "Area, km²")) }
                        th scope="col" { (self.text("Invånare", "Inhabitants")) }
                        th scope="col" { (self.text("Väg, km", "Roads, km")) }
                        th scope="col" { (self.text("Platser", "Places")) }
                        th scope="col" { (self.text("Vita fläckar, nr", "Dead zones, no.")) }
                    } }
                    tbody { @for (gap, rank) in ranked.gaps.iter().take(LISTED).zip(1..) { (self.gap(gap, rank)) } }
                }
            }
        }
    }

    fn gap(&self, gap: &GapArea, rank: usize) -> Markup {
        let numbers: Vec<String> = gap.dead_zones.iter().map(ToString::to_string).collect();
        html! {
            tr {
                td { (rank) }
                th scope="row" { (self.report.zone(gap).name) }
                td { (self.number(gap.area_m2 / 1e6, 1)) }
                td { (self.number(gap.inhabitants, 0)) }
                td { (self.number(gap.road_m / 1e3, 1)) }
                td.names { (self.report.place_names(gap).join(", ")) }
                td { (numbers.join(", ")) }
            }
        }
    }

    fn dead_zones(&self) -> Markup {
        let reports = self.report.dead_zones();
        html! {
            @if !reports.is_empty() {
                section {
                    h2 { (self.text("Anmälda vita fläckar i bristerna", "Reported dead zones in the gaps")) }
                    table {
                        thead { tr {
                            th scope="col" { (self.text("Nr", "No.")) }
                            th scope="col" { (self.text("Tjänst", "Service")) }
                            th scope="col" { (self.text("Miljö", "Environment")) }
                            th scope="col" { (self.text("Upplevd", "Observed")) }
                        } }
                        tbody {
                            @for dead_zone in reports {
                                tr {
                                    th scope="row" { (dead_zone.number) }
                                    td.names { (dead_zone.report.service.name().in_language(self.language)) }
                                    td.names { (dead_zone.report.environment.name().in_language(self.language)) }
                                    td.names { (dead_zone.report.observed_at) }
                                }
                            }
                        }
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
                        "Siffrorna bygger på vad operatören redovisar, inte på mätningar. Ytor är land utan sjöar; ytor och längder är beräknade i ",
                        "The figures rest on what the operator claims, not on measurements. Areas are land without lakes; areas and lengths are computed in ",
                    )) (region.crs) ". "
                    (self.text("Metod", "Method")) " " (METHOD_VERSION) ", "
                    (self.text("profil", "profile")) " " (region.profile.version) "."
                }
                dl {
                    dt { (self.text("Dataversion", "Data version")) } dd { code { (snapshot.data_version()) } }
                    @for claim in snapshot.coverage.claims_of(&self.report.supply) {
                        dt { (claim.delivery.header.title()) } dd { code { (claim.delivery.sha256) } }
                    }
                }
                p { (region.attribution.join(" · ")) }
            }
        }
    }

    fn number(&self, value: f64, decimals: usize) -> String {
        number(value, decimals, self.language)
    }

    /// The covered share, or a dash where there is nothing to cover.
    fn share(&self, measure: Measure) -> String {
        measure
            .covered_share()
            .map_or_else(|| "–".to_owned(), |share| percent(&share.percent(), self.language))
    }
}
