//! `GET /api/v1/roles`: what each role may do.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::{Permission, Role};

#[derive(Debug, Serialize, ToSchema)]
pub struct RolesBody {
    roles: Vec<RoleBody>,
}

/// Of these permissions a token's scopes leave some.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoleBody {
    #[schema(value_type = Role)]
    role: &'static str,
    /// What it may do beside reading what is released.
    #[schema(value_type = Vec<Permission>)]
    permissions: Vec<&'static str>,
}

/// The roles and what each of them may do.
#[utoipa::path(get, path = "/api/v1/roles", tag = "access",
    responses((status = 200, description = "All that there are", body = RolesBody)))]
pub async fn roles() -> Json<RolesBody> {
    Json(RolesBody { roles: Role::ALL.iter().map(|role| RoleBody::from(*role)).collect() })
}

impl From<Role> for RoleBody {
    fn from(role: Role) -> Self {
        let permissions = role.permissions().iter().map(|permission| permission.as_str()).collect();
        Self { role: role.as_str(), permissions }
    }
}
