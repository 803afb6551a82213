//! Which pieces are driven, and in which order: an orienteering problem, solved
//! by inserting again and again the piece that gives most for each metre more,
//! and moving pieces while that makes the tour shorter. How far from the best
//! the tour is isn't known; that it keeps to its budget is.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{PlanGain, RoadPiece};
use crate::index::{Distances, RoadNetwork, RoadNode};

/// Shorter by less than this isn't worth a change, metres.
const LEAST_SAVED_M: f64 = 1.0;

pub struct TourQuestion<'a> {
    pub network: &'a RoadNetwork,
    /// All days together, the ways between the pieces and back included.
    pub budget_m: f64,
    pub gain: PlanGain,
    /// Where every day begins and ends.
    pub start: Option<RoadNode>,
}

/// A piece of the tour, driven from its first end or from its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    pub piece: usize,
    pub is_reversed: bool,
}

impl Stop {
    pub fn ends(self, piece: &RoadPiece) -> [RoadNode; 2] {
        let [from, to] = piece.ends;
        if self.is_reversed { [to, from] } else { [from, to] }
    }
}

/// Pieces in the order in which they are driven. A day leaves out those that have
/// been driven often enough.
pub struct Tour {
    stops: Vec<Stop>,
}

impl Tour {
    pub fn plan(question: &TourQuestion<'_>, pieces: &[RoadPiece]) -> Self {
        let mut planning = Planning::new(question, pieces);
        loop {
            while planning.insert_the_best() {}
            if !planning.shorten() {
                return Self { stops: planning.stops };
            }
        }
    }

    pub fn holds(&self, piece: usize) -> bool {
        self.order().any(|held| held == piece)
    }

    /// The pieces as they are first driven.
    pub fn order(&self) -> impl Iterator<Item = usize> {
        self.stops.iter().map(|stop| stop.piece)
    }

    /// What is driven on each day.
    pub fn days(&self, pieces: &[RoadPiece]) -> impl Iterator<Item = Vec<Stop>> {
        let passes = |stop: &Stop| pieces[stop.piece].passes().unwrap_or(0);
        let count = self.stops.iter().map(passes).max().unwrap_or(0);
        (0..count).map(move |day| self.stops.iter().copied().filter(|stop| passes(stop) > day).collect())
    }
}

struct Planning<'a> {
    question: &'a TourQuestion<'a>,
    pieces: &'a [RoadPiece],
    passes: Vec<u32>,
    stops: Vec<Stop>,
    length_m: f64,
    /// From every end in the tour.
    distances: BTreeMap<RoadNode, Distances>,
}

/// Where a piece would be put in, and by how much the tour becomes longer.
#[derive(Clone, Copy)]
struct Insertion {
    position: usize,
    stop: Stop,
    added_m: f64,
}

impl<'a> Planning<'a> {
    fn new(question: &'a TourQuestion<'a>, pieces: &'a [RoadPiece]) -> Self {
        let passes = pieces.iter().map(|piece| piece.passes().unwrap_or(0)).collect();
        let mut planning =
            Self { question, pieces, passes, stops: Vec::new(), length_m: 0.0, distances: BTreeMap::new() };
        question.start.into_iter().for_each(|start| planning.measure_from(start));
        planning
    }

    fn measure_from(&mut self, node: RoadNode) {
        let network = self.question.network;
        self.distances.entry(node).or_insert_with(|| network.distances_from(node));
    }

    /// Puts in what gives most for each metre more; false when nothing fits.
    fn insert_the_best(&mut self) -> bool {
        let room_m = self.question.budget_m - self.length_m;
        let worth = |piece: usize| {
            let gain = self.pieces[piece].gain(self.question.gain);
            let insertion = self.cheapest(piece).filter(|found| gain > 0.0 && found.added_m <= room_m)?;
            Some((gain / insertion.added_m.max(LEAST_SAVED_M), insertion))
        };
        let free: Vec<usize> = (0..self.pieces.len()).filter(|piece| self.is_free(*piece)).collect();
        let fitting: Vec<(f64, Insertion)> = free.into_par_iter().filter_map(worth).collect();
        // Of those that give alike, the first.
        let best = fitting.into_iter().reduce(|best, next| if next.0 > best.0 { next } else { best });
        best.is_some_and(|(_, insertion)| {
            self.put_in(insertion);
            true
        })
    }

    fn is_free(&self, piece: usize) -> bool {
        self.stops.iter().all(|stop| stop.piece != piece)
    }

    fn put_in(&mut self, Insertion { position, stop, added_m }: Insertion) {
        self.pieces[stop.piece].ends.into_iter().for_each(|end| self.measure_from(end));
        self.stops.insert(position, stop);
        self.length_m += added_m;
    }

    /// None where no road leads there.
    fn cheapest(&self, piece: usize) -> Option<Insertion> {
        let positions = 0..=self.stops.len();
        let ways = positions.flat_map(|position| [false, true].map(|is_reversed| (position, is_reversed)));
        let insertions = ways.map(|(position, is_reversed)| {
            let stop = Stop { piece, is_reversed };
            Insertion { position, stop, added_m: self.added_m(position, stop) }
        });
        let cheapest = insertions.min_by(|one, other| one.added_m.total_cmp(&other.added_m));
        cheapest.filter(|insertion| insertion.added_m.is_finite())
    }

    /// By how much all days together become longer.
    fn added_m(&self, position: usize, stop: Stop) -> f64 {
        let piece = &self.pieces[stop.piece];
        let [from, to] = stop.ends(piece);
        let on_day = |day: u32| {
            let drives = |stop: &&Stop| self.passes[stop.piece] > day;
            let ends = |stop: &Stop| stop.ends(&self.pieces[stop.piece]);
            let before = self.stops[..position].iter().rfind(drives).map(|stop| ends(stop)[1]);
            let after = self.stops[position..].iter().find(drives).map(|stop| ends(stop)[0]);
            let (before, after) = (before.or(self.question.start), after.or(self.question.start));
            let is_alone = before == self.question.start && after == self.question.start;
            let saved_m = if is_alone { 0.0 } else { self.between_m(before, after) };
            self.between_m(before, Some(from)) + piece.length_m + self.between_m(Some(to), after) - saved_m
        };
        (0..self.passes[stop.piece]).map(on_day).sum()
    }

    /// One of the two is in the tour already, and roads lead both ways.
    fn between_m(&self, from: Option<RoadNode>, to: Option<RoadNode>) -> f64 {
        let (Some(from), Some(to)) = (from, to) else { return 0.0 };
        let known = self.distances.get(&from).map(|distances| distances.to(to));
        known.or_else(|| self.distances.get(&to).map(|distances| distances.to(from))).unwrap_or(f64::INFINITY)
    }

    /// Moves pieces to where they cost less; false when none does.
    fn shorten(&mut self) -> bool {
        let before_m = self.length_m;
        for position in 0..self.stops.len() {
            let stop = self.stops.remove(position);
            let here_m = self.added_m(position, stop);
            let elsewhere = self.cheapest(stop.piece).filter(|found| found.added_m < here_m - LEAST_SAVED_M);
            let insertion = elsewhere.unwrap_or(Insertion { position, stop, added_m: here_m });
            self.length_m -= here_m;
            self.put_in(insertion);
        }
        self.length_m < before_m - LEAST_SAVED_M
    }
}
