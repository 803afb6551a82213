//! The colours of the map. What carries meaning is taken from Okabe and Ito
//! (Color Universal Design, 2008) and Tol (Colour Schemes, 2021), which keep
//! apart under every common colour blindness; the ground stays pale and grey
//! so that nothing but the answer has a strong colour.

/// Sea and whatever lies outside of the region.
pub const GROUND: &str = "#e6eaed";
pub const LAND: &str = "#fbfaf7";
pub const LAKE: &str = "#cfdfe8";
pub const LAKE_EDGE: &str = "#a9c3d1";
pub const BOUNDARY: &str = "#6b6f76";
pub const ROAD: &str = "#7d7468";
pub const ROAD_EDGE: &str = "#ffffff";
pub const LOCALITY: &str = "#565b63";
pub const PLACE: &str = "#ffffff";
pub const PLACE_EDGE: &str = "#3d4148";
pub const CELL_EDGE: &str = "#3d4148";
pub const HALO: &str = "#ffffff";

/// A network that the caller gave no colour.
pub const UNNAMED_NETWORK: &str = "#5b6770";
/// Tol's wine: no network and no measured state has it.
pub const GAP: &str = "#882255";
pub const DEAD_ZONE: &str = "#1a1a1a";

/// Measured states: Okabe and Ito's bluish green, vermillion and yellow, and a grey.
pub const CONFIRMED: &str = "#009e73";
pub const REFUTED: &str = "#d55e00";
pub const INCONCLUSIVE: &str = "#f0e442";
pub const NOT_MEASURED: &str = "#b4b8bd";
/// Measured where nothing is claimed: Okabe and Ito's sky blue.
pub const NOT_CLAIMED: &str = "#56b4e9";

/// Okabe and Ito's vermillion and blue.
pub const LOST: &str = "#d55e00";
pub const GAINED: &str = "#0072b2";

/// Claimed by no network, by one, two and more: Tol's wine, and a blue that fades.
pub const NETWORK_COUNTS: [&str; 4] = [GAP, "#4393c3", "#92c5de", "#d1e5f0"];

/// From the newest evidence, dark, to what has no weight left, grey.
pub const AGES: [&str; 5] = ["#00441b", "#238b45", "#74c476", "#c7e9c0", "#b4b8bd"];
