//! The report as GeoJSON: a feature for each gap, and beside them what was asked
//! and what is enough.

use std::collections::BTreeSet;

use geo::{Geometry, Orient, orient::Direction};
use geojson::{Feature, FeatureCollection, JsonObject};
use serde_json::{Value, json};

use super::NetworkGapReport;
use crate::{
    analysis::MeasuredGap,
    cases::{ReportPart, ReportedGap, TriedRequirement},
    geometry::{Grid, LngLatFrame, ProjectionError},
    procurement::ZoneVerdict,
    report::features::{collection, dead_zone_feature, feature, object, polygon, rounded},
};

/// The gaps as areas, longitude and latitude, part by part and what gives most first;
/// beside them the reports and the failing cells that are in them.
///
/// # Errors
/// When an outline has no place on the map.
pub fn network_gap_features(
    report: &NetworkGapReport<'_>,
    frame: &LngLatFrame,
) -> Result<FeatureCollection, ProjectionError> {
    let features = report.gaps().map(|(part, rank, gap)| gap_feature(report, part, rank, gap, frame));
    let features: Result<Vec<Feature>, _> = features.collect();
    let (content, region) = (report.content, &report.snapshot.region.region);
    let gone =
        report.gone().map(|(gap, standing)| json!({ "gap": gap.as_str(), "standing": standing.as_str() }));
    let members = json!({
        "network": content.network.as_str(),
        "network_name": report.network_name(),
        "on": content.on.to_string(),
        "data_version": content.data_version,
        "method_version": content.method_version,
        "profile": content.profile,
        "as_of": report.snapshot.evidence.as_of.to_string(),
        "region": { "sv": region.name.sv, "en": region.name.en },
        "attribution": region.attribution,
        "coverage": coverage(report),
        "demonstration": content.is_demonstration,
        "requirements": content.requirements.iter().map(requirement).collect::<Value>(),
        "parts": content.parts.iter().map(part).collect::<Value>(),
        "gone": gone.collect::<Value>(),
        "dead_zones": dead_zones(report, frame)?,
        "failing_cells": failing_cells(report, frame)?,
    });
    Ok(collection(features?, object(members)))
}

fn gap_feature(
    report: &NetworkGapReport<'_>,
    part: &ReportPart,
    rank: u64,
    gap: &ReportedGap,
    frame: &LngLatFrame,
) -> Result<Feature, ProjectionError> {
    let promise = report.promise(gap);
    let found = &gap.gap;
    let misses = gap.lifts.iter().map(|lift| {
        json!({
            "requirement": part.needs[lift.need].requirement, "kind": lift.kind.as_str(),
            "zone": lift.zone.code.as_str(), "zone_name": lift.zone.name, "amount": lift.amount,
        })
    });
    let properties = json!({
        "gap": gap.id.as_str(),
        "rank": rank,
        "standing": report.standing(gap).as_str(),
        "promised_by": promise.map(|promise| promise.by.to_string()),
        "promise": promise.map(|promise| promise.outcome.as_str()),
        "service": part.supply.service.as_str(),
        "environment": part.supply.environment.as_str(),
        "technology": part.supply.technologies.only().map(|technology| technology.as_str()),
        "evidence": part.supply.evidence.as_str(),
        "municipalities": report.municipality_names(gap),
        "land_m2": found.land_m2,
        "inhabitants": found.inhabitants,
        "buildings": found.buildings,
        "road_m": found.road_length_m(),
        "road_m_by_class": found.road_m,
        "places": found.places.len(),
        "place_names": report.place_names(gap),
        "organisations": found.organisations,
        "dead_zones": found.dead_zones,
        "measured": found.measured.iter().map(measured).collect::<Value>(),
        "misses": misses.collect::<Value>(),
        "gives": gap.gives,
        "priority": gap.priority,
        "enough_rank": gap.enough_rank,
        // Filled in by whoever answers.
        "answer": null,
        "planned_by": null,
        "reason": null,
    });
    let outline = frame.to_lng_lat(&gap.outline())?.orient(Direction::Default);
    Ok(feature(rounded(&Geometry::MultiPolygon(outline)), object(properties)))
}

/// The reports in each gap, by gap: one report may be in gaps of several services.
fn dead_zones(
    report: &NetworkGapReport<'_>,
    frame: &LngLatFrame,
) -> Result<FeatureCollection, ProjectionError> {
    let known = &report.snapshot.dead_zones.reports;
    let in_gaps = report.gaps().flat_map(|(_, _, gap)| gap.gap.dead_zones.iter().map(move |&one| (gap, one)));
    let features = in_gaps.filter_map(|(gap, number)| {
        let place = known.binary_search_by_key(&number, |dead_zone| dead_zone.number).ok()?;
        let feature = dead_zone_feature(report.snapshot, &known[place], frame);
        Some(feature.map(|feature| with_gap(feature, gap)))
    });
    Ok(collection(features.collect::<Result<_, _>>()?, JsonObject::new()))
}

