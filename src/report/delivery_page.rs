//! The printable page of what was found in a delivery, whole in one file.

use maud::{Markup, html};

use super::{
    DeliveryReport,
    numbers::number,
    printed_page::{demonstration, printed_page},
};
use crate::domain::{DeliveryHeader, Finding, HeaderField, Language, Severity};

pub fn delivery_page(report: &DeliveryReport<'_>, language: Language) -> String {
    let page = Page { report, language };
    printed_page(language, &page.title(), &page.sections())
}

struct Page<'a> {
    report: &'a DeliveryReport<'a>,
    language: Language,
}

impl Page<'_> {
    fn sections(&self) -> Markup {
        html! {
            (self.heading())
            (self.findings())
            (self.file())
        }
    }

    fn text<'t>(&self, sv: &'t str, en: &'t str) -> &'t str {
        self.language.of(sv, en)
    }

    fn title(&self) -> String {
        match self.report.delivery {
            Some(id) => format!("{} {id}", self.text("Leverans", "Delivery")),
            None => self.text("Kontroll av leverans", "Check of a delivery").to_owned(),
        }
    }

    fn heading(&self) -> Markup {
        html! {
            header {
                @if self.report.is_demonstration {
                    (demonstration(self.text(
                        "Demonstration: nät och täckning är påhittade.",
                        "Demonstration: networks and coverage are invented.",
                    )))
                }
                h1 { (self.title()) }
                p.lead {
                    @if let Some(header) = self.report.header { (self.claim(header)) ". " }
                    strong { (self.verdict()) }
                }
            }
        }
    }

    fn claim(&self, header: &DeliveryHeader) -> String {
        let (service, environment) = (header.service.name(), header.environment.name());
        let date = header.simulation_date.map_or_else(String::new, |date| format!(", {date}"));
        format!(
            "{}, {}, {} {}{date}",
            header.network,
            header.technology,
            service.in_language(self.language),
            environment.in_language(self.language)
        )
    }

    fn verdict(&self) -> &'static str {
        let kept = self.report.delivery.is_some();
        let (sv, en) = match (self.report.is_rejected, kept) {
            (true, true) => ("Leveransen är avvisad.", "The delivery is rejected."),
            (true, false) => ("Leveransen skulle avvisas.", "The delivery would be rejected."),
            (false, true) => ("Leveransen är godtagbar.", "The delivery is acceptable."),
            (false, false) => {
                ("Leveransen skulle godtas för granskning.", "The delivery would be taken for review.")
            }
        };
        self.language.of(sv, en)
    }

    fn findings(&self) -> Markup {
        let findings = self.report.findings;
        let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
        html! {
            section {
                h2 { (self.text("Anmärkningar", "Findings")) }
                p {
                    (count(Severity::Error)) " " (self.text("fel", "errors")) ", "
                    (count(Severity::Warning)) " " (self.text("varningar", "warnings")) "."
                }
                @if !findings.is_empty() {
                    table {
                        thead { tr {
                            th scope="col" { (self.text("Nr", "No.")) }
                            th.names scope="col" { (self.text("Allvar", "Severity")) }
                            th.names scope="col" { (self.text("Anmärkning", "Finding")) }
                            th scope="col" { (self.text("Objekt", "Feature")) }
                            th scope="col" { (self.text("Plats (lat, lon)", "Place (lat, lon)")) }
                        } }
                        tbody { @for (finding, position) in findings.iter().zip(1..) { (self.finding(finding, position)) } }
                    }
                }
            }
        }
    }

    fn finding(&self, finding: &Finding, position: usize) -> Markup {
        let severity = match finding.severity {
            Severity::Error => self.text("fel", "error"),
            Severity::Warning => self.text("varning", "warning"),
        };
        html! {
            tr {
                th scope="row" { (position) }
                td.names { (severity) }
                td.names { (finding.message.in_language(self.language)) " " code { (finding.code) } }
                td { @if let Some(feature) = finding.feature { (feature) } @else { "–" } }
                td { @if let Some(place) = finding.place { (format!("{:.5}, {:.5}", place.lat, place.lng)) } @else { "–" } }
            }
        }
    }

    fn file(&self) -> Markup {
        let report = self.report;
        html! {
            section.method {
                h2 { (self.text("Filen", "The file")) }
                dl {
                    dt { (self.text("Namn", "Name")) } dd { (report.file_name) }
                    dt { "SHA-256" } dd { code { (report.sha256) } }
                    dt { (self.text("Objekt", "Features")) } dd { (report.feature_count) }
                    dt { (self.text("Täckt yta, km²", "Covered area, km²")) }
                    dd { (number(report.area_m2 / 1e6, 2, self.language)) }
                    @if let Some(header) = report.header {
                        @let required = HeaderField::ALL.iter().filter(|field| field.is_required_in(header.environment));
                        @for field in required.filter(|field| !field.is_stated_in(header)) {
                            dt { (field.title().in_language(self.language)) }
                            dd { (self.text("inte angivet", "not stated")) }
                        }
                    }
                }
            }
        }
    }
}
