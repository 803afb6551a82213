//! The demonstration's organisations and tokens: one for each role, so that
//! each can be tried.

use anyhow::Context;
use jiff::{SignedDuration, Timestamp};
use tackning::{
    access::issue_token,
    domain::{
        Actor, NetworkId, NewOrganisation, NewToken, Organisation, OrganisationNumber, OrganisationType,
        Rights, Role, ZoneCode,
    },
    store::Store,
};

/// Longer than a demonstration is looked at in one go; the next start makes new ones.
const HOLDS: SignedDuration = SignedDuration::from_hours(7 * 24);

/// No organisation's number begins with a four: these are nobody's.
const ORGANISATIONS: [(&str, &str, OrganisationType, Option<&str>); 5] = [
    ("Demonstrationsregionen", "402000-0008", OrganisationType::Region, None),
    ("Demonstrationskommunen", "402000-0016", OrganisationType::Municipality, Some("2480")),
    ("Ripa demonstrationsnät", "402000-0024", OrganisationType::Operator, None),
    ("Tjäder demonstrationsnät", "402000-0032", OrganisationType::Operator, None),
    ("Demonstrationsupphandlingen", "402000-0040", OrganisationType::Other, None),
];

/// Two operators, so that one can see that it doesn't see the other's.
const TOKENS: [(Role, Option<&str>, Option<&str>); 7] = [
    (Role::Reader, None, None),
    (Role::RegionalDeveloper, None, Some("402000-0008")),
    (Role::Procurer, None, Some("402000-0040")),
    (Role::MunicipalReporter, None, Some("402000-0016")),
    (Role::Operator, Some("ripa"), Some("402000-0024")),
    (Role::Operator, Some("tjader"), Some("402000-0032")),
    (Role::Administrator, None, None),
];

/// A token of this start, as it is printed.
pub struct DemonstrationToken {
    pub role: Role,
    pub network: Option<&'static str>,
    pub text: String,
}

/// Ends the tokens of earlier starts. They were printed, and may lie anywhere.
pub async fn revoke_earlier(store: &Store) -> anyhow::Result<()> {
    Ok(store.revoke_demonstration_tokens(&Actor::command_line(), Timestamp::now()).await?)
}

/// Makes a token for each role.
pub async fn make(store: &Store) -> anyhow::Result<Vec<DemonstrationToken>> {
    let organisations = organisations(store).await?;
    let mut made = Vec::with_capacity(TOKENS.len());
    for (role, network, number) in TOKENS {
        let networks = network.map(NetworkId::new).transpose()?;
        let name = format!("demonstration: {role}{}", network.map(|id| format!(" {id}")).unwrap_or_default());
        let mut new = NewToken::new(&name, Rights::of(role, networks.into_iter().collect())?)?;
        let known = |number| organisations.iter().find(|known| known.details.number.as_str() == number);
        new.organisation = number.and_then(known).map(|organisation| organisation.id);
        new.expires_at = Some(Timestamp::now() + HOLDS);
        new.demonstration = true;
        let (_, plain) = issue_token(store, new, &Actor::command_line(), Timestamp::now()).await?;
        made.push(DemonstrationToken { role, network, text: plain.reveal() });
    }
    Ok(made)
}

async fn organisations(store: &Store) -> anyhow::Result<Vec<Organisation>> {
    for (name, number, kind, home) in ORGANISATIONS {
        let number = OrganisationNumber::new(number).context("an invented number")?;
        if store.organisation_numbered(&number).await?.is_none() {
            let new = NewOrganisation::new(name, number, kind, home.map(ZoneCode::new))?;
            store.add_organisation(new, &Actor::command_line(), Timestamp::now()).await?;
        }
    }
    Ok(store.organisations().await?)
}
