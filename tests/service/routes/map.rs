//! Tiles, TileJSON and the style.

use std::io::Read;

use axum::{body::Body, http::Request};
use flate2::read::GzDecoder;
use mvt_reader::Reader;

use super::{
    app::{Answer, App},
    strip::{self, MIDDLE, coverage, lon},
};

/// The tile of a zoom in which a kilometre of the strip's middle lies.
fn tile(layer: &str, zoom: u32, km: f64, query: &str) -> String {
    let count = f64::from(1_u32 << zoom);
    let mercator = MIDDLE.to_radians().sin().atanh();
    let x = ((lon(km) / 360.0 + 0.5) * count).floor();
    let y = ((0.5 - mercator / std::f64::consts::TAU) * count).floor();
    format!("/tiles/{layer}/{zoom}/{x}/{y}.mvt{query}")
}

/// Network `a` covers 0–6 km, `b` 4–9 km, both by 4G voice.
async fn two_networks() -> App {
    let app = App::strip().await;
    app.deliver("a", coverage(&[(0.0, 6.0)])).await;
    app.deliver("b", coverage(&[(4.0, 9.0)])).await;
    app
}

fn features(answer: &Answer) -> Vec<mvt_reader::feature::Feature> {
    let reader = Reader::new(answer.body.to_vec()).unwrap();
    assert_eq!(reader.get_layer_names().unwrap().len(), 1);
    reader.get_features(0).unwrap()
}

#[tokio::test]
async fn addresses_that_are_no_tile() {
    let app = App::strip().await;
    for address in [
        "/tiles/zones/23/0/0.mvt",
        "/tiles/zones/300/0/0.mvt",
        "/tiles/zones/0/1/0.mvt",
        "/tiles/zones/3/0/8.mvt",
        "/tiles/zones/-1/0/0.mvt",
        "/tiles/zones/a/b/c.mvt",
        "/tiles/zones/1/%2B1/0.mvt",
        "/tiles/zones/0/0/0",
        "/tiles/zones/0/0/0.pbf",
        "/tiles/zones/0/0/99999999999999999999.mvt",
    ] {
        app.get(address).await.problem(400, "invalid_tile");
    }
    app.get("/tiles/nonsense/0/0/0.mvt").await.problem(404, "unknown_layer");
    app.get("/tiles/nonsense.json").await.problem(404, "unknown_layer");
    app.get("/tiles/zones").await.problem(404, "unknown_layer");
    app.get("/tiles/gaps/0/0/0.mvt").await.problem(400, "missing_parameter");
    app.get("/tiles/gaps/0/0/0.mvt?network=a").await.problem(400, "missing_parameter");
    app.get("/tiles/gaps/0/0/0.mvt?network=c&service=voice").await.problem(404, "unknown_network");
    app.get("/tiles/coverage/0/0/0.mvt?service=sms").await.problem(400, "unknown_word");
    app.get("/tiles/coverage/0/0/0.mvt?color=red").await.problem(400, "unknown_parameter");
}

#[tokio::test]
async fn a_tile_and_an_empty_one() {
    let app = App::strip().await;
    let zones = app.get(&tile("zones", 10, 5.0, "")).await;
    assert_eq!(zones.status, 200);
    assert_eq!(zones.header("content-type"), "application/vnd.mapbox-vector-tile");
    assert_eq!(zones.header("cache-control"), "public, max-age=0, must-revalidate");
    assert_eq!(zones.header("access-control-allow-origin"), "*");
    assert!(!features(&zones).is_empty());
    let empty = app.get("/tiles/zones/10/0/0.mvt").await;
    assert_eq!((empty.status.as_u16(), empty.body.len()), (204, 0));
    assert!(!empty.header("etag").is_empty());
    assert_eq!(app.get(&tile("zones", 22, 5.0, "")).await.status, 200);
}

