//! How the service is reached and how one signs in: flags of `serve` and `demo`, or the
//! environment.

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use clap::Args;
use tackning::{
    access::{AccessSettings, ClaimMapping, ClaimNames, OidcSettings, PublicUrl},
    bidding::KeyFolder,
    hooks::HookSender,
    http::ReportLimit,
    mail::Mailer,
};

#[derive(Clone, Debug, Args)]
pub struct AccessArguments {
    /// The address at which browsers reach the service, such as https://tackning.example
    #[arg(long, env = "TACKNING_PUBLIC_URL", value_name = "URL")]
    public_url: Option<PublicUrl>,
    /// The sign-in provider (OpenID Connect); left out: one signs in with tokens alone
    #[arg(long, env = "TACKNING_OIDC_ISSUER", value_name = "URL", requires = "oidc_client_id")]
    oidc_issuer: Option<String>,
    /// As what the service is known to the provider
    #[arg(long, env = "TACKNING_OIDC_CLIENT_ID", value_name = "ID")]
    oidc_client_id: Option<String>,
    /// The claim that says the role, such as groups or realm_access.roles
    #[arg(long, env = "TACKNING_OIDC_ROLE_CLAIM", value_name = "CLAIM")]
    oidc_role_claim: Option<String>,
    /// The claim that says the organisation's number
    #[arg(long, env = "TACKNING_OIDC_ORGANISATION_CLAIM", value_name = "CLAIM")]
    oidc_organisation_claim: Option<String>,
    /// The claim that says an operator's networks
    #[arg(long, env = "TACKNING_OIDC_NETWORKS_CLAIM", value_name = "CLAIM")]
    oidc_networks_claim: Option<String>,
    /// What the claims' values mean (JSON); left out: they are the service's own words
    #[arg(long, env = "TACKNING_OIDC_MAPPING", value_name = "FILE")]
    oidc_mapping: Option<PathBuf>,
    /// So many reports of dead zones one source may send an hour without signing in; 0 sets no limit
    #[arg(long, env = "TACKNING_REPORTS_PER_HOUR", value_name = "N", default_value_t = 120)]
    reports_per_hour: u32,
    /// A proxy stands before the service: the last address in X-Forwarded-For is the sender's
    #[arg(long, env = "TACKNING_BEHIND_PROXY")]
    behind_proxy: bool,
    /// Who sends mails to reporters, such as 'Täckning <tackning@example.org>'; the server stands in TACKNING_SMTP_URL
    #[arg(long, env = "TACKNING_MAIL_FROM", value_name = "SENDER")]
    mail_from: Option<String>,
    /// Operators' web hooks may lie on machines inside, where only this one reaches them
    #[arg(long, env = "TACKNING_PRIVATE_HOOKS")]
    private_hooks: bool,
    /// A folder for the keys of bid rooms, outside of the data folder and of every copy of it;
    /// left out: no bids are taken
    #[arg(long, env = "TACKNING_BID_KEYS", value_name = "DIR")]
    bid_keys: Option<PathBuf>,
}

/// The variable that holds the service's secret at the provider: there is no
/// flag for it, since everybody on the machine sees a program's arguments.
const CLIENT_SECRET: &str = "TACKNING_OIDC_CLIENT_SECRET";

/// The variable that holds the mail server's address, a password with it: there is
/// no flag for it, as for the secret above.
const SMTP_URL: &str = "TACKNING_SMTP_URL";

impl AccessArguments {
    /// Nobody is told anything by mail where no server is named: what is to be told waits.
    pub fn mailer(&self, address: SocketAddr) -> anyhow::Result<Option<Mailer>> {
        let server = std::env::var(SMTP_URL).ok().filter(|server| !server.is_empty());
        let (server, from) = match (server, &self.mail_from) {
            (Some(server), Some(from)) => (server, from),
            (None, None) => return Ok(None),
            _ => bail!("mails need both {SMTP_URL} and --mail-from"),
        };
        let Some(public_url) = self.settings(address)?.public_url else {
            bail!("mails lead to the service's pages: name --public-url");
        };
        Ok(Some(Mailer::new(&server, from, public_url.origin())?))
    }

    /// Calls lead to the service's documents: where browsers reach it, or else where it listens.
    pub fn hooks(&self, address: SocketAddr) -> anyhow::Result<HookSender> {
        let public_url = self.settings(address)?.public_url;
        let origin = public_url.map_or_else(|| format!("http://{address}"), |url| url.origin());
        let sender = HookSender::new(origin);
        Ok(if self.private_hooks { sender.allowing_private() } else { sender })
    }

    /// `data`: the data folder, in which keys may not lie.
    pub fn bid_keys(&self, data: &Path) -> anyhow::Result<Option<KeyFolder>> {
        Ok(self.bid_keys.as_ref().map(|folder| KeyFolder::open(folder, data)).transpose()?)
    }

    pub fn report_limit(&self) -> ReportLimit {
        ReportLimit::per_hour(self.reports_per_hour, self.behind_proxy)
    }

    /// `address` is where the service listens: on this machine alone that is
    /// how it is reached, where nothing else is said.
    pub fn settings(&self, address: SocketAddr) -> anyhow::Result<AccessSettings> {
        let here = || address.ip().is_loopback().then(|| format!("http://{address}"));
        let public_url = match (&self.public_url, here()) {
            (Some(url), _) => Some(url.clone()),
            (None, Some(here)) => Some(PublicUrl::parse(&here)?),
            (None, None) => None,
        };
        let oidc = self.oidc(public_url.as_ref())?;
        Ok(AccessSettings { public_url, oidc, sends_mail: self.mail_from.is_some() })
    }

    fn oidc(&self, public_url: Option<&PublicUrl>) -> anyhow::Result<Option<OidcSettings>> {
        let (Some(issuer), Some(client_id)) = (&self.oidc_issuer, &self.oidc_client_id) else {
            return Ok(None);
        };
        let Some(public_url) = public_url else {
            bail!("the sign-in provider sends browsers back: name --public-url");
        };
        let secret = std::env::var(CLIENT_SECRET).ok().filter(|secret| !secret.is_empty());
        Ok(Some(OidcSettings::new(issuer, client_id.clone(), secret, (public_url, self.mapping()?))?))
    }

    fn mapping(&self) -> anyhow::Result<ClaimMapping> {
        let names = ClaimNames {
            role: self.oidc_role_claim.clone(),
            organisation: self.oidc_organisation_claim.clone(),
            networks: self.oidc_networks_claim.clone(),
        };
        let Some(path) = &self.oidc_mapping else { return Ok(ClaimMapping::plain(names)) };
        let json = fs::read_to_string(path).with_context(|| format!("{} can't be read", path.display()))?;
        ClaimMapping::read(names, &json).with_context(|| path.display().to_string())
    }
}
