//! The map style (MapLibre style specification, version 8) over our own tiles.
//!
//! Nothing in it is fetched from elsewhere: glyphs and sprite are the service's
//! own, or there are neither, and so no text and no patterns. Every style layer names the map layer it draws in its
//! metadata, `"tackning:layer"`, so that a page can switch them. How each is
//! drawn is `drawing`'s business.

use serde_json::{Value, json};

use super::catalogue::{LAYERS, LayerDescription, LayerId};
use super::drawing::{Drawing, drawings, with_signs};
use super::theme::Theme;
use super::tilejson::TileAddress;

/// A network and the colour its coverage is drawn in, as `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NetworkColour<'a> {
    pub network: &'a str,
    pub colour: &'a str,
}

/// What a style is made from beside the table of layers.
#[derive(Clone, Copy, Debug)]
pub struct StyleOptions<'a> {
    /// The style's name.
    pub name: &'a str,
    /// What stands before `/tiles/…`: `https://host`, or empty for addresses
    /// relative to the host.
    pub base_url: &'a str,
    /// West, south, east, north of the first view, WGS 84 degrees.
    pub bounds_lng_lat: [f64; 4],
    /// Each network once.
    pub networks: &'a [NetworkColour<'a>],
    /// Filters of layers as query strings without `?`, already
    /// percent-encoded. A layer that requires a filter and has none here is
    /// left out of the style.
    pub queries: &'a [(LayerId, &'a str)],
    pub theme: Theme,
    pub signs: Signs,
}

/// Whether a style has names and patterns, which need the service's glyphs and sprite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signs {
    Drawn,
    /// For a renderer that has no letters.
    LeftOut,
}

/// The style document.
#[must_use]
pub fn style(options: &StyleOptions<'_>) -> Value {
    let shown: Vec<&LayerDescription> = LAYERS.iter().filter(|layer| options.shows(layer)).collect();
    let sources: serde_json::Map<String, Value> =
        shown.iter().map(|layer| (layer.id.name().to_owned(), options.source(layer.id))).collect();
    let is_drawable = |drawn: &Option<LayerId>| drawn.is_none_or(|id| sources.contains_key(id.name()));
    let mut drawings = drawings(options.networks);
    if options.signs == Signs::Drawn {
        drawings = with_signs(drawings, options.theme);
    }
    let mut layers: Vec<Value> = drawings
        .into_iter()
        .filter(|drawing| is_drawable(&drawing.draws))
        .map(Drawing::into_style_layer)
        .collect();
    layers.iter_mut().for_each(|layer| options.theme.colour(&mut layer["paint"]));
    let mut style = json!({
        "version": 8,
        "name": options.name,
        "center": options.centre(),
        "zoom": options.zoom(),
        "sources": sources,
        "layers": layers,
    });
    if options.signs == Signs::Drawn {
        let base_url = options.base_url.trim_end_matches('/');
        style["glyphs"] = json!(format!("{base_url}/fonts/{{fontstack}}/{{range}}.pbf"));
        style["sprite"] = json!(format!("{base_url}/sprite/{}", options.theme));
    }
    style
}

