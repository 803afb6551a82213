//! What a reporter is told by e-mail of the cases that the report is in.

use super::words::event_sentence;
use crate::domain::{CaseNumber, CaseStep, Language};

/// What is to be told of one report.
pub struct CaseMail<'mail> {
    pub report: i64,
    pub language: Language,
    /// Where the service is reached.
    pub origin: &'mail str,
    /// The network's name with each step, oldest first.
    pub told: Vec<(CaseNumber, &'mail str, &'mail CaseStep)>,
}

impl CaseMail<'_> {
    pub fn subject(&self) -> String {
        let number = self.report;
        match self.language {
            Language::Swedish => format!("Din anmälan {number} om en vit fläck"),
            Language::English => format!("Your report {number} of a dead zone"),
        }
    }

    pub fn text(&self) -> String {
        let (heading, why) = match self.language {
            Language::Swedish => (
                "Det här har hänt:",
                "Du får det här för att du lämnade din adress i anmälan. Du raderar den med koden som stod i \
                 svaret, eller genom att be den som förvaltar tjänsten. Det går inte att svara på mejlet.",
            ),
            Language::English => (
                "This has happened:",
                "You get this because you left your address in the report. Erase it with the code in the answer \
                 to it, or ask whoever administers the service. Nobody reads answers to this mail.",
            ),
        };
        let lines = self.told.iter().map(|(case, network, step)| self.line(*case, network, step));
        format!("{heading}\r\n\r\n{}\r\n{why}\r\n", lines.collect::<String>())
    }

    fn line(&self, case: CaseNumber, network: &str, step: &CaseStep) -> String {
        let sentence = event_sentence(&step.event, network);
        let language = self.language;
        let said = sentence.in_language(language);
        format!("{} {said}\r\n{}/cases/{case}?lang={language}\r\n\r\n", step.on, self.origin)
    }
}
