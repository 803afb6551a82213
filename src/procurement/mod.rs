//! Requirements: their text, their verdicts, and how many could meet them. No I/O.
//!
//! What a requirement counts is found out once, network by network and zone by
//! zone ([`figures`]). A figure says up to which threshold it is enough
//! ([`Standing`]); the verdict at one threshold ([`evaluate`]) and the market at
//! every threshold ([`sounding`]) are both read from that, so that they can't differ. What a network lacks
//! ([`network_needs`]) is the same figure by squares, and [`enough`] chooses among these.

mod award;
mod clause;
mod enough;
mod evaluation;
mod failing;
mod figures;
mod lever;
mod needs;
mod offer;
mod points;
mod proof;
mod sounding;
mod standing;
mod turning;
mod zones;

pub use award::*;
pub use clause::{Clause, clause};
pub use enough::{Enough, Unreachable, enough};
pub use evaluation::*;
pub use failing::{FailingItem, FailingItems};
pub use figures::{NetworkFigures, PartFigure, ZoneFigure, figures, supply};
pub use lever::{Lever, lever};
pub use needs::*;
pub use offer::{OfferVerdict, Unweighed, try_offer};
pub use points::*;
pub use proof::{KindProof, ZoneProof};
pub use sounding::*;
pub use standing::{Missing, Standing};
pub use turning::threshold_turns;
pub use zones::ZoneName;
