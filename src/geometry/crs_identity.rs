//! Which EPSG code a description of a coordinate reference system means: WKT of
//! either version, the `.prj` of a Shapefile, or PROJJSON. With [`super::Projection`]
//! the only user of PROJ; by its plain interface, as `proj` has no call for this.

use std::{
    ffi::{CStr, CString, c_char, c_int},
    ptr,
};

use proj_sys::{
    PJ, PJ_CONTEXT, PJ_LOG_LEVEL_PJ_LOG_NONE, PJ_TYPE_PJ_TYPE_BOUND_CRS, PJ_TYPE_PJ_TYPE_COMPOUND_CRS,
    PJ_TYPE_PJ_TYPE_GEOGRAPHIC_2D_CRS, PJ_TYPE_PJ_TYPE_GEOGRAPHIC_3D_CRS, PJ_TYPE_PJ_TYPE_PROJECTED_CRS,
    proj_context_create, proj_context_destroy, proj_create, proj_create_from_wkt, proj_crs_demote_to_2D,
    proj_crs_get_sub_crs, proj_destroy, proj_get_id_auth_name, proj_get_id_code, proj_get_source_crs,
    proj_get_type, proj_identify, proj_int_list_destroy, proj_list_destroy, proj_list_get,
    proj_list_get_count, proj_log_level,
};

/// Longer than any description that a tool writes.
const LONGEST_TEXT: usize = 1 << 16;

/// PROJ's measure for "the same but for names"; what is below is another system
/// that looks alike.
const LEAST_CONFIDENCE: c_int = 70;

/// The system's name in the form `EPSG:3006`; heights and axes' order don't
/// matter. None where no EPSG code means the same.
pub fn identify_crs(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches('\u{feff}');
    if text.len() > LONGEST_TEXT {
        return None;
    }
    let context = Context::new()?;
    let system = context.parse(text)?.horizontal()?;
    system.identify()
}

/// Whether a name such as `EPSG:3006` is of a system that says where on the Earth
/// something is. Between others (of heights, say) PROJ finds no way, and its
/// binding panics where PROJ gives no reason.
pub(super) fn has_places(name: &str) -> bool {
    let Some(context) = Context::new() else { return false };
    let Ok(name) = CString::new(name) else { return false };
    // SAFETY: context and name live through the call.
    let Some(system) = System::new(&context, unsafe { proj_create(context.0, name.as_ptr()) }) else {
        return false;
    };
    // SAFETY: the object is alive.
    matches!(
        unsafe { proj_get_type(system.object) },
        PJ_TYPE_PJ_TYPE_PROJECTED_CRS
            | PJ_TYPE_PJ_TYPE_GEOGRAPHIC_2D_CRS
            | PJ_TYPE_PJ_TYPE_GEOGRAPHIC_3D_CRS
            | PJ_TYPE_PJ_TYPE_COMPOUND_CRS
    )
}

struct Context(*mut PJ_CONTEXT);

impl Context {
    fn new() -> Option<Self> {
        // SAFETY: creates a context or gives null.
        let context = unsafe { proj_context_create() };
        if context.is_null() {
            return None;
        }
        // SAFETY: the context was just created. What isn't understood is no news.
        unsafe { proj_log_level(context, PJ_LOG_LEVEL_PJ_LOG_NONE) };
        Some(Self(context))
    }

    /// Neither a PROJ string nor a name nor a file's path gets through.
    fn parse(&self, text: &str) -> Option<System<'_>> {
        let definition = CString::new(text).ok()?;
        let system = if text.starts_with('{') {
            // SAFETY: context and text live through the call.
            unsafe { proj_create(self.0, definition.as_ptr()) }
        } else {
            // SAFETY: as above; the null pointers ask for no options, warnings or errors.
            unsafe {
                proj_create_from_wkt(
                    self.0,
                    definition.as_ptr(),
                    ptr::null(),
                    ptr::null_mut(),
                    ptr::null_mut(),
                )
            }
        };
        System::new(self, system)
    }
}

impl Drop for Context {
    fn drop(&mut self) {
        // SAFETY: created by `new`, destroyed once.
        unsafe { proj_context_destroy(self.0) };
    }
}

struct System<'context> {
    context: &'context Context,
    object: *mut PJ,
}

impl<'context> System<'context> {
    fn new(context: &'context Context, object: *mut PJ) -> Option<Self> {
        (!object.is_null()).then_some(Self { context, object })
    }

    /// Without heights and without a datum shift that the text brings along.
    fn horizontal(self) -> Option<Self> {
        let (context, object) = (self.context, self.object);
        // SAFETY: context and object are alive.
        let part = unsafe {
            match proj_get_type(object) {
                PJ_TYPE_PJ_TYPE_BOUND_CRS => proj_get_source_crs(context.0, object),
                PJ_TYPE_PJ_TYPE_COMPOUND_CRS => proj_crs_get_sub_crs(context.0, object, 0),
                PJ_TYPE_PJ_TYPE_GEOGRAPHIC_3D_CRS => proj_crs_demote_to_2D(context.0, ptr::null(), object),
                _ => return Some(self),
            }
        };
        // A part is neither compound nor bound but for a bound part of a compound.
        let part = System::new(context, part)?;
        // SAFETY: the part is alive.
        match unsafe { proj_get_type(part.object) } {
            PJ_TYPE_PJ_TYPE_BOUND_CRS => {
                // SAFETY: as above.
                System::new(context, unsafe { proj_get_source_crs(context.0, part.object) })
            }
            _ => Some(part),
        }
    }

