//! Localities, municipalities, buildings and protected areas; addresses stand with
//! the buildings that they are of.

use geo::{Geometry, InteriorPoint, MultiPolygon, Point};

use super::{Conversion, Entry, SourceFeature, expected};
use crate::sources::Result;

impl Conversion<'_> {
    /// The region's layer of localities has points; the areas go to a file of their own.
    pub(super) fn take_locality(&mut self, key: &str, feature: &SourceFeature) -> Result<()> {
        let county = feature.text(&self.source.fields, "county_code")?;
        if !self.is_wanted(&county) {
            return Ok(());
        }
        let area = area(feature)?;
        let mut properties = self.properties(feature, &["code", "name", "municipality", "county_code"])?;
        properties
            .insert("inhabitants".to_owned(), feature.count(&self.source.fields, "inhabitants")?.into());
        let point = point_inside(&area).ok_or_else(|| expected(feature, "an area with an inside"))?;
        let mut entry = Entry { geometry: point.into(), properties };
        self.write(0, key, &entry)?;
        entry.geometry = area.into();
        self.write(1, key, &entry)
    }

    /// Small localities and statistical areas.
    pub(super) fn take_area(&mut self, key: &str, feature: &SourceFeature) -> Result<()> {
        let county = feature.text(&self.source.fields, "county_code")?;
        if !self.is_wanted(&county) {
            return Ok(());
        }
        let mut properties = self.properties(feature, &["code", "municipality", "county_code"])?;
        if feature.optional(&self.source.fields, "inhabitants")?.is_some() {
            let inhabitants = feature.count(&self.source.fields, "inhabitants")?;
            properties.insert("inhabitants".to_owned(), inhabitants.into());
        }
        self.write(0, key, &Entry { geometry: area(feature)?.into(), properties })
    }

    /// A municipality's code begins with its county's.
    pub(super) fn take_municipality(&mut self, key: &str, feature: &SourceFeature) -> Result<()> {
        if !self.is_wanted(key) {
            return Ok(());
        }
        let mut properties = self.properties(feature, &["code", "name", "county"])?;
        let county: String = key.chars().take(2).collect();
        if let Some(name) = self.county_names.get(&county) {
            properties.insert("county".to_owned(), name.as_str().into());
        }
        properties.insert("county_code".to_owned(), county.into());
        self.write(0, key, &Entry { geometry: area(feature)?.into(), properties })
    }

    pub(super) fn take_building(&mut self, key: &str, feature: &SourceFeature) -> Result<()> {
        // Some buildings are points where nobody has drawn their outline.
        let geometry = match &feature.geometry {
            point @ Geometry::Point(_) => point.clone(),
            _ => area(feature)?.into(),
        };
        let properties = self.properties(feature, &["id", "kind"])?;
        self.write(0, key, &Entry { geometry, properties })
    }

    pub(super) fn take_address(&mut self, key: &str, feature: &SourceFeature) -> Result<()> {
        let Geometry::Point(point) = feature.geometry else { return Err(expected(feature, "a Point")) };
        let mut properties = self.properties(feature, &["id", "postal_town", "municipality"])?;
        let parts = self.properties(feature, &["area", "number", "letter"])?;
        let part = |name: &str| parts.get(name).and_then(|part| part.as_str()).unwrap_or_default();
        let name = format!("{} {}{}", part("area"), part("number"), part("letter")).trim().to_owned();
        if !name.is_empty() {
            properties.insert("name".to_owned(), name.into());
        }
        self.write(0, key, &Entry { geometry: point.into(), properties })
    }

    pub(super) fn take_protected_area(&mut self, key: &str, feature: &SourceFeature) -> Result<()> {
        if self.outlines.is_some_and(|outlines| !outlines.touch(&feature.geometry)) {
            self.leave_out("outside the municipalities", 1);
            return Ok(());
        }
        let properties = self.properties(feature, &["id", "name", "kind", "state"])?;
        self.write(0, key, &Entry { geometry: area(feature)?.into(), properties })
    }
}

fn area(feature: &SourceFeature) -> Result<MultiPolygon<f64>> {
    match &feature.geometry {
        Geometry::Polygon(polygon) => Ok(MultiPolygon(vec![polygon.clone()])),
        Geometry::MultiPolygon(area) => Ok(area.clone()),
        _ => Err(expected(feature, "a Polygon or MultiPolygon")),
    }
}

/// In the largest part, so that it lies in the area however it is bent.
fn point_inside(area: &MultiPolygon<f64>) -> Option<Point<f64>> {
    use geo::Area;
    let largest = area.iter().max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()))?;
    largest.interior_point()
}
