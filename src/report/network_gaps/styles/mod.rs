//! How QGIS draws the layers of a GeoPackage: colours that every colour blindness
//! keeps apart, and beside them hatching and widths, so that nothing hangs on
//! colour alone. The same as QML, with the choice of answers, and as SLD for others.

#[derive(Clone, Copy, Debug)]
pub struct LayerStyle {
    pub qml: &'static str,
    pub sld: &'static str,
}

/// By what closing a gap gives: in the set that is enough, a step towards a
/// requirement, or neither.
pub const GAPS: LayerStyle = LayerStyle { qml: include_str!("gaps.qml"), sld: include_str!("gaps.sld") };
pub const FAILING_CELLS: LayerStyle =
    LayerStyle { qml: include_str!("failing_cells.qml"), sld: include_str!("failing_cells.sld") };
pub const DEAD_ZONES: LayerStyle =
    LayerStyle { qml: include_str!("dead_zones.qml"), sld: include_str!("dead_zones.sld") };
pub const DEAD_ZONE_LINES: LayerStyle =
    LayerStyle { qml: include_str!("dead_zone_lines.qml"), sld: include_str!("dead_zone_lines.sld") };
pub const DEAD_ZONE_AREAS: LayerStyle =
    LayerStyle { qml: include_str!("dead_zone_areas.qml"), sld: include_str!("dead_zone_areas.sld") };
