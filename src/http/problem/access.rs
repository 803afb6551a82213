//! What the caller sees of errors about who somebody is.

use axum::http::StatusCode;

use super::{Problem, is_of_case, is_told, of_case, of_room, unknown_or_there};
use crate::{
    access::{AccessError, SignInError},
    domain::Bilingual,
    ingest::DocumentError,
    publishing::PublishError,
    store::StoreError,
};

impl From<AccessError> for Problem {
    fn from(error: AccessError) -> Self {
        let (sv, en) = match &error {
            AccessError::UnknownToken => {
                ("Nyckeln finns inte.".to_owned(), "There is no such token.".to_owned())
            }
            AccessError::ExpiredToken(at) => {
                (format!("Nyckeln gick ut {at}."), format!("The token expired at {at}."))
            }
            AccessError::RevokedToken(at) => {
                (format!("Nyckeln drogs in {at}."), format!("The token was revoked at {at}."))
            }
            AccessError::Store(_) | AccessError::NoChance(_) => return Self::internal(error),
        };
        Self::new(StatusCode::UNAUTHORIZED, "invalid_token", Bilingual::new(sv, en))
    }
}

impl From<SignInError> for Problem {
    fn from(error: SignInError) -> Self {
        let (status, code, sv, en) = match error {
            SignInError::Access(error) => return error.into(),
            SignInError::NotOffered => (
                StatusCode::NOT_FOUND,
                "sign_in_not_offered",
                "Tjänsten har ingen inloggning hos en organisation; logga in med en nyckel.",
                "This service has no sign-in at an organisation; sign in with a token.",
            ),
            SignInError::Unreachable(_) => (
                StatusCode::SERVICE_UNAVAILABLE,
                "sign_in_unreachable",
                "Inloggningstjänsten kan inte nås just nu. Försök igen om en stund, eller logga in med en nyckel.",
                "The sign-in provider can't be reached now. Try again in a while, or sign in with a token.",
            ),
            SignInError::NotStarted => (
                StatusCode::BAD_REQUEST,
                "sign_in_not_started",
                "Inloggningen hör inte till den som började i den här webbläsaren. Börja om.",
                "This sign-in isn't the one that was started in this browser. Start again.",
            ),
            SignInError::Expired => (
                StatusCode::BAD_REQUEST,
                "sign_in_expired",
                "Inloggningen tog för lång tid. Börja om.",
                "Signing in took too long. Start again.",
            ),
            SignInError::RefusedByProvider(_) => (
                StatusCode::FORBIDDEN,
                "sign_in_refused",
                "Inloggningstjänsten sade nej.",
                "The sign-in provider said no.",
            ),
            SignInError::NotTrusted(_) => (
                StatusCode::BAD_GATEWAY,
                "sign_in_not_trusted",
                "Inloggningstjänstens svar håller inte för granskning. Börja om; felet är loggat.",
                "What the sign-in provider answered doesn't stand the checks. Start again; it is logged.",
            ),
            SignInError::Inactive => (
                StatusCode::FORBIDDEN,
                "person_not_active",
                "Du får inte längre logga in här. Vänd dig till den som förvaltar tjänsten.",
                "You may not sign in here any more. Turn to whoever administers the service.",
            ),
        };
        tracing::warn!(%error, "somebody could not sign in");
        Self::new(status, code, Bilingual::new(sv, en))
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::OrganisationExists(number) => {
                let sv = format!("En organisation med numret {number} finns redan.");
                let en = format!("An organisation with the number {number} is there already.");
                Self::new(StatusCode::CONFLICT, "organisation_exists", Bilingual::new(sv, en))
            }
            StoreError::Room(error) => of_room(&error),
            error if is_told(&error) => unknown_or_there(&error),
            error if is_of_case(&error) => of_case(&error),
            error => Self::internal(error),
        }
    }
}

impl From<DocumentError> for Problem {
    fn from(error: DocumentError) -> Self {
        PublishError::from(error).into()
    }
}
