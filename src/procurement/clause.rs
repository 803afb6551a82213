//! A requirement's text, rendered from its rule: what computes and what stands
//! in the contract can't drift apart. What somebody wrote beside the rule is
//! kept apart.

use crate::{
    analysis::BUILDING_MARGIN_M,
    domain::{
        ActionPlan, Bilingual, DeliveryDuty, DemandUnit, EvidenceRule, Penalty, Region, Requirement,
        RequirementKind, Waiver, ZoneKind, ZoneSet,
    },
};

mod phrases;
use phrases::{both, day, kilometres, kronor, listed, percent, within_sentence};

/// The text of a requirement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// What it is in the procurement, and its title.
    pub heading: Bilingual,
    /// From the rule, in the order in which they are read.
    pub sentences: Vec<Bilingual>,
    /// Written by hand: it computes nothing.
    pub free_text: Option<Bilingual>,
}

/// Renders the text; `region` gives the zones' names.
pub fn clause(requirement: &Requirement, region: &Region) -> Clause {
    let kind = kind_name(requirement.kind);
    let title = &requirement.title;
    let mut sentences = vec![demand(requirement, region)];
    sentences.extend(local_floor(requirement));
    sentences.extend(longest_gap(requirement));
    sentences.extend(exclusions(requirement));
    sentences.push(evidence(requirement));
    sentences.push(both(
        "Andelar jämförs oavrundade. Där det inte finns något att räkna är kravet varken uppfyllt eller missat.",
        "Shares are compared unrounded. Where there is nothing to count the requirement is neither met nor missed.",
    ));
    sentences.push(validity(requirement));
    sentences.extend(waivers(requirement, region));
    sentences.extend(requirement.deliveries.as_ref().map(deliveries));
    sentences.extend(requirement.consequences.penalty.map(penalty));
    sentences.extend(requirement.consequences.action_plan.map(action_plan));
    Clause {
        heading: both(format!("{}: {}", kind.sv, title.sv), format!("{}: {}", kind.en, title.en)),
        sentences,
        free_text: requirement.free_text.clone(),
    }
}

fn kind_name(kind: RequirementKind) -> Bilingual {
    match kind {
        RequirementKind::Mandatory => both("Ska-krav", "Mandatory requirement"),
        RequirementKind::AwardCriterion => both("Tilldelningskriterium", "Award criterion"),
        RequirementKind::ContractClause => both("Särskilt kontraktsvillkor", "Contract clause"),
    }
}

fn demand(requirement: &Requirement, region: &Region) -> Bilingual {
    let (service, environment) = (requirement.service.name(), requirement.environment.name());
    let technology = match requirement.technology {
        None => both("", ""),
        Some(technology) => both(format!(" över {technology}"), format!(" by {technology}")),
    };
    let what = both(
        format!("{} {}{}", within_sentence(&service.sv), environment.sv, technology.sv),
        format!("{} {}{}", within_sentence(&service.en), environment.en, technology.en),
    );
    let share = percent(requirement.threshold);
    let (of, zones) = (counted(requirement), zones(&requirement.zones, region));
    match requirement.kind {
        RequirementKind::Mandatory => both(
            format!(
                "Nätet som anbudet avser ska ge {} {} minst {} av {} {}.",
                what.sv, of.0.sv, share.sv, of.1.sv, zones.sv
            ),
            format!(
                "The network that the bid is about gives {} {} at least {} of {} {}.",
                what.en, of.0.en, share.en, of.1.en, zones.en
            ),
        ),
        RequirementKind::AwardCriterion => both(
            format!(
                "Anbudet värderas efter andelen av {} {} som nätet ger {}. Det som räknas börjar vid {}.",
                of.1.sv, zones.sv, what.sv, share.sv
            ),
            format!(
                "The bid is weighed by the share of {} {} to which the network gives {}. What counts begins at {}.",
                of.1.en, zones.en, what.en, share.en
            ),
        ),
        RequirementKind::ContractClause => both(
            format!(
                "Leverantören ska under avtalstiden se till att nätet ger {} {} minst {} av {} {}.",
                what.sv, of.0.sv, share.sv, of.1.sv, zones.sv
            ),
            format!(
                "Throughout the contract the supplier sees to it that the network gives {} {} at least {} of {} {}.",
                what.en, of.0.en, share.en, of.1.en, zones.en
            ),
        ),
    }
}