impl StyleOptions<'_> {
    fn query(&self, layer: LayerId) -> &str {
        self.queries.iter().find(|(id, _)| *id == layer).map_or("", |(_, query)| query)
    }

    fn shows(&self, layer: &LayerDescription) -> bool {
        let needs_filter = layer.filters.iter().any(|filter| filter.required);
        !needs_filter || !self.query(layer.id).is_empty()
    }

    fn source(&self, layer: LayerId) -> Value {
        let address = TileAddress { base_url: self.base_url, query: self.query(layer) };
        json!({ "type": "vector", "url": address.tilejson_url(layer) })
    }

    fn centre(&self) -> [f64; 2] {
        let [west, south, east, north] = self.bounds_lng_lat;
        [f64::midpoint(west, east), f64::midpoint(south, north)]
    }

    /// The zoom at which the bounds are about 1,000 pixels wide: at zoom 0 the
    /// world's 360 degrees are 512.
    fn zoom(&self) -> f64 {
        let [west, _, east, _] = self.bounds_lng_lat;
        let width_degrees = (east - west).max(0.01);
        ((720.0 / width_degrees).log2() * 10.0).round() / 10.0
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    const OPTIONS: StyleOptions<'_> = StyleOptions {
        name: "demonstration",
        base_url: "",
        bounds_lng_lat: [14.0, 63.0, 24.0, 69.0],
        networks: &[NetworkColour { network: "ripa", colour: "#1b6ca8" }],
        queries: &[
            (LayerId::Gaps, "network=any&service=voice"),
            (LayerId::Verification, "network=any&service=voice"),
            (LayerId::Changes, "versions=2026-03-31"),
            (LayerId::NetworkCount, "service=voice"),
            (LayerId::Stretches, "network=any&service=voice"),
        ],
        theme: Theme::Light,
        signs: Signs::LeftOut,
    };

    fn ids(style: &Value) -> Vec<&str> {
        let layers = style["layers"].as_array().expect("a style has layers");
        layers.iter().filter_map(|layer| layer["id"].as_str()).collect()
    }

    fn check(pointer: &str, expected: &Value) {
        let style = style(&OPTIONS);
        assert_eq!(style.pointer(pointer), Some(expected), "{pointer}");
    }

    #[test]
    fn members() {
        check("/version", &json!(8));
        check("/center", &json!([19.0, 66.0]));
        check("/zoom", &json!(6.2));
        check("/sources/zones", &json!({ "type": "vector", "url": "/tiles/zones.json" }));
        check("/sources/gaps/url", &json!("/tiles/gaps.json?network=any&service=voice"));
        check("/layers/0/type", &json!("background"));
        check("/layers/1/metadata/tackning:layer", &json!("zones"));
        check(
            "/layers/3/paint/fill-color",
            &json!(["match", ["get", "network"], "ripa", "#1b6ca8", "#5b6770"]),
        );
    }

    #[test]
    fn every_layer_of_the_map_is_drawn_and_every_id_is_its_own() {
        let style = style(&OPTIONS);
        let ids = ids(&style);
        assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len());
        for layer in &LAYERS {
            assert!(
                !layer.filters.iter().any(|filter| filter.required) || !OPTIONS.query(layer.id).is_empty()
            );
            let drawn = |drawing: &Value| drawing["source-layer"] == layer.id.name();
            let layers = style["layers"].as_array().expect("a style has layers");
            assert!(layers.iter().any(drawn), "{}", layer.id.name());
        }
    }

    #[test]
    fn what_requires_a_filter_and_has_none_is_left_out() {
        let style = style(&StyleOptions { queries: &[], ..OPTIONS });
        assert!(style["sources"].get("gaps").is_none());
        assert!(!ids(&style).contains(&"gaps"));
        assert!(ids(&style).contains(&"coverage"));
    }

    #[test]
    fn nothing_is_fetched_from_elsewhere() {
        let style = style(&OPTIONS);
        assert!(style.get("glyphs").is_none() && style.get("sprite").is_none());
        assert!(!style.to_string().contains("://"));
        assert!(!style.to_string().contains("text-field") && !style.to_string().contains("fill-pattern"));
    }

    #[test]
    fn names_and_patterns_come_from_the_service() {
        for &theme in Theme::ALL {
            let style = style(&StyleOptions { theme, signs: Signs::Drawn, ..OPTIONS });
            assert_eq!(style["glyphs"], "/fonts/{fontstack}/{range}.pbf");
            assert_eq!(style["sprite"], format!("/sprite/{theme}"));
            let ids = ids(&style);
            let at = |id: &str| ids.iter().position(|found| *found == id).expect(id);
            assert_eq!(at("gaps-pattern"), at("gaps") + 1);
            assert_eq!(at("locality-names"), ids.len() - 1);
            assert!(!style.to_string().contains("://"));
        }
    }
}
