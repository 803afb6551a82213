//! A case's own page: number, status and what was done, whole in one file.

use geo::Coord;
use maud::{Markup, html};

use super::words::{event_sentence, state_name};
use crate::{
    domain::{Bilingual, Case, CaseProgress, Due, DueKind, Language},
    report::printed_page::{demonstration, printed_page},
};

/// What the page shows.
pub struct CasePage<'case> {
    pub case: &'case Case,
    pub progress: CaseProgress,
    pub network: &'case str,
    pub municipality: &'case str,
    /// Longitude and latitude.
    pub position: Coord<f64>,
    pub is_demonstration: bool,
    pub language: Language,
}

pub fn case_page(page: &CasePage<'_>) -> String {
    printed_page(page.language, &page.title(), &page.sections())
}

impl CasePage<'_> {
    fn sections(&self) -> Markup {
        html! {
            (self.heading())
            (self.facts())
            (self.steps())
            (self.ways_on())
        }
    }

    fn text<'text>(&self, sv: &'text str, en: &'text str) -> &'text str {
        self.language.of(sv, en)
    }

    fn said(&self, text: &Bilingual) -> String {
        text.in_language(self.language).to_owned()
    }

    fn title(&self) -> String {
        format!("{} {}", self.text("Ärende", "Case"), self.case.number)
    }

    fn heading(&self) -> Markup {
        html! {
            header {
                @if self.is_demonstration {
                    (demonstration(self.text(
                        "Demonstration: nät, täckning, mätningar och anmälningar är påhittade.",
                        "Demonstration: networks, coverage, measurements and reports are invented.",
                    )))
                }
                h1 { (self.title()) }
                p.lead { (self.said(&state_name(self.progress.state()))) }
            }
        }
    }

    fn facts(&self) -> Markup {
        let subject = &self.case.subject;
        let Coord { x: lon, y: lat } = self.position;
        html! {
            section {
                h2 { (self.text("Vad det gäller", "What it is about")) }
                dl {
                    dt { (self.text("Nät", "Network")) } dd { (self.network) }
                    dt { (self.text("Tjänst", "Service")) }
                    dd {
                        (self.said(&subject.service.name())) ", " (self.said(&subject.environment.name()))
                    }
                    dt { (self.text("Plats", "Place")) }
                    dd { (self.municipality) ", " (format!("{lat:.5}, {lon:.5}")) }
                    dt { (self.text("Anmälningar", "Reports")) } dd { (self.case.reports().count()) }
                    @if let Some(due) = self.progress.due() {
                        dt { (self.text("Näst på tur", "Due next")) } dd { (self.due(due)) }
                    }
                }
            }
        }
    }

    fn due(&self, due: Due) -> String {
        let what = match due.kind {
            DueKind::Answer => self.text("operatörens svar", "the operator's answer"),
            DueKind::NewMap => self.text("operatörens rättade redovisning", "the operator's corrected claim"),
            DueKind::Plan => {
                self.text("täckning enligt operatörens plan", "coverage as the operator planned")
            }
            DueKind::Measurement => self.text("mätning", "measurement"),
        };
        format!("{what}, {} {}", self.text("senast", "by"), due.on)
    }

    fn steps(&self) -> Markup {
        html! {
            section {
                h2 { (self.text("Vad som har hänt", "What has happened")) }
                table {
                    thead { tr {
                        th scope="col" { (self.text("Dag", "Day")) }
                        th.names scope="col" { (self.text("Händelse", "Event")) }
                    } }
                    tbody { @for step in &self.case.steps {
                        tr {
                            th scope="row" { (step.on) }
                            td.names { (self.said(&event_sentence(&step.event, self.network))) }
                        }
                    } }
                }
            }
        }
    }

    fn ways_on(&self) -> Markup {
        let other = match self.language {
            Language::Swedish => Language::English,
            Language::English => Language::Swedish,
        };
        html! {
            p {
                a href={ "?lang=" (other.as_str()) } hreflang=(other.as_str()) lang=(other.as_str()) {
                    (match other { Language::Swedish => "På svenska", Language::English => "In English" })
                }
                " · "
                a href="/" { (self.text("Till kartan", "To the map")) }
            }
        }
    }
}