/// The cells in each gap in which tests fail, by gap.
fn failing_cells(
    report: &NetworkGapReport<'_>,
    frame: &LngLatFrame,
) -> Result<FeatureCollection, ProjectionError> {
    let measured = report.gaps().flat_map(|(_, _, gap)| gap.gap.measured.iter().map(move |one| (gap, one)));
    let cells = measured.flat_map(|(gap, one)| one.failing.iter().map(move |cell| (gap, one.kind, cell)));
    let features = cells.map(|(gap, kind, found)| {
        let properties = json!({
            "kind": kind.as_str(),
            "passing": found.votes.passing(),
            "votes": found.votes.trials(),
            "newest": found.newest.map(|newest| newest.to_string()),
        });
        let outline = polygon(&Grid::MEASUREMENT.rect(found.cell).to_polygon(), frame)?;
        Ok(with_gap(feature(outline, object(properties)), gap))
    });
    Ok(collection(features.collect::<Result<_, _>>()?, JsonObject::new()))
}

fn with_gap(mut feature: Feature, gap: &ReportedGap) -> Feature {
    feature.set_property("gap", gap.id.as_str());
    feature
}

/// Votes that pass of all, how sure that is, and how old.
fn measured(measured: &MeasuredGap) -> Value {
    let evidence = &measured.evidence;
    json!({
        "kind": measured.kind.as_str(),
        "cells": measured.cells,
        "failing_cells": measured.failing_cells(),
        "votes": evidence.votes.trials(),
        "passing": evidence.votes.passing(),
        "lower": evidence.interval.map(|interval| interval.lower),
        "upper": evidence.interval.map(|interval| interval.upper),
        "newest": evidence.basis.newest.map(|newest| newest.to_string()),
        "median_age_days": evidence.basis.median_age_days,
    })
}

/// The claims that the parts rest on, by hash.
fn coverage(report: &NetworkGapReport<'_>) -> Value {
    let parts = report.content.parts.iter();
    let claims = parts.flat_map(|part| report.snapshot.coverage.claims_of(&part.supply));
    let named: BTreeSet<_> =
        claims.map(|claim| (claim.delivery.header.title(), claim.delivery.sha256.as_str())).collect();
    named.into_iter().map(|(claim, sha256)| json!({ "claim": claim, "sha256": sha256 })).collect()
}

fn requirement(tried: &TriedRequirement) -> Value {
    let (asked, found) = (&tried.asked, &tried.found);
    let title = &asked.requirement.title;
    let refuted = found.refuted.iter().map(|zone| zone.code.as_str());
    json!({
        "id": asked.id,
        "version": asked.version,
        "sha256": asked.sha256,
        "title": { "sv": title.sv, "en": title.en },
        "kind": asked.requirement.kind.as_str(),
        "unit": asked.requirement.unit.as_str(),
        "verdict": found.evaluation.outcome().as_str(),
        "zones": found.evaluation.zones.iter().map(zone).collect::<Value>(),
        "refuted": refuted.collect::<Vec<_>>(),
    })
}

fn zone(verdict: &ZoneVerdict) -> Value {
    let share = verdict.measure.covered_share();
    json!({
        "zone": verdict.zone.code.as_str(),
        "zone_name": verdict.zone.name,
        "verdict": verdict.outcome.as_str(),
        "missing": verdict.missing.map(|missing| missing.as_str()),
        "share": share.map(|share| share.value()),
        "share_percent": share.map(|share| share.percent_against(verdict.threshold)),
        "threshold": verdict.threshold.value(),
        "covered": verdict.measure.covered,
        "total": verdict.measure.total,
        "shortfall": verdict.shortfall(),
    })
}

/// What is asked there together, what it lacks, and what is enough.
fn part(part: &ReportPart) -> Value {
    let needs = part.needs.iter().map(|asked| {
        json!({
            "requirement": asked.requirement, "kind": asked.need.kind.as_str(),
            "zone": asked.need.zone.code.as_str(), "zone_name": asked.need.zone.name,
            "at_least": asked.need.at_least,
        })
    });
    let unreachable =
        part.enough.unreachable.iter().map(|found| json!({ "need": found.need, "missing": found.missing }));
    let enough = part.enough_gaps().into_iter().map(|gap| gap.id.as_str());
    json!({
        "service": part.supply.service.as_str(),
        "environment": part.supply.environment.as_str(),
        "technology": part.supply.technologies.only().map(|technology| technology.as_str()),
        "evidence": part.supply.evidence.as_str(),
        "gaps": part.gaps.len(),
        "unlisted_gaps": part.unlisted.count,
        "unlisted_m2": part.unlisted.area_m2,
        "needs": needs.collect::<Value>(),
        "enough": enough.collect::<Vec<_>>(),
        "enough_at_least": part.enough.at_least,
        "unreachable": unreachable.collect::<Value>(),
    })
}