/// The preposition before the share, and what it is a share of.
fn counted(requirement: &Requirement) -> (Bilingual, Bilingual) {
    let (preposition, of) = match requirement.unit {
        DemandUnit::LandArea => {
            (both("på", "over"), both("landytan, sjöar oräknade,", "the land, lakes left out,"))
        }
        DemandUnit::Inhabitants => (both("för", "for"), both("invånarna", "the inhabitants")),
        DemandUnit::RoadLength => (both("längs", "along"), both("vägarnas längd", "the length of the roads")),
        DemandUnit::RailwayLength => {
            (both("längs", "along"), both("järnvägarnas längd", "the length of the railways"))
        }
        DemandUnit::TrailLength => {
            (both("längs", "along"), both("ledernas längd", "the length of the trails"))
        }
        DemandUnit::RouteLength => (
            both("längs", "along"),
            both(
                "organisationernas färdvägar, räknade i längd,",
                "the organisations' routes, by their length,",
            ),
        ),
        DemandUnit::Places => return (both("vid", "at"), places(requirement)),
        DemandUnit::Buildings => (
            both("vid", "at"),
            both(
                format!(
                    "byggnaderna, som var och en räknas som täckt när allt inom {BUILDING_MARGIN_M} meter från den är täckt,"
                ),
                format!(
                    "the buildings, each of which counts as covered when all within {BUILDING_MARGIN_M} metres of it is,"
                ),
            ),
        ),
        DemandUnit::PresenceArea => (
            both("på", "over"),
            both("ytan där människor normalt befinner sig", "the area where people normally are"),
        ),
    };
    (preposition, of)
}

fn places(requirement: &Requirement) -> Bilingual {
    match requirement.place_need.map(|need| need.name()) {
        None => both("organisationernas platser", "the organisations' places"),
        Some(need) => both(
            format!("organisationernas platser med behov {}", need.sv),
            format!("the organisations' places with a need {}", need.en),
        ),
    }
}

fn zones(zones: &ZoneSet, region: &Region) -> Bilingual {
    match zones {
        ZoneSet::Kind(kind) if *kind == ZoneKind::organisation() => {
            both("för varje organisation", "of each organisation")
        }
        ZoneSet::Kind(kind) => {
            let name = kind_of_zone(kind);
            both(format!("i varje {}", name.sv), format!("in each {}", name.en))
        }
        ZoneSet::Codes(codes) => {
            let name = |code| region.zone(code).map_or_else(|| code.to_string(), |zone| zone.name.clone());
            let names = listed(codes.iter().map(name));
            both(format!("i vart och ett av områdena {}", names.sv), format!("in each of {}", names.en))
        }
        ZoneSet::Organisations(names) => {
            let names = listed(names.iter().cloned());
            both(format!("för var och en av {}", names.sv), format!("of each of {}", names.en))
        }
        ZoneSet::Areas(areas) => {
            let names = listed(areas.iter().map(|area| area.name.clone()));
            both(
                format!("i vart och ett av de utpekade områdena {}", names.sv),
                format!("in each of the areas that are pointed out: {}", names.en),
            )
        }
    }
}

/// As a sentence names one of the kind.
fn kind_of_zone(kind: &ZoneKind) -> Bilingual {
    match kind.as_str() {
        "municipality" => both("kommun", "municipality"),
        "county" => both("län", "county"),
        other => both(format!("område av slaget {other}"), format!("zone of the kind {other}")),
    }
}

fn local_floor(requirement: &Requirement) -> Option<Bilingual> {
    let floor = requirement.local_floor.as_ref()?;
    let (share, part) = (percent(floor.share), kind_of_zone(&floor.kind));
    Some(both(
        format!("I varje {} för sig ska andelen dessutom vara minst {}.", part.sv, share.sv),
        format!("In each {} by itself the share is at least {} as well.", part.en, share.en),
    ))
}

fn longest_gap(requirement: &Requirement) -> Option<Bilingual> {
    let gap = kilometres(requirement.longest_gap_m?);
    Some(both(
        format!("Inget sammanhängande avbrott får vara längre än {}.", gap.sv),
        format!("No connected gap is longer than {}.", gap.en),
    ))
}

fn exclusions(requirement: &Requirement) -> Option<Bilingual> {
    requirement.exclusions.as_ref()?;
    Some(both(
        "Det som ligger i kravets undantagna område räknas varken som behov eller som täckt.",
        "What lies in the requirement's excluded area counts neither as demand nor as covered.",
    ))
}

