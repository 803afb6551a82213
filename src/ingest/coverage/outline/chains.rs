//! Pieces of boundary that aren't closed yet.

use std::collections::VecDeque;

use super::Corner;

/// One of the two open ends of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End(u32);

/// Chains by number, and which chain each open end belongs to.
#[derive(Default)]
pub struct Chains {
    chains: Vec<Chain>,
    free_chains: Vec<u32>,
    ends: Vec<EndOf>,
    free_ends: Vec<End>,
    corners: usize,
}

/// Corners in the boundary's direction.
#[derive(Default)]
struct Chain {
    corners: VecDeque<Corner>,
    tail: u32,
}

#[derive(Clone, Copy)]
struct EndOf {
    chain: u32,
    is_tail: bool,
}

impl Chains {
    /// Corners of all open chains.
    pub fn corners(&self) -> usize {
        self.corners
    }

    /// A chain of one corner: its head, which goes back against the boundary's
    /// direction, and its tail, which goes on.
    pub fn begin(&mut self, corner: Corner) -> (End, End) {
        self.corners += 1;
        let chain = self.free_chains.pop().unwrap_or_else(|| {
            self.chains.push(Chain::default());
            self.chains.len() as u32 - 1
        });
        let (head, tail) = (self.end(chain, false), self.end(chain, true));
        let corners = VecDeque::from([corner]);
        self.chains[chain as usize] = Chain { corners, tail: tail.0 };
        (head, tail)
    }

    pub fn grow(&mut self, end: End, corner: Corner) {
        self.corners += 1;
        let EndOf { chain, is_tail } = self.ends[end.0 as usize];
        let corners = &mut self.chains[chain as usize].corners;
        if is_tail { corners.push_back(corner) } else { corners.push_front(corner) }
    }

    /// Lets a head and a tail meet. Those of one chain close it, and it comes back.
    pub fn join(&mut self, one: End, other: End) -> Option<Vec<Corner>> {
        let (tail, head) = if self.ends[one.0 as usize].is_tail { (one, other) } else { (other, one) };
        let (first, second) = (self.ends[tail.0 as usize].chain, self.ends[head.0 as usize].chain);
        self.free_ends.extend([one, other]);
        self.free_chains.push(second);
        let mut back = std::mem::take(&mut self.chains[second as usize]);
        if first == second {
            self.corners -= back.corners.len();
            return Some(back.corners.into());
        }
        let chain = &mut self.chains[first as usize];
        chain.tail = back.tail;
        self.ends[back.tail as usize].chain = first;
        // The shorter is moved, so that each corner is moved as seldom as a chain can double.
        if chain.corners.len() >= back.corners.len() {
            chain.corners.append(&mut back.corners);
        } else {
            while let Some(corner) = chain.corners.pop_back() {
                back.corners.push_front(corner);
            }
            chain.corners = back.corners;
        }
        None
    }

    fn end(&mut self, chain: u32, is_tail: bool) -> End {
        let slot = EndOf { chain, is_tail };
        match self.free_ends.pop() {
            Some(end) => {
                self.ends[end.0 as usize] = slot;
                end
            }
            None => {
                self.ends.push(slot);
                End(self.ends.len() as u32 - 1)
            }
        }
    }
}
