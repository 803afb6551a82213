//! Numbers as they are shown, and the method in words.

use crate::{
    domain::{AwardMethod, Bilingual, Share},
    ingest::BilingualDocument,
};

/// Öre as kronor.
pub fn sek(ore: i64) -> String {
    let sign = if ore < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", ore.unsigned_abs() / 100, ore.unsigned_abs() % 100)
}

/// Ten-thousandths as points.
pub fn points(parts: i64) -> String {
    let sign = if parts < 0 { "-" } else { "" };
    format!("{sign}{}.{:04}", parts.unsigned_abs() / 10_000, parts.unsigned_abs() % 10_000)
}

/// Unrounded as far as anybody could want it: ten decimals of 1.
pub fn unrounded(share: Share) -> String {
    format!("{:.10}", share.value())
}

/// Of a demand, in its unit: m², m, or a count.
pub fn amount(value: f64) -> String {
    format!("{value:.3}")
}

pub fn formula(method: AwardMethod) -> BilingualDocument {
    let text = match method {
        AwardMethod::Deductions => Bilingual::new(
            "Jämförelsepris = pris − summan av mervärdesavdragen. Mervärdesavdrag = fullt avdrag · (andel − minsta \
             andel) / (100 % − minsta andel), avrundat till hela ören. Lägst jämförelsepris vinner. Ett anbud som \
             missar ett ska-krav eller ligger under en minsta andel jämförs inte.",
            "Compared price = price − the sum of the deductions for added value. Deduction = full deduction · (share − \
             minimum) / (100 % − minimum), rounded to whole öre. The lowest compared price wins. A bid that misses a \
             mandatory requirement or lies below a minimum isn't compared.",
        ),
        AwardMethod::Points => Bilingual::new(
            "Poäng = prispoäng · lägsta pris / pris + summan av poäng · (andel − minsta andel) / (100 % − minsta andel), \
             vart och ett avrundat till fyra decimaler. Lägsta pris är det lägsta av de anbud som jämförs. Flest poäng \
             vinner. Ett anbud som missar ett ska-krav eller ligger under en minsta andel jämförs inte.",
            "Points = points for price · lowest price / price + the sum of points · (share − minimum) / (100 % − minimum), \
             each rounded to four decimals. The lowest price is that of the bids that are compared. The most points win. \
             A bid that misses a mandatory requirement or lies below a minimum isn't compared.",
        ),
    };
    (&text).into()
}

pub fn rounding() -> BilingualDocument {
    let text = Bilingual::new(
        "Andelar jämförs oavrundade. Procent visas med två decimaler, halvor till jämn siffra; där avrundning skulle visa \
         en missad gräns som nådd kapas talet i stället. Ett tilldelningskriteriums andel är den av alla zoner tillsammans.",
        "Shares are compared unrounded. Per cent are shown with two decimals, half to even; where rounding would show a \
         missed threshold as reached, the figure is cut instead. A criterion's share is that of all zones together.",
    );
    (&text).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_shown_to_their_last_part() {
        assert_eq!((sek(6_250_000_000).as_str(), sek(-5).as_str()), ("62500000.00", "-0.05"));
        assert_eq!(points(680_001), "68.0001");
        assert_eq!(unrounded(Share::new(0.98496).unwrap()), "0.9849600000");
    }
}
