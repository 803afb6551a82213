//! `tackning token`: keys for programs, made, listed and revoked by whoever has
//! the data folder in hand.

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use jiff::{Timestamp, civil::Date};
use tackning::{
    access::{end_of_day, issue_token},
    domain::{
        Actor, NewToken, OrganisationId, OrganisationNumber, Permission, Rights, Role, Token, TokenId,
        TokenState,
    },
    store::Store,
};

use super::{Folder, import::CheckedId, region::region};

#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Make a token and print it: the only time that it is shown
    Create(CreateArguments),
    /// List all tokens, without their secrets
    List {
        #[command(flatten)]
        folder: Folder,
    },
    /// Revoke a token: from now on it opens nothing
    Revoke {
        /// The token's number: what stands between the first two `_` of its text
        id: i64,
        #[command(flatten)]
        folder: Folder,
    },
}

#[derive(Debug, Args)]
pub struct CreateArguments {
    #[command(flatten)]
    folder: Folder,
    /// What its holder calls it
    #[arg(long)]
    name: String,
    /// reader, regional_developer, procurer, municipal_reporter, operator or administrator
    #[arg(long)]
    role: Role,
    /// A network that an operator is bound to; may stand several times
    #[arg(long)]
    network: Vec<CheckedId>,
    /// The number of the organisation that it belongs to, NNNNNN-NNNN
    #[arg(long)]
    organisation: Option<String>,
    /// Only these of the role's permissions, with commas between
    #[arg(long, value_delimiter = ',')]
    scope: Option<Vec<Permission>>,
    /// The last day on which it holds, UTC; left out: until it is revoked
    #[arg(long, value_name = "YYYY-MM-DD")]
    expires: Option<Date>,
}

pub async fn token(command: TokenCommand) -> anyhow::Result<()> {
    match command {
        TokenCommand::Create(arguments) => create(arguments).await,
        TokenCommand::List { folder } => list(&folder).await,
        TokenCommand::Revoke { id, folder } => revoke(TokenId(id), &folder).await,
    }
}

async fn create(arguments: CreateArguments) -> anyhow::Result<()> {
    let rights = rights(&arguments)?;
    let store = arguments.folder.storage.open().await?;
    let mut new = NewToken::new(&arguments.name, rights)?;
    if let Some(number) = &arguments.organisation {
        new.organisation = Some(organisation(&store, number).await?);
    }
    new.expires_at = arguments.expires.map(end).transpose()?;
    let (token, plain) = issue_token(&store, new, &Actor::command_line(), Timestamp::now()).await?;
    eprintln!("Token {}: keep it well, it is not shown again.", token.id.0);
    println!("{}", plain.reveal());
    Ok(())
}

fn rights(arguments: &CreateArguments) -> anyhow::Result<Rights> {
    let networks: Vec<_> = arguments.network.iter().map(|id| id.0.clone()).collect();
    if !networks.is_empty() {
        let region = region(&arguments.folder)?;
        if let Some(unknown) = networks.iter().find(|id| region.network(id).is_none()) {
            bail!("the region {} has no network `{unknown}`", region.id);
        }
    }
    let rights = Rights::of(arguments.role, networks)?;
    Ok(match &arguments.scope {
        Some(scopes) => rights.narrowed_to(scopes.clone())?,
        None => rights,
    })
}

async fn organisation(store: &Store, number: &str) -> anyhow::Result<OrganisationId> {
    let found = store.organisation_numbered(&OrganisationNumber::new(number)?).await?;
    Ok(found.with_context(|| format!("there is no organisation with the number {number}"))?.id)
}

fn end(last: Date) -> anyhow::Result<Timestamp> {
    let end = end_of_day(last).filter(|end| *end > Timestamp::now());
    end.with_context(|| format!("--expires {last}: the day is over"))
}

async fn list(folder: &Folder) -> anyhow::Result<()> {
    let tokens = folder.storage.existing().await?.tokens().await?;
    let now = Timestamp::now();
    println!("id\tstate\trole\tnetworks\tname\texpires\tlast used\tmade by");
    tokens.iter().for_each(|token| println!("{}", line(token, now)));
    Ok(())
}

fn line(token: &Token, now: Timestamp) -> String {
    let state = match token.state(now) {
        TokenState::Active => "active",
        TokenState::Expired => "expired",
        TokenState::Revoked => "revoked",
    };
    let time = |time: Option<Timestamp>| time.map_or("-".to_owned(), |time| time.to_string());
    let networks: Vec<_> = token.details.rights.networks.iter().map(ToString::to_string).collect();
    [
        &token.id.0.to_string(),
        state,
        token.details.rights.role.as_str(),
        &if networks.is_empty() { "-".to_owned() } else { networks.join(",") },
        token.details.name(),
        &time(token.details.expires_at),
        &time(token.last_used_at),
        token.created_by.as_str(),
    ]
    .join("\t")
}

async fn revoke(id: TokenId, folder: &Folder) -> anyhow::Result<()> {
    let store = folder.storage.existing().await?;
    let Some(token) = store.revoke_token(id, &Actor::command_line(), Timestamp::now()).await? else {
        bail!("there is no token {}", id.0);
    };
    println!("Token {} ({}) opens nothing any more.", id.0, token.details.name());
    Ok(())
}