/// Below a layer's first zoom there is nothing, as its TileJSON says.
#[tokio::test]
async fn layers_begin_at_their_zoom() {
    let app = App::strip().await;
    for (layer, first) in [("roads", 4_u32), ("places", 6)] {
        let described = app.get(&format!("/tiles/{layer}.json")).await.ok();
        assert_eq!(described["minzoom"], first);
        assert_eq!(app.get(&tile(layer, first, 1.0, "")).await.status, 200, "{layer}");
        assert_eq!(app.get(&tile(layer, first - 1, 1.0, "")).await.status, 204, "{layer}");
    }
}

#[tokio::test]
async fn filters() {
    let app = two_networks().await;
    let at = async |layer: &str, km: f64, query: &str| app.get(&tile(layer, 14, km, query)).await;
    for (layer, km, query, status) in [
        ("coverage", 8.5, "", 200),
        ("coverage", 8.5, "?network=a", 204),
        ("coverage", 8.5, "?network=b", 200),
        ("coverage", 8.5, "?network=b&service=voice", 200),
        ("coverage", 8.5, "?network=any&service=voice", 200),
        ("coverage", 8.5, "?network=all&service=voice", 204),
        ("coverage", 5.0, "?network=all&service=voice", 200),
        ("coverage", 8.5, "?service=data10", 204),
        ("coverage", 8.5, "?technology=4G", 200),
        ("coverage", 8.5, "?technology=5G", 204),
        ("coverage", 8.5, "?network=b&service=voice&technology=5G", 204),
        ("gaps", 8.0, "?network=a&service=voice", 200),
        ("gaps", 2.0, "?network=a&service=voice", 204),
        ("gaps", 8.0, "?network=any&service=voice", 204),
        ("gaps", 8.0, "?network=all&service=voice", 200),
        ("gaps", 2.0, "?network=a&service=voice&technology=5G", 200),
    ] {
        assert_eq!(at(layer, km, query).await.status, status, "{layer} {km} {query}");
    }
    let both = at("coverage", 5.0, "?service=voice").await;
    assert_eq!(features(&both).len(), 2);
    // A layer is the same whatever it is asked that it has no filter for.
    let (plain, filtered) = (at("zones", 5.0, "").await, at("zones", 5.0, "?network=a").await);
    assert_eq!(plain.header("etag"), filtered.header("etag"));
}

/// A layer's tags change with what it shows, and with nothing else.
#[tokio::test]
async fn tags_follow_the_data() {
    let app = two_networks().await;
    app.measure(strip::measurements("a", "999-01", &[(1.0, true)])).await;
    const LAYERS: [(&str, &str); 5] = [
        ("zones", ""),
        ("coverage", "?network=a"),
        ("gaps", "?network=any&service=voice"),
        ("measurements", ""),
        ("dead-zones", ""),
    ];
    let tags = async || {
        let mut found = Vec::new();
        for (layer, query) in LAYERS {
            found.push(app.get(&tile(layer, 10, 5.0, query)).await.header("etag").to_owned());
        }
        found
    };
    let changed = |before: &[String], after: &[String]| -> Vec<&str> {
        let pairs = LAYERS.iter().zip(before.iter().zip(after));
        pairs.filter(|(_, (before, after))| before != after).map(|((layer, _), _)| *layer).collect()
    };
    let first = tags().await;
    assert!(first.iter().all(|tag| tag.starts_with("W/\"")), "{first:?}");
    assert_eq!(changed(&first, &tags().await), Vec::<&str>::new());
    app.deliver("a", coverage(&[(0.0, 7.0)])).await;
    let second = tags().await;
    assert_eq!(changed(&first, &second), ["coverage", "gaps"]);
    app.post("/api/v1/dead-zones", strip::dead_zone(5.0).to_string()).await;
    let third = tags().await;
    assert_eq!(changed(&second, &third), ["dead-zones"]);
    app.measure(strip::measurements("a", "999-01", &[(2.0, true)])).await;
    assert_eq!(changed(&third, &tags().await), ["measurements"]);
}

