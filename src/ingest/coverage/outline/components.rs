//! Which runs are one area, and the closed loops of each.

use super::Loops;

/// Areas by number; an area that turns out to be another's part points to it
/// until the row ends.
#[derive(Default)]
pub struct Components {
    components: Vec<Component>,
    free: Vec<u32>,
    joined: Vec<u32>,
    corners: usize,
}

#[derive(Default)]
struct Component {
    part_of: Option<u32>,
    goes_on: bool,
    loops: Loops,
}

impl Components {
    /// Corners of the closed loops of areas that aren't.
    pub fn corners(&self) -> usize {
        self.corners
    }

    pub fn begin(&mut self) -> u32 {
        let component = Component { goes_on: true, ..Component::default() };
        match self.free.pop() {
            Some(index) => {
                self.components[index as usize] = component;
                index
            }
            None => {
                self.components.push(component);
                self.components.len() as u32 - 1
            }
        }
    }

    /// An area of the row above has a run in this row.
    pub fn go_on(&mut self, component: u32) -> u32 {
        let root = self.root(component);
        self.components[root as usize].goes_on = true;
        root
    }

    pub fn join(&mut self, one: u32, other: u32) -> u32 {
        let (one, other) = (self.root(one), self.root(other));
        if one == other {
            return one;
        }
        let is_smaller =
            self.components[one as usize].loops.len() < self.components[other as usize].loops.len();
        let (into, from) = if is_smaller { (other, one) } else { (one, other) };
        let part = &mut self.components[from as usize];
        part.part_of = Some(into);
        let (mut loops, goes_on) = (std::mem::take(&mut part.loops), part.goes_on);
        let whole = &mut self.components[into as usize];
        whole.loops.append(&mut loops);
        whole.goes_on |= goes_on;
        self.joined.push(from);
        into
    }

    pub fn close(&mut self, component: u32, closed: Vec<super::Corner>) {
        let root = self.root(component);
        self.corners += closed.len();
        self.components[root as usize].loops.push(closed);
    }

    /// The areas of the row above that have no run in this one. The numbers of
    /// those that go on are brought up to date.
    pub fn end_row<'runs>(
        &mut self,
        above: impl Iterator<Item = u32>,
        below: impl Iterator<Item = &'runs mut u32>,
    ) -> Vec<Loops> {
        let mut ended = Vec::new();
        for component in above {
            let root = self.root(component);
            let component = &mut self.components[root as usize];
            if !component.goes_on && !component.loops.is_empty() {
                let loops = std::mem::take(&mut component.loops);
                self.corners -= loops.iter().map(Vec::len).sum::<usize>();
                self.free.push(root);
                ended.push(loops);
            }
        }
        let mut going_on = Vec::new();
        for component in below {
            *component = self.root(*component);
            going_on.push(*component);
        }
        for root in going_on {
            self.components[root as usize].goes_on = false;
        }
        self.free.append(&mut self.joined);
        ended
    }

    /// Paths are short: they live as long as a row.
    fn root(&mut self, mut component: u32) -> u32 {
        while let Some(whole) = self.components[component as usize].part_of {
            if let Some(next) = self.components[whole as usize].part_of {
                self.components[component as usize].part_of = Some(next);
            }
            component = whole;
        }
        component
    }
}
