//! What an operator is told by e-mail: that there is a report, and where.

use crate::domain::{Language, NetworkId};

/// Nothing of the report itself is in a mail.
pub struct GapReportMail<'mail> {
    pub number: i64,
    pub network: &'mail NetworkId,
    pub network_name: &'mail str,
    /// The report's day.
    pub on: &'mail str,
    pub language: Language,
    /// Where the service is reached.
    pub origin: &'mail str,
}

impl GapReportMail<'_> {
    pub fn subject(&self) -> String {
        let Self { number, network_name, .. } = self;
        match self.language {
            Language::Swedish => format!("Bristrapport {number} för {network_name}"),
            Language::English => format!("Gap report {number} for {network_name}"),
        }
    }

    pub fn text(&self) -> String {
        let Self { number, network_name, on, origin, network, .. } = self;
        let address = format!("{origin}/api/v1/networks/{network}/gap-reports/{number}");
        let forms =
            ["xlsx", "gpkg", "csv", "geojson"].map(|form| format!("{address}?format={form}\r\n")).concat();
        match self.language {
            Language::Swedish => format!(
                "Bristrapport {number} för {network_name} gäller {on}. Den säger var täckning saknas för att nå \
                 kraven, och frågar vad ni tänker göra.\r\n\r\nLogga in på {origin} och hämta den som kalkylblad, \
                 GeoPackage, CSV eller GeoJSON:\r\n\r\n{forms}\r\nSvara genom att fylla i kolumnerna answer, \
                 planned_by och reason och lämna in filen igen.\r\n\r\nDet går inte att svara på mejlet.\r\n"
            ),
            Language::English => format!(
                "Gap report {number} for {network_name} is of {on}. It says where coverage is missing to meet the \
                 requirements, and asks what you will do.\r\n\r\nSign in at {origin} and fetch it as a spreadsheet, \
                 GeoPackage, CSV or GeoJSON:\r\n\r\n{forms}\r\nAnswer by filling in the columns answer, planned_by \
                 and reason and handing the file in again.\r\n\r\nNobody reads answers to this mail.\r\n"
            ),
        }
    }
}
