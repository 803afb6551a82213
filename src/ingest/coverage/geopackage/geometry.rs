//! Rings of a GeoPackage's geometry, by `geozero`'s reader of WKB. The counts in
//! it are a stranger's: nothing is made as large as they say before it is there.

use geo::Coord;
use geozero::{
    GeomProcessor,
    error::{GeozeroError, Result},
    wkb::process_gpkg_geom,
};

use crate::ingest::polygon::{RingRules, ShapeBuilder, Shapes};

/// GeoPackage doesn't say how rings are wound.
const RULES: RingRules = RingRules { winding_is_stated: false, names_duplicates: true };

/// Collections within collections; more of them aren't coverage.
const DEEPEST_COLLECTION: usize = 16;

/// The flag of a geometry that is empty, in the fourth byte.
const EMPTY: u8 = 0b0001_0000;

/// # Errors
/// The reason why the bytes are no geometry.
pub fn shapes(bytes: &[u8]) -> std::result::Result<Shapes, String> {
    let mut rings = Rings::default();
    let is_empty = bytes.starts_with(b"GP") && bytes.get(3).is_some_and(|flags| flags & EMPTY != 0);
    if !is_empty {
        process_gpkg_geom(&mut &*bytes, &mut rings).map_err(|error| error.to_string())?;
    }
    Ok(rings.builder.finish())
}

/// Takes polygons and names everything else.
struct Rings {
    builder: ShapeBuilder,
    polygon: Vec<Vec<Coord<f64>>>,
    depth: usize,
    /// Within a geometry that is no polygon.
    ignored: usize,
}

impl Default for Rings {
    fn default() -> Self {
        Self { builder: ShapeBuilder::new(RULES), polygon: Vec::new(), depth: 0, ignored: 0 }
    }
}

impl Rings {
    fn begin_other(&mut self, kind: &'static str) -> Result<()> {
        if self.ignored == 0 {
            self.builder.add_other(kind);
        }
        self.ignored += 1;
        self.deeper()
    }

    fn end_other(&mut self) -> Result<()> {
        self.ignored -= 1;
        self.depth -= 1;
        Ok(())
    }

    fn deeper(&mut self) -> Result<()> {
        self.depth += 1;
        match self.depth {
            ..=DEEPEST_COLLECTION => Ok(()),
            _ => Err(GeozeroError::Geometry("collections are nested too deep".to_owned())),
        }
    }

    fn empty_where(&mut self, size: usize) {
        if size == 0 {
            self.builder.add_empty();
        }
    }
}

impl GeomProcessor for Rings {
    fn xy(&mut self, x: f64, y: f64, _idx: usize) -> Result<()> {
        if let Some(ring) = self.polygon.last_mut().filter(|_| self.ignored == 0) {
            ring.push(Coord { x, y });
        }
        Ok(())
    }

    fn polygon_begin(&mut self, _tagged: bool, _size: usize, _idx: usize) -> Result<()> {
        self.polygon.clear();
        Ok(())
    }

    fn linestring_begin(&mut self, tagged: bool, _size: usize, _idx: usize) -> Result<()> {
        if tagged {
            return self.begin_other("LineString");
        }
        if self.ignored == 0 {
            self.polygon.push(Vec::new());
        }
        Ok(())
    }

    fn linestring_end(&mut self, tagged: bool, _idx: usize) -> Result<()> {
        if tagged { self.end_other() } else { Ok(()) }
    }

    fn polygon_end(&mut self, _tagged: bool, _idx: usize) -> Result<()> {
        if self.ignored == 0 {
            self.builder.add_polygon(std::mem::take(&mut self.polygon));
        }
        Ok(())
    }

    fn multipolygon_begin(&mut self, size: usize, _idx: usize) -> Result<()> {
        self.empty_where(size);
        Ok(())
    }

    fn geometrycollection_begin(&mut self, size: usize, _idx: usize) -> Result<()> {
        self.empty_where(size);
        self.deeper()
    }

    fn geometrycollection_end(&mut self, _idx: usize) -> Result<()> {
        self.depth -= 1;
        Ok(())
    }

    fn empty_point(&mut self, _idx: usize) -> Result<()> {
        self.builder.add_other("Point");
        Ok(())
    }

    fn point_begin(&mut self, _idx: usize) -> Result<()> {
        self.begin_other("Point")
    }

    fn point_end(&mut self, _idx: usize) -> Result<()> {
        self.end_other()
    }

    fn multipoint_begin(&mut self, _size: usize, _idx: usize) -> Result<()> {
        self.begin_other("MultiPoint")
    }

    fn multipoint_end(&mut self, _idx: usize) -> Result<()> {
        self.end_other()
    }

    fn multilinestring_begin(&mut self, _size: usize, _idx: usize) -> Result<()> {
        self.begin_other("MultiLineString")
    }

    fn multilinestring_end(&mut self, _idx: usize) -> Result<()> {
        self.end_other()
    }

    fn circularstring_begin(&mut self, _size: usize, _idx: usize) -> Result<()> {
        self.begin_other("CircularString")
    }

    fn circularstring_end(&mut self, _idx: usize) -> Result<()> {
        self.end_other()
    }

    fn compoundcurve_begin(&mut self, _size: usize, _idx: usize) -> Result<()> {
        self.begin_other("CompoundCurve")
    }

    fn compoundcurve_end(&mut self, _idx: usize) -> Result<()> {
        self.end_other()
    }

    fn curvepolygon_begin(&mut self, _size: usize, _idx: usize) -> Result<()> {
        self.begin_other("CurvePolygon")
    }

    fn curvepolygon_end(&mut self, _idx: usize) -> Result<()> {
        self.end_other()
    }

    fn multicurve_begin(&mut self, _size: usize, _idx: usize) -> Result<()> {
        self.begin_other("MultiCurve")
    }

    fn multicurve_end(&mut self, _idx: usize) -> Result<()> {
        self.end_other()
    }

    /// Its straight polygons are taken, its curved ones named.
    fn multisurface_begin(&mut self, size: usize, _idx: usize) -> Result<()> {
        self.empty_where(size);
        Ok(())
    }

    fn triangle_begin(&mut self, _tagged: bool, _size: usize, _idx: usize) -> Result<()> {
        self.begin_other("Triangle")
    }

    fn triangle_end(&mut self, _tagged: bool, _idx: usize) -> Result<()> {
        self.end_other()
    }

    fn polyhedralsurface_begin(&mut self, _size: usize, _idx: usize) -> Result<()> {
        self.begin_other("PolyhedralSurface")
    }

    fn polyhedralsurface_end(&mut self, _idx: usize) -> Result<()> {
        self.end_other()
    }

    fn tin_begin(&mut self, _size: usize, _idx: usize) -> Result<()> {
        self.begin_other("TIN")
    }

    fn tin_end(&mut self, _idx: usize) -> Result<()> {
        self.end_other()
    }
}
