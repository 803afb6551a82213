//! What is asked of a WFS 2.0 (OGC 09-025r2), as addresses.

use geo::{Coord, Rect};
use url::Url;

/// A layer, and which of its features.
#[derive(Clone, Debug)]
pub struct WfsRequest {
    pub address: Url,
    pub layer: String,
    pub output_format: String,
    /// As `EPSG:…`.
    pub crs: String,
    /// The extent of all that the system is used for.
    pub crs_extent: Rect<f64>,
    pub page_size: u64,
    pub sort_by: Option<String>,
    /// The source's field of the county's code, and the codes.
    pub counties: Option<(String, Vec<String>)>,
    /// In the system, easting first; None for the whole layer.
    pub extent: Option<Rect<f64>>,
    /// The server takes an extent's system as a URN, and with it northings first.
    pub urn: bool,
}

/// Which features of a layer one request is for.
#[derive(Clone, Copy, Debug)]
pub enum Part {
    All,
    From(u64),
    Extent(Rect<f64>),
}

impl WfsRequest {
    /// The address of how many there are. The format is left out: asked for it as
    /// GeoJSON some servers give an empty collection.
    pub fn count(&self, extent: Option<Rect<f64>>) -> Url {
        let mut parameters = self.common(extent);
        parameters.push(("resultType", "hits".to_owned()));
        self.with(&parameters)
    }

    /// The address of a page.
    pub fn page(&self, part: Part) -> Url {
        let extent = match part {
            Part::Extent(extent) => Some(extent),
            Part::All | Part::From(_) => self.extent,
        };
        let mut parameters = self.common(extent);
        parameters.push(("outputFormat", self.output_format.clone()));
        parameters.push(("srsName", self.crs.clone()));
        if let Some(field) = &self.sort_by {
            // Ascending without a word: servers differ in what they call it.
            parameters.push(("sortBy", field.clone()));
        }
        match part {
            Part::All => {}
            Part::From(start) => {
                parameters.push(("count", self.page_size.to_string()));
                parameters.push(("startIndex", start.to_string()));
            }
            Part::Extent(_) => parameters.push(("count", self.page_size.to_string())),
        }
        self.with(&parameters)
    }

    pub fn whole_extent(&self) -> Rect<f64> {
        self.extent.unwrap_or(self.crs_extent)
    }

    fn common(&self, extent: Option<Rect<f64>>) -> Vec<(&'static str, String)> {
        let mut parameters = vec![
            ("service", "WFS".to_owned()),
            ("version", "2.0.0".to_owned()),
            ("request", "GetFeature".to_owned()),
            ("typeNames", self.layer.clone()),
        ];
        if let Some((field, codes)) = &self.counties {
            let codes = codes.iter().map(|code| format!("'{code}'")).collect::<Vec<_>>().join(",");
            parameters.push(("CQL_FILTER", format!("{field} IN ({codes})")));
        }
        if let Some(extent) = extent {
            parameters.push(("bbox", self.bbox(extent)));
        }
        parameters
    }

    /// In a URN's order the axes stand as the authority has them: northing first.
    fn bbox(&self, extent: Rect<f64>) -> String {
        let (Coord { x: west, y: south }, Coord { x: east, y: north }) = (extent.min(), extent.max());
        match self.crs.strip_prefix("EPSG:").filter(|_| self.urn) {
            Some(code) => format!("{south},{west},{north},{east},urn:ogc:def:crs:EPSG::{code}"),
            None => format!("{west},{south},{east},{north},{}", self.crs),
        }
    }

    /// The address with the parameters in place of those of the same names.
    fn with(&self, parameters: &[(&str, String)]) -> Url {
        let ours =
            ["count", "startindex", "resulttype", "outputformat", "srsname", "sortby", "bbox", "cql_filter"];
        let is_ours = |name: &str| {
            let name = name.to_ascii_lowercase();
            ours.contains(&name.as_str())
                || parameters.iter().any(|(parameter, _)| parameter.eq_ignore_ascii_case(&name))
        };
        let mut url = self.address.clone();
        let kept: Vec<(String, String)> = self
            .address
            .query_pairs()
            .filter(|(name, _)| !is_ours(name))
            .map(|(name, value)| (name.into(), value.into()))
            .collect();
        url.set_query(None);
        url.query_pairs_mut().extend_pairs(kept).extend_pairs(parameters);
        url
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> WfsRequest {
        let rect = |x0, y0, x1, y1| Rect::new(Coord { x: x0, y: y0 }, Coord { x: x1, y: y1 });
        WfsRequest {
            address: "https://a.example/wfs?map=x&REQUEST=GetCapabilities".parse().unwrap(),
            layer: "stat:a".to_owned(),
            output_format: "application/json".to_owned(),
            crs: "EPSG:3006".to_owned(),
            crs_extent: rect(200_000.0, 6_050_000.0, 1_000_000.0, 7_750_000.0),
            page_size: 500,
            sort_by: Some("id".to_owned()),
            counties: None,
            extent: Some(rect(500_000.0, 7_000_000.0, 600_000.5, 7_100_000.0)),
            urn: false,
        }
    }

    #[track_caller]
    fn check(url: &Url, expected: &[(&str, &str)]) {
        let pairs: Vec<_> = url.query_pairs().collect();
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| (name.as_ref(), value.as_ref())).collect();
        assert_eq!(pairs, expected);
    }

    #[test]
    fn a_count_and_a_page() {
        let bbox = ("bbox", "500000,7000000,600000.5,7100000,EPSG:3006");
        let common = [
            ("map", "x"),
            ("service", "WFS"),
            ("version", "2.0.0"),
            ("request", "GetFeature"),
            ("typeNames", "stat:a"),
        ];
        check(&request().count(request().extent), &[&common[..], &[bbox, ("resultType", "hits")]].concat());
        let page = [
            bbox,
            ("outputFormat", "application/json"),
            ("srsName", "EPSG:3006"),
            ("sortBy", "id"),
            ("count", "500"),
            ("startIndex", "1000"),
        ];
        check(&request().page(Part::From(1_000)), &[&common[..], &page].concat());
    }

    #[test]
    fn a_urn_has_northings_first_and_counties_are_a_filter() {
        let urn = WfsRequest { urn: true, ..request() };
        let url = urn.count(urn.extent);
        let bbox = url.query_pairs().find(|(name, _)| name == "bbox").unwrap().1.into_owned();
        assert_eq!(bbox, "7000000,500000,7100000,600000.5,urn:ogc:def:crs:EPSG::3006");
        let counties = Some(("lan".to_owned(), vec!["24".to_owned(), "25".to_owned()]));
        let url = WfsRequest { counties, extent: None, ..request() }.count(None);
        let filter = url.query_pairs().find(|(name, _)| name == "CQL_FILTER").unwrap().1.into_owned();
        assert_eq!(filter, "lan IN ('24','25')");
    }
}