#[tokio::test]
async fn a_tile_that_the_caller_has_is_not_sent_again() {
    let app = two_networks().await;
    let address = tile("coverage", 10, 5.0, "?network=a");
    let tag = app.get(&address).await.header("etag").to_owned();
    for known in [tag.clone(), format!("\"other\", {tag}"), tag.replace("W/", ""), "*".to_owned()] {
        let answer = app.get_with(&address, "if-none-match", &known).await;
        assert_eq!((answer.status.as_u16(), answer.body.len()), (304, 0), "{known}");
        assert_eq!(answer.header("etag"), tag);
    }
    assert_eq!(app.get_with(&address, "if-none-match", "\"other\"").await.status, 200);
    app.deliver("a", coverage(&[(0.0, 7.0)])).await;
    assert_eq!(app.get_with(&address, "if-none-match", &tag).await.status, 200);
}

#[track_caller]
fn unpacked(answer: &Answer) -> Vec<u8> {
    let (mut plain, body) = (Vec::new(), answer.body.as_ref());
    match answer.header("content-encoding") {
        "" => plain.extend_from_slice(body),
        "gzip" => drop(GzDecoder::new(body).read_to_end(&mut plain).unwrap()),
        "br" => drop(brotli::Decompressor::new(body, 4096).read_to_end(&mut plain).unwrap()),
        "zstd" => drop(zstd::Decoder::new(body).unwrap().read_to_end(&mut plain).unwrap()),
        other => panic!("{other}"),
    }
    plain
}

#[tokio::test]
async fn tiles_are_packed_for_those_who_ask() {
    let app = two_networks().await;
    let address = tile("coverage", 10, 5.0, "");
    let plain = app.get(&address).await;
    assert_eq!(plain.header("vary"), "accept-encoding");
    for (accepted, packing) in [
        ("identity", ""),
        ("gzip, deflate", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0.5, zstd", "zstd"),
        ("gzip;q=0", ""),
        ("br, identity;q=0", "br"),
        ("identity, gzip;q=0.5", ""),
        ("*", "br"),
    ] {
        // Twice: made, and kept.
        for _ in 0..2 {
            let answer = app.get_with(&address, "accept-encoding", accepted).await;
            assert_eq!(
                (answer.status.as_u16(), answer.header("content-encoding")),
                (200, packing),
                "{accepted}"
            );
            assert_eq!(answer.header("content-length"), answer.body.len().to_string());
            assert_eq!(unpacked(&answer), plain.body, "{accepted}");
            for name in ["vary", "etag", "cache-control", "content-type"] {
                assert_eq!(answer.header(name), plain.header(name), "{accepted}: {name}");
            }
        }
    }
    app.get_with(&address, "accept-encoding", "identity;q=0").await.problem(406, "not_acceptable");
}

/// A shared cache has to know for what an answer without a body stands, too.
#[tokio::test]
async fn answers_without_a_body_are_told_to_caches_alike() {
    let app = two_networks().await;
    let address = tile("coverage", 10, 5.0, "");
    let full = app.get_with(&address, "accept-encoding", "gzip").await;
    let head = Request::head(&address).header("accept-encoding", "gzip").body(Body::empty()).unwrap();
    let head = app.send(head).await;
    assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), full.header("content-length"));
    assert_eq!(head.header("content-encoding"), "gzip");
    let known = app.get_with(&address, "if-none-match", full.header("etag")).await;
    let empty = app.get_with("/tiles/zones/10/0/0.mvt", "accept-encoding", "gzip").await;
    assert_eq!((known.status.as_u16(), empty.status.as_u16()), (304, 204));
    for answer in [&full, &head, &known, &empty] {
        assert_eq!(answer.header("vary"), "accept-encoding");
        assert_eq!(answer.header("cache-control"), "public, max-age=0, must-revalidate");
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert!(answer.header("etag").starts_with("W/\""));
    }
}