fn evidence(requirement: &Requirement) -> Bilingual {
    let profile = match &requirement.profile {
        None => {
            both("den profil som gäller den dag kravet prövas", "the profile in force on the day it is tried")
        }
        Some(profile) => both(format!("profilen {profile}"), format!("the profile {profile}")),
    };
    match requirement.evidence {
        EvidenceRule::Claimed => both(
            "Kravet prövas på den täckning som nätägaren redovisar.",
            "The requirement is tried on the coverage that the network's owner reports.",
        ),
        EvidenceRule::Verified => both(
            format!(
                "Kravet prövas på redovisad täckning utan de rutor där mätningar motbevisar den, enligt {}. Ett område utan mätningar kan inte godkännas.",
                profile.sv
            ),
            format!(
                "The requirement is tried on reported coverage without the cells in which measurements refute it, by {}. A zone without measurements can't be passed.",
                profile.en
            ),
        ),
        EvidenceRule::VerifiedWithConfidence => both(
            format!(
                "Kravet prövas på redovisad täckning utan de rutor där mätningar motbevisar den, och mätningarna i varje område ska bekräfta redovisningen: undre gränsen i Wilsons 95-procentsintervall når den andel som krävs enligt {}.",
                profile.sv
            ),
            format!(
                "The requirement is tried on reported coverage without the cells in which measurements refute it, and in each zone the measurements confirm what is reported: the lower bound of Wilson's 95 % interval reaches the share that is required by {}.",
                profile.en
            ),
        ),
    }
}

fn validity(requirement: &Requirement) -> Bilingual {
    let from = day(requirement.valid_from);
    match requirement.valid_to.map(day) {
        None => both(
            format!("Kravet gäller från och med den {} och tills vidare.", from.sv),
            format!("The requirement holds from {} until further notice.", from.en),
        ),
        Some(to) => both(
            format!("Kravet gäller från och med den {} till och med den {}.", from.sv, to.sv),
            format!("The requirement holds from {} to {}, both included.", from.en, to.en),
        ),
    }
}

fn waivers(requirement: &Requirement, region: &Region) -> Vec<Bilingual> {
    let waiver = |waiver: &Waiver| {
        let zone =
            region.zone(&waiver.zone).map_or_else(|| waiver.zone.to_string(), |zone| zone.name.clone());
        let (share, from, until) = (percent(waiver.threshold), day(waiver.from), day(waiver.until));
        both(
            format!(
                "Dispens: i {zone} gäller {} från och med den {} till och med den {}.",
                share.sv, from.sv, until.sv
            ),
            format!("Waiver: in {zone} {} holds from {} to {}, both included.", share.en, from.en, until.en),
        )
    };
    requirement.waivers.iter().map(waiver).collect()
}

fn deliveries(duty: &DeliveryDuty) -> Bilingual {
    let times = duty.times_a_year;
    let formats = listed(duty.formats.iter().cloned());
    let form = match duty.formats.is_empty() {
        true => both("i ett format som tjänsten läser", "in a format that the service reads"),
        false => both(
            format!("i något av formaten {}", formats.sv),
            format!("in one of the formats {}", formats.en),
        ),
    };
    let list = match duty.lists_uncovered {
        true => {
            both(", med en förteckning över det som inte är täckt", ", with the list of what isn't covered")
        }
        false => both("", ""),
    };
    let (word, often) = if times == 1 {
        ("gång", "once a year".to_owned())
    } else {
        ("gånger", format!("{times} times a year"))
    };
    both(
        format!("Leverantören ska lämna täckningsdata {times} {word} per år {}{}.", form.sv, list.sv),
        format!("The supplier delivers coverage data {often} {}{}.", form.en, list.en),
    )
}

fn penalty(penalty: Penalty) -> Bilingual {
    let a_week = kronor(penalty.sek_a_week);
    let ceiling = match penalty.at_most_sek.map(kronor) {
        None => both("", ""),
        Some(most) => both(format!(", dock högst {}", most.sv), format!(", at most {}", most.en)),
    };
    both(
        format!(
            "Så länge kravet inte är uppfyllt utgår vite med {} per påbörjad vecka{}.",
            a_week.sv, ceiling.sv
        ),
        format!(
            "As long as the requirement is missed there is a penalty of {} for each week begun{}.",
            a_week.en, ceiling.en
        ),
    )
}

fn action_plan(ActionPlan { within_days, remedied_within_months }: ActionPlan) -> Bilingual {
    both(
        format!(
            "Leverantören ska lämna en åtgärdsplan inom {within_days} dagar från det att bristen har meddelats, och bristen ska vara avhjälpt inom {remedied_within_months} månader."
        ),
        format!(
            "The supplier hands in an action plan within {within_days} days of being told of a miss, and has remedied it within {remedied_within_months} months."
        ),
    )
}

#[cfg(test)]
mod tests;
