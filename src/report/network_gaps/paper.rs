//! An issued report as a document for print: its figures as they are written in the
//! language. What stands around them is the template's.

use std::str::FromStr;

use serde_json::{Value, json};

use super::issued::{
    GapProperties, IssuedDocument, IssuedGap, IssuedMeasured, IssuedPart, IssuedRequirement,
};
use crate::{
    domain::{Bilingual, DemandUnit, Environment, GapStanding, Language, Service},
    procurement::{NeedKind, ZoneOutcome},
    report::{
        numbers::number,
        paper::{Paper, PaperError, Template},
        picture::{Drawn, NoPicture},
    },
};

/// Gaps in the table of a part; the files have them all.
const LISTED: usize = 60;
/// Of the gaps that are enough, so many are named.
const NAMED: usize = 60;

/// The pictures of [`super::gap_report_maps`], or why there are none.
pub type MapPictures = Result<Vec<Drawn>, NoPicture>;

/// The report as PDF. It takes its time: not for a thread that others wait for.
///
/// # Errors
/// When the document can't be set, which is a fault of ours.
pub fn gap_report_paper(
    (number, report): (i64, &IssuedDocument),
    pictures: MapPictures,
    language: Language,
) -> Result<Vec<u8>, PaperError> {
    let mut maps = Maps::new(pictures, language);
    let data = Words { report, language }.report(number, &mut maps);
    Paper { template: Template::GapReport, data, pictures: maps.drawn, attachment: None }.pdf()
}

/// The pictures in their order, as a template finds them.
struct Maps {
    found: std::vec::IntoIter<Drawn>,
    /// Why there are none at all.
    none: Option<NoPicture>,
    drawn: Vec<Vec<u8>>,
    language: Language,
}

impl Maps {
    fn new(pictures: MapPictures, language: Language) -> Self {
        let (found, none) = match pictures {
            Ok(pictures) => (pictures, None),
            Err(reason) => (Vec::new(), Some(reason)),
        };
        Self { found: found.into_iter(), none, drawn: Vec::new(), language }
    }

    fn next(&mut self) -> Value {
        let next = self.found.next().or_else(|| self.none.clone().map(Err));
        match next {
            Some(Ok(png)) => {
                self.drawn.push(png);
                json!({ "number": self.drawn.len() })
            }
            Some(Err(reason)) => json!({ "reason": match self.language {
                Language::Swedish => reason.swedish(),
                Language::English => reason.to_string(),
            } }),
            None => json!({ "reason": self.language.of("kartan saknas", "the map is missing") }),
        }
    }
}

struct Words<'a> {
    report: &'a IssuedDocument,
    language: Language,
}

