//! The content of a delivery: the file as it came, and the coverage that was
//! read from it.

use axum::{
    body::Body,
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use tokio_util::io::ReaderStream;

use super::rights::readable;
use crate::{
    http::{
        caller::Caller,
        extract::Path,
        problem::Problem,
        router::{AppState, off_thread},
    },
    report::coverage_features,
};

/// Longer names say nothing more.
const LONGEST_NAME: usize = 100;

/// The file as it was delivered, byte for byte.
#[utoipa::path(get, path = "/api/v1/deliveries/{id}/file", operation_id = "delivery_file", tag = "coverage", params(("id" = i64, Path)),
    security((), ("token" = []), ("session" = [])),
    responses((status = 200, description = "The file", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 403, response = Problem), (status = 404, response = Problem)))]
pub async fn file(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<Response, Problem> {
    let delivery = readable(&state, &caller, id).await?;
    let name = if delivery.file_name.is_empty() { format!("leverans-{id}") } else { delivery.file_name };
    kept(&state, &delivery.sha256, &name).await
}

/// What the delivery covers, as FlatGeobuf in the region's computing system:
/// QGIS and GDAL open it as it is.
#[utoipa::path(get, path = "/api/v1/deliveries/{id}/coverage.fgb", operation_id = "delivery_coverage_fgb", tag = "coverage", params(("id" = i64, Path)),
    security((), ("token" = []), ("session" = [])),
    responses((status = 200, description = "FlatGeobuf", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 403, response = Problem), (status = 404, response = Problem)))]
pub async fn coverage_fgb(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<Response, Problem> {
    let delivery = readable(&state, &caller, id).await?;
    kept(&state, &delivery.coverage_sha256, &format!("leverans-{id}.fgb")).await
}

/// The same as GeoJSON, longitude and latitude.
#[utoipa::path(get, path = "/api/v1/deliveries/{id}/coverage.geojson", operation_id = "delivery_coverage_geojson", tag = "coverage", params(("id" = i64, Path)),
    security((), ("token" = []), ("session" = [])),
    responses((status = 200, description = "A FeatureCollection (RFC 7946)", content_type = "application/geo+json",
        body = Object), (status = 403, response = Problem), (status = 404, response = Problem)))]
pub async fn coverage_geojson(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<Response, Problem> {
    let delivery = readable(&state, &caller, id).await?;
    let features = state.publisher.delivered_features(&delivery).await?;
    let frame = state.frame.clone();
    let text = off_thread(move || coverage_features(&delivery, &features, &frame).map(|all| all.to_string()));
    let text = text.await?.map_err(Problem::internal)?;
    Ok(([(header::CONTENT_TYPE, "application/geo+json")], text).into_response())
}

async fn kept(state: &AppState, sha256: &str, name: &str) -> Result<Response, Problem> {
    let local = state.publisher.kept_file(sha256).await?;
    let file = tokio::fs::File::open(local.path()).await.map_err(Problem::internal)?;
    let length = file.metadata().await.map_err(Problem::internal)?.len();
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
        (header::CONTENT_LENGTH, HeaderValue::from(length)),
        (header::CONTENT_DISPOSITION, attachment(name)),
    ];
    Ok((headers, Body::from_stream(ReaderStream::new(file))).into_response())
}

/// A name that strangers gave, as a header that leads nowhere (RFC 6266): the
/// last part of a path, without what could end the text, and whole beside it as
/// UTF-8 per cent.
pub(in crate::http) fn attachment(name: &str) -> HeaderValue {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|sign| !sign.is_control()).take(LONGEST_NAME).collect();
    let kept = kept.trim_matches(['.', ' ']);
    let plain: String = kept
        .chars()
        .map(|sign| if sign.is_ascii_alphanumeric() || matches!(sign, '.' | '-' | '_') { sign } else { '_' })
        .collect();
    let encoded: String = kept.bytes().map(per_cent).collect();
    let value = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}");
    HeaderValue::from_str(&value).unwrap_or_else(|_| HeaderValue::from_static("attachment"))
}

fn per_cent(byte: u8) -> String {
    match byte {
        b'.' | b'-' | b'_' => char::from(byte).to_string(),
        _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    }
}

#[cfg(test)]
mod tests {
    use super::attachment;

    #[test]
    fn a_strangers_name_leads_nowhere() {
        for (name, expected) in [
            ("tal.geojson", "attachment; filename=\"tal.geojson\"; filename*=UTF-8''tal.geojson"),
            ("../../etc/passwd", "attachment; filename=\"passwd\"; filename*=UTF-8''passwd"),
            ("C:\\tmp\\a.zip", "attachment; filename=\"a.zip\"; filename*=UTF-8''a.zip"),
            (
                "a\"\r\nSet-Cookie: b",
                "attachment; filename=\"a_Set-Cookie__b\"; filename*=UTF-8''a%22Set-Cookie%3A%20b",
            ),
            ("täckning.gpkg", "attachment; filename=\"t_ckning.gpkg\"; filename*=UTF-8''t%C3%A4ckning.gpkg"),
        ] {
            assert_eq!(attachment(name), expected, "{name}");
        }
    }
}