    /// Of the systems that mean the same as surely as any, the one that the text
    /// itself names, else the first by code.
    fn identify(&self) -> Option<String> {
        let mut confidences: *mut c_int = ptr::null_mut();
        // SAFETY: all pointers are alive; list and confidences are freed below.
        let list = unsafe {
            proj_identify(self.context.0, self.object, c"EPSG".as_ptr(), ptr::null(), &raw mut confidences)
        };
        if list.is_null() {
            return None;
        }
        let mut found = Vec::new();
        // SAFETY: the list is alive, and has a confidence for each of its systems.
        unsafe {
            for index in 0..proj_list_get_count(list) {
                let confidence = *confidences.add(index as usize);
                let system = System::new(self.context, proj_list_get(self.context.0, list, index));
                let code = system.and_then(|system| system.code());
                found.extend(code.map(|code| (confidence, code)));
            }
            proj_list_destroy(list);
            if !confidences.is_null() {
                proj_int_list_destroy(confidences);
            }
        }
        let best = found.iter().map(|(confidence, _)| *confidence).max()?;
        if best < LEAST_CONFIDENCE {
            return None;
        }
        let mut codes: Vec<u32> = found.into_iter().filter(|one| one.0 == best).map(|one| one.1).collect();
        codes.sort_unstable();
        let named = self.code().filter(|named| codes.contains(named));
        named.or(codes.first().copied()).map(|code| format!("EPSG:{code}"))
    }

    fn code(&self) -> Option<u32> {
        // SAFETY: the object is alive, and the texts as long as it.
        let (authority, code) = unsafe {
            (text(proj_get_id_auth_name(self.object, 0))?, text(proj_get_id_code(self.object, 0))?)
        };
        (authority == "EPSG").then(|| code.parse().ok()).flatten()
    }
}

impl Drop for System<'_> {
    fn drop(&mut self) {
        // SAFETY: owned by this value alone, destroyed once, before its context.
        unsafe { proj_destroy(self.object) };
    }
}

/// # Safety
/// The pointer is null or of a text that outlives the answer.
unsafe fn text<'text>(pointer: *const c_char) -> Option<&'text str> {
    if pointer.is_null() {
        return None;
    }
    // SAFETY: as the caller promises.
    unsafe { CStr::from_ptr(pointer) }.to_str().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the `.prj` of a Shapefile has them: other names and no code.
    const SWEREF99_TM: &str = r#"PROJCS["SWEREF99_TM",GEOGCS["GCS_SWEREF99",DATUM["D_SWEREF99",
        SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],
        PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],
        PARAMETER["Central_Meridian",15.0],PARAMETER["Scale_Factor",0.9996],
        PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;
    const WGS_1984: &str = r#"GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],
        PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;

    #[test]
    fn names_of_other_makers_are_understood() {
        assert_eq!(identify_crs(SWEREF99_TM).as_deref(), Some("EPSG:3006"));
        assert_eq!(identify_crs(WGS_1984).as_deref(), Some("EPSG:4326"));
        let compound = format!(
            r#"COMPD_CS["both",{SWEREF99_TM},VERT_CS["RH2000 height",VERT_DATUM["Rikets hojdsystem 2000",2005],
            UNIT["metre",1],AXIS["Gravity-related height",UP]]]"#
        );
        assert_eq!(identify_crs(&compound).as_deref(), Some("EPSG:3006"));
    }

    /// Planes, degrees, both with heights; then heights alone, geocentric, a unit, nothing.
    #[test]
    fn systems_of_places() {
        for (name, expected) in [
            ("EPSG:3006", true),
            ("EPSG:4326", true),
            ("EPSG:4979", true),
            ("EPSG:5845", true),
            ("EPSG:5802", false),
            ("EPSG:5730", false),
            ("EPSG:4978", false),
            ("EPSG:9001", false),
            ("EPSG:99999", false),
            ("\0", false),
        ] {
            assert_eq!(has_places(name), expected, "{name}");
        }
    }

    #[test]
    fn what_is_no_such_system_is_none() {
        let moved = SWEREF99_TM.replace("500000.0", "500001.0");
        let long = format!("{SWEREF99_TM}{}", " x".repeat(LONGEST_TEXT));
        for text in
            ["", "EPSG:3006", "+proj=utm +zone=33", "/etc/hostname", "{}", "PROJCS[", "\0", &moved, &long]
        {
            assert_eq!(identify_crs(text), None, "{text}");
        }
    }
}