impl Words<'_> {
    fn report(&self, number: i64, maps: &mut Maps) -> Value {
        let report = self.report;
        let parts = report.parts_with_gaps().map(|(part, gaps)| self.part(part, gaps, maps));
        let parts: Value = parts.collect();
        let count = |asked: GapStanding| {
            let present = report.gaps.iter().map(|gap| gap.properties.standing.as_str());
            let gone = report.gone.iter().map(|gone| gone.standing.as_str());
            present.chain(gone).filter(|standing| *standing == asked.as_str()).count()
        };
        let gone = report.gone.iter().map(|gone| json!({ "gap": gone.gap, "standing": gone.standing }));
        let coverage =
            report.coverage.iter().map(|claim| json!({ "claim": claim.claim, "sha256": claim.sha256 }));
        json!({
            "language": self.language.as_str(),
            "number": number,
            "network": report.network,
            "network_name": report.network_name,
            "region": report.region.as_ref().map(|region| region.in_language(self.language)),
            "on": report.on,
            "as_of": report.as_of,
            "demonstration": report.demonstration,
            "gaps": self.whole(report.gaps.len() as f64),
            "new": count(GapStanding::New),
            "open": count(GapStanding::Open),
            "late": count(GapStanding::Late),
            "closed": count(GapStanding::Closed),
            "not_asked": count(GapStanding::NotAsked),
            "gone": gone.take(LISTED).collect::<Value>(),
            "requirements": report.requirements.iter().map(|asked| self.requirement(asked)).collect::<Value>(),
            "parts": parts,
            "coverage": coverage.collect::<Value>(),
            "data_version": report.data_version,
            "method_version": report.method_version,
            "profile": report.profile,
            "attribution": report.attribution.join(" · "),
        })
    }

    fn requirement(&self, asked: &IssuedRequirement) -> Value {
        let is = |outcome: ZoneOutcome| {
            asked.zones.iter().filter(move |zone| zone.verdict == outcome.as_str()).count()
        };
        let named = asked.zones.iter().filter(|zone| {
            [ZoneOutcome::Missed, ZoneOutcome::Undetermined, ZoneOutcome::Waived]
                .iter()
                .any(|outcome| zone.verdict == outcome.as_str())
        });
        let zones = named.map(|zone| {
            json!({
                "name": zone.zone_name,
                "verdict": zone.verdict,
                "missing": zone.missing,
                "percent": zone.share_percent,
                "threshold": self.number(zone.threshold * 100.0, 2),
                "shortfall": zone.shortfall.map(|shortfall| self.amount(shortfall, &asked.unit)),
                "refuted": asked.refuted.contains(&zone.zone),
            })
        });
        json!({
            "id": asked.id,
            "version": asked.version,
            "sha256": asked.sha256,
            "title": asked.title.in_language(self.language),
            "kind": asked.kind,
            "verdict": asked.verdict,
            "zone_count": asked.zones.len(),
            "met": is(ZoneOutcome::Met),
            "zones": zones.collect::<Value>(),
        })
    }

    fn part(&self, part: &IssuedPart, gaps: &[IssuedGap], maps: &mut Maps) -> Value {
        let map = maps.next();
        let with_sheet = &gaps[..gaps.len().min(self.report.sheets_per_part())];
        let sheets = with_sheet.iter().map(|gap| {
            let map = maps.next();
            let mut sheet = self.gap(&gap.properties);
            sheet["map"] = map;
            sheet["misses"] = self.misses(&gap.properties);
            sheet
        });
        let sheets: Value = sheets.collect();
        let mut enough: Vec<_> = gaps.iter().filter(|gap| gap.properties.enough_rank.is_some()).collect();
        enough.sort_by_key(|gap| gap.properties.enough_rank);
        let enough_ranks = enough.iter().take(NAMED).map(|gap| gap.properties.rank);
        let needs = part.needs.iter().map(|need| {
            json!({
                "requirement": need.requirement,
                "kind": need.kind,
                "zone": need.zone_name,
                "at_least": self.need(need.at_least, need.requirement, &need.kind),
            })
        });
        let unreachable = part.unreachable.iter().filter_map(|unreachable| {
            let need = part.needs.get(unreachable.need)?;
            let missing = self.need(unreachable.missing, need.requirement, &need.kind);
            Some(json!({ "requirement": need.requirement, "zone": need.zone_name, "missing": missing }))
        });
        json!({
            "service": self.name(&part.service, Service::name),
            "environment": self.name(&part.environment, Environment::name),
            "technology": part.technology,
            "evidence": part.evidence,
            "gap_count": self.whole(gaps.len() as f64),
            "listed": gaps.len().min(LISTED),
            "unlisted": part.unlisted_gaps,
            "unlisted_area": self.area(part.unlisted_m2),
            "needs": needs.collect::<Value>(),
            "enough_count": part.enough.len(),
            "enough_ranks": enough_ranks.collect::<Value>(),
            "enough_at_least": part.enough_at_least,
            "unreachable": unreachable.collect::<Value>(),
            "map": map,
            "rows": gaps.iter().take(LISTED).map(|gap| self.gap(&gap.properties)).collect::<Value>(),
            "sheets": sheets,
        })
    }

    fn gap(&self, gap: &GapProperties) -> Value {
        let classes = gap.road_m_by_class.iter();
        let roads = classes.map(|(class, metres)| json!({ "class": class, "length": self.length(*metres) }));
        json!({
            "gap": gap.gap,
            "square": gap.gap.rsplit('.').next(),
            "rank": gap.rank,
            "standing": gap.standing,
            "promised_by": gap.promised_by,
            "promise": gap.promise,
            "municipalities": gap.municipalities.join(", "),
            "land": self.area(gap.land_m2),
            "land_km2": self.number(gap.land_m2 / 1e6, 1),
            "inhabitants": self.whole(gap.inhabitants),
            "buildings": self.whole(gap.buildings),
            "road": self.length(gap.road_m),
            "road_km": self.number(gap.road_m / 1e3, 1),
            "roads": roads.collect::<Value>(),
            "places": gap.place_names,
            "organisations": gap.organisations,
            "dead_zones": gap.dead_zones,
            "measured": gap.measured.iter().map(|measured| self.measured(measured)).collect::<Value>(),
            "gives": self.number(gap.gives, 2),
            "priority": self.number(gap.priority * 100.0, 2),
            "enough_rank": gap.enough_rank,
        })
    }

    fn measured(&self, measured: &IssuedMeasured) -> Value {
        let percent = |share: f64| self.number(share * 100.0, 1);
        json!({
            "kind": measured.kind,
            "cells": self.whole(measured.cells as f64),
            "failing": self.whole(measured.failing_cells as f64),
            "votes": self.whole(measured.votes as f64),
            "passing": self.whole(measured.passing as f64),
            "lower": measured.lower.map(percent),
            "upper": measured.upper.map(percent),
            "newest": measured.newest.as_deref().and_then(|newest| newest.get(..10)),
            "age": measured.median_age_days.map(|days| self.whole(days)),
        })
    }

    fn misses(&self, gap: &GapProperties) -> Value {
        let miss = gap.misses.iter().map(|miss| {
            json!({
                "requirement": miss.requirement,
                "kind": miss.kind,
                "zone": miss.zone_name,
                "amount": self.need(miss.amount, miss.requirement, &miss.kind),
            })
        });
        miss.collect()
    }

    /// What is needed of a requirement: of a stretch that is too long, metres.
    fn need(&self, value: f64, requirement: usize, kind: &str) -> String {
        match self.report.requirements.get(requirement) {
            _ if kind == NeedKind::LongestGap.as_str() => self.length(value),
            Some(asked) => self.amount(value, &asked.unit),
            None => self.number(value, 1),
        }
    }

    fn amount(&self, value: f64, unit: &str) -> String {
        let (one, many) = match unit.parse() {
            Ok(DemandUnit::LandArea | DemandUnit::PresenceArea) => return self.area(value),
            Ok(
                DemandUnit::RoadLength
                | DemandUnit::RailwayLength
                | DemandUnit::TrailLength
                | DemandUnit::RouteLength,
            ) => return self.length(value),
            Ok(DemandUnit::Inhabitants) => (("invånare", "inhabitant"), ("invånare", "inhabitants")),
            Ok(DemandUnit::Places) => (("plats", "place"), ("platser", "places")),
            Ok(DemandUnit::Buildings) => (("byggnad", "building"), ("byggnader", "buildings")),
            Err(_) => return self.number(value, 1),
        };
        // Of a share of a square's inhabitants less than one may be missing.
        let decimals = usize::from(value < 10.0 && (value - value.round()).abs() >= 0.05);
        let written = self.number(value, decimals);
        let (sv, en) = if written == "1" { one } else { many };
        format!("{written}\u{a0}{}", self.language.of(sv, en))
    }

    fn area(&self, square_metres: f64) -> String {
        format!("{}\u{a0}km²", self.number(square_metres / 1e6, 1))
    }

    fn length(&self, metres: f64) -> String {
        format!("{}\u{a0}km", self.number(metres / 1e3, 1))
    }

    fn whole(&self, value: f64) -> String {
        self.number(value, 0)
    }

    fn number(&self, value: f64, decimals: usize) -> String {
        number(value, decimals, self.language)
    }

    /// A closed list's word as people read it; one that isn't in the list as it is.
    fn name<T: FromStr>(&self, written: &str, name: impl Fn(T) -> Bilingual) -> String {
        let named = written.parse().map(|found| name(found).in_language(self.language).to_owned());
        named.unwrap_or_else(|_| written.to_owned())
    }
}