/// What is too long or too often asked to be remembered is answered all the same.
#[tokio::test]
async fn a_question_may_be_written_in_many_ways() {
    let app = two_networks().await;
    let expected = app.get(&tile("coverage", 10, 5.0, "?network=a&service=voice")).await;
    let long = format!("?{}network=a&service=voice", "&".repeat(200));
    for query in ["?service=voice&network=a", "?network=%61&service=voice", &long] {
        let answer = app.get(&tile("coverage", 10, 5.0, query)).await;
        assert_eq!(answer.header("etag"), expected.header("etag"), "{query}");
        assert_eq!(answer.body, expected.body, "{query}");
    }
    let other = app.get(&tile("coverage", 10, 5.0, "?network=b&service=voice")).await;
    assert_ne!(other.header("etag"), expected.header("etag"));
}

#[tokio::test]
async fn what_a_map_needs_to_know() {
    let app = two_networks().await;
    let query = "network=a&service=voice";
    let gaps = app.get_with(&format!("/tiles/gaps.json?{query}"), "host", "map.example").await;
    assert_eq!(gaps.header("access-control-allow-origin"), "*");
    let gaps = gaps.ok();
    assert_eq!(gaps["tilejson"], "3.0.0");
    assert_eq!(gaps["tiles"][0], format!("http://map.example/tiles/gaps/{{z}}/{{x}}/{{y}}.mvt?{query}"));
    let style = app.get_with(&format!("/style.json?{query}"), "host", "map.example").await;
    assert_eq!(style.header("access-control-allow-origin"), "*");
    let style = style.ok();
    assert_eq!(style["version"], 8);
    for (name, source) in style["sources"].as_object().unwrap() {
        let address = source["url"].as_str().unwrap_or_else(|| panic!("{name}: {source}"));
        let path = address.strip_prefix("http://map.example").unwrap();
        assert_eq!(app.get(path).await.status, 200, "{address}");
    }
}

/// A style of any theme names letters and patterns that the service has, and no others.
#[tokio::test]
async fn letters_and_patterns() {
    let app = two_networks().await;
    for theme in ["light", "dark", "contrast"] {
        let address = format!("/style.json?theme={theme}&language=en&network=a&service=voice");
        let style = app.get_with(&address, "host", "map.example").await.ok();
        assert_eq!(style["glyphs"], "http://map.example/fonts/{fontstack}/{range}.pbf");
        let sprite = style["sprite"].as_str().unwrap().strip_prefix("http://map.example").unwrap();
        for density in ["", "@2x"] {
            let index = app.get(&format!("{sprite}{density}.json")).await.ok();
            let picture = app.get(&format!("{sprite}{density}.png")).await;
            assert_eq!((picture.status.as_u16(), picture.header("content-type")), (200, "image/png"));
            for name in ["confirmed", "refuted", "inconclusive", "not_measured", "gap"] {
                assert!(index[name]["width"].is_u64(), "{name}");
            }
        }
        let layers = style["layers"].as_array().unwrap().iter();
        let fonts = layers.filter_map(|layer| layer["layout"].get("text-font"));
        for font in fonts.map(|stack| stack[0].as_str().unwrap().replace(' ', "%20")) {
            let letters = app.get(&format!("/fonts/{font}/0-255.pbf")).await;
            assert!(letters.status == 200 && letters.body.len() > 10_000, "{font}");
        }
    }
    let address = "/fonts/Noto%20Sans%20Regular/0-255.pbf";
    let first = app.get(address).await;
    assert_eq!(first.header("cache-control"), "public, max-age=86400");
    assert_eq!(first.header("access-control-allow-origin"), "*");
    let known = app.get_with(address, "if-none-match", first.header("etag")).await;
    assert_eq!((known.status.as_u16(), known.body.len(), known.header("vary")), (304, 0, "accept-encoding"));
    app.get("/fonts/Comic/0-255.pbf").await.problem(404, "unknown_font");
    app.get("/fonts/Noto%20Sans%20Bold/1-256.pbf").await.problem(404, "unknown_font");
    app.get("/sprite/pink.png").await.problem(404, "unknown_sprite");
    app.get("/style.json?theme=pink").await.problem(400, "unknown_word");
}
