//! The TileJSON 3.0 document that tells a map client where a layer's tiles
//! are and what is in them (github.com/mapbox/tilejson-spec, 3.0.0).

use std::collections::BTreeMap;

use serde::Serialize;

use super::catalogue::{Field, FieldKind, GeometryKind, LayerDescription, MAXIMUM_ZOOM};
use super::catalogue::{Language, LayerId};

/// Where a client finds the service, and what narrows the layers it asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TileAddress<'a> {
    /// What stands before `/tiles/…`: `https://host`, or empty for addresses
    /// relative to the host.
    pub base_url: &'a str,
    /// Filters as a query string without `?`, already percent-encoded; empty
    /// for none.
    pub query: &'a str,
}

/// What a TileJSON document says beyond the table of layers.
#[derive(Clone, Copy, Debug)]
pub struct TileJsonOptions<'a> {
    pub address: TileAddress<'a>,
    /// West, south, east, north of the region, WGS 84 degrees.
    pub bounds_lng_lat: [f64; 4],
    /// Whom the data is owed to, as the map is to show it.
    pub attribution: &'a str,
    pub language: Language,
}

/// A TileJSON 3.0 document.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TileJson {
    tilejson: &'static str,
    name: &'static str,
    description: &'static str,
    attribution: String,
    scheme: &'static str,
    tiles: [String; 1],
    bounds: [f64; 4],
    minzoom: u8,
    maxzoom: u8,
    vector_layers: [VectorLayer; 1],
}

/// What a TileJSON document and a tileset's metadata say of a layer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VectorLayer {
    id: &'static str,
    description: &'static str,
    geometry_type: &'static str,
    minzoom: u8,
    maxzoom: u8,
    fields: BTreeMap<&'static str, String>,
}

impl TileAddress<'_> {
    /// The address of a layer's TileJSON.
    #[must_use]
    pub fn tilejson_url(&self, layer: LayerId) -> String {
        self.url(layer, ".json")
    }

    /// The template of a layer's tile addresses.
    #[must_use]
    pub fn tile_url_template(&self, layer: LayerId) -> String {
        self.url(layer, "/{z}/{x}/{y}.mvt")
    }

    fn url(&self, layer: LayerId, ending: &str) -> String {
        let Self { base_url, query } = self;
        let separator = if query.is_empty() { "" } else { "?" };
        format!("{}/tiles/{}{ending}{separator}{query}", base_url.trim_end_matches('/'), layer.name())
    }
}

impl TileJson {
    /// The document of one layer.
    #[must_use]
    pub fn new(layer: LayerId, options: &TileJsonOptions<'_>) -> Self {
        let description = layer.description();
        Self {
            tilejson: "3.0.0",
            name: layer.name(),
            description: description.description.in_language(options.language),
            attribution: options.attribution.to_owned(),
            scheme: "xyz",
            tiles: [options.address.tile_url_template(layer)],
            bounds: options.bounds_lng_lat,
            minzoom: description.minimum_zoom,
            maxzoom: MAXIMUM_ZOOM,
            vector_layers: [VectorLayer::new(description, options.language)],
        }
    }
}

impl VectorLayer {
    #[must_use]
    pub fn new(layer: &LayerDescription, language: Language) -> Self {
        let describe = |field: &Field| (field.name, field_text(field, language));
        Self {
            id: layer.id.name(),
            description: layer.description.in_language(language),
            geometry_type: geometry_type(layer.geometry),
            minzoom: layer.minimum_zoom,
            maxzoom: MAXIMUM_ZOOM,
            fields: layer.fields.iter().map(describe).collect(),
        }
    }
}

fn field_text(field: &Field, language: Language) -> String {
    let kind = match field.kind {
        FieldKind::Text => "String",
        FieldKind::Number => "Number",
        FieldKind::Flag => "Boolean",
    };
    format!("{kind}. {}", field.description.in_language(language))
}

const fn geometry_type(kind: GeometryKind) -> &'static str {
    match kind {
        GeometryKind::Point => "point",
        GeometryKind::Line => "line",
        GeometryKind::Polygon => "polygon",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(layer: LayerId, address: TileAddress<'_>, expected: &serde_json::Value) {
        let options = TileJsonOptions {
            address,
            bounds_lng_lat: [14.0, 63.0, 24.5, 69.1],
            attribution: "demonstration",
            language: Language::English,
        };
        let found = serde_json::to_value(TileJson::new(layer, &options)).expect("plain values");
        assert_eq!(&found, expected);
    }

    #[test]
    fn the_document_of_a_layer() {
        let address = TileAddress { base_url: "https://map.example/", query: "network=ripa&service=voice" };
        check(
            LayerId::Gaps,
            address,
            &json!({
                "tilejson": "3.0.0",
                "name": "gaps",
                "description": "Coverage gaps",
                "attribution": "demonstration",
                "scheme": "xyz",
                "tiles": ["https://map.example/tiles/gaps/{z}/{x}/{y}.mvt?network=ripa&service=voice"],
                "bounds": [14.0, 63.0, 24.5, 69.1],
                "minzoom": 0,
                "maxzoom": 14,
                "vector_layers": [{
                    "id": "gaps",
                    "description": "Coverage gaps",
                    "geometry_type": "polygon",
                    "minzoom": 0,
                    "maxzoom": 14,
                    "fields": {
                        "network": "String. The network's id",
                        "service": "String. Service: voice, data10, …",
                    },
                }],
            }),
        );
    }

    #[test]
    fn addresses() {
        let relative = TileAddress::default();
        assert_eq!(relative.tilejson_url(LayerId::DeadZones), "/tiles/dead-zones.json");
        assert_eq!(relative.tile_url_template(LayerId::Lakes), "/tiles/lakes/{z}/{x}/{y}.mvt");
    }
}
