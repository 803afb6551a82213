//! Pages by extent: one that holds more than a page is quartered. Features on the
//! edge between two are in both; who reads the pages takes each once, and the
//! source's count of the whole says whether all are there.

use geo::{Coord, Rect};

use super::{Part, Wfs};
use crate::sources::{Result, SourceFault, part::PartFolder};

/// So often an extent is quartered: a region's becomes less than a metre.
const MOST_QUARTERINGS: usize = 20;

impl Wfs<'_> {
    pub(super) async fn by_area(&self, part: &mut PartFolder, matched: u64) -> Result<Vec<String>> {
        let mut names = Vec::new();
        let mut seen = 0;
        let mut open = vec![("0".to_owned(), self.request.whole_extent())];
        while let Some((name, extent)) = open.pop() {
            if let Some(page) = part.page(&name) {
                seen += page.count;
                names.push(name);
                continue;
            }
            let count = if name == "0" { matched } else { self.count(Some(extent)).await? };
            if count > self.request.page_size {
                if name.len() > MOST_QUARTERINGS {
                    let reason = format!("{count} features lie in one place: no request gets them all");
                    return Err(SourceFault::WrongCount.at(&self.request.layer, reason));
                }
                open.extend(quarters(&name, extent));
            } else if count > 0 {
                let came = self.page(part, &name, Part::Extent(extent), count).await?;
                if came != count {
                    let reason = format!("the source says {count} features and gives {came}");
                    return Err(
                        SourceFault::WrongCount.at(format!("{}, page {name}", self.request.layer), reason)
                    );
                }
                seen += count;
                names.push(name);
            }
            self.progress.reached(seen.min(matched), matched);
        }
        Ok(names)
    }
}

/// The four quarters, the first of which is looked at first.
fn quarters(name: &str, extent: Rect<f64>) -> [(String, Rect<f64>); 4] {
    let (min, max, middle) = (extent.min(), extent.max(), extent.center());
    let quarter = |number: u8, (x0, x1): (f64, f64), (y0, y1): (f64, f64)| {
        (format!("{name}{number}"), Rect::new(Coord { x: x0, y: y0 }, Coord { x: x1, y: y1 }))
    };
    let (west, east) = ((min.x, middle.x), (middle.x, max.x));
    let (south, north) = ((min.y, middle.y), (middle.y, max.y));
    [quarter(3, east, north), quarter(2, west, north), quarter(1, east, south), quarter(0, west, south)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_fill_the_whole() {
        let whole = Rect::new(Coord { x: 0.0, y: 0.0 }, Coord { x: 4.0, y: 2.0 });
        let parts = quarters("0", whole);
        let area: f64 = parts.iter().map(|(_, part)| part.width() * part.height()).sum();
        assert_eq!(area, 8.0);
        assert_eq!(parts.map(|(name, _)| name), ["03", "02", "01", "00"]);
    }
}
