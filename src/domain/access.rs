//! Who may do what: one table.

use super::{NetworkId, PersonId, TokenId, text::words};

/// What somebody is in the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    Reader,
    RegionalDeveloper,
    Procurer,
    MunicipalReporter,
    /// Bound to networks: sees and hands in what is theirs.
    Operator,
    Administrator,
}

words!(Role, "role", {
    Reader => "reader", RegionalDeveloper => "regional_developer", Procurer => "procurer",
    MunicipalReporter => "municipal_reporter", Operator => "operator", Administrator => "administrator",
});

/// What somebody may be allowed. Reading what is released needs no permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Permission {
    /// Deliveries that aren't released yet, with their findings and files; an
    /// operator's are those of its own networks.
    ReadDeliveries,
    /// Hand in coverage, or have it checked; an operator for its own networks.
    Deliver,
    /// Accept, reject and publish deliveries.
    DecideDeliveries,
    /// Hand in measurements, and see the raw ones.
    ImportMeasurements,
    /// Erase measurements, and say how a campaign treats them.
    EraseMeasurements,
    /// Store requirements.
    WriteRequirements,
    /// Store profiles: thresholds and losses.
    WriteProfiles,
    /// Report dead zones as a body that takes part: no moderator looks at it.
    ReportOfficially,
    /// Approve or dismiss what anybody reported.
    ModerateReports,
    /// Erase who is to be told of a report's changes.
    EraseContacts,
    /// Why each step of a case was taken and on what it rests; an operator's are
    /// those of its own networks.
    ReadCases,
    /// Answer to challenges; an operator for its own networks.
    AnswerCases,
    /// Say where an operator is told of gap reports, and see whether it was; an
    /// operator for its own networks.
    SetReportReceivers,
    /// Challenge, have measured, close and reopen cases.
    DecideCases,
    /// Keep contracts: how long operators have to answer.
    WriteContracts,
    /// What is called off from framework agreements, by whom.
    ReadAgreements,
    /// Keep framework agreements, who may call off, and what was called off.
    WriteAgreements,
    /// Make bid rooms, and look into those for which one is named.
    KeepBidRooms,
    /// Hand in bids.
    HandInBids,
    /// Organisations, their people and their tokens.
    ManageAccess,
    ReadAudit,
}

words!(Permission, "permission", {
    ReadDeliveries => "read_deliveries", Deliver => "deliver", DecideDeliveries => "decide_deliveries",
    ImportMeasurements => "import_measurements", EraseMeasurements => "erase_measurements",
    WriteRequirements => "write_requirements", WriteProfiles => "write_profiles", ReportOfficially => "report_officially",
    ModerateReports => "moderate_reports", EraseContacts => "erase_contacts", ReadCases => "read_cases",
    AnswerCases => "answer_cases", SetReportReceivers => "set_report_receivers", DecideCases => "decide_cases", WriteContracts => "write_contracts",
    ReadAgreements => "read_agreements", WriteAgreements => "write_agreements",
    KeepBidRooms => "keep_bid_rooms", HandInBids => "hand_in_bids", ManageAccess => "manage_access", ReadAudit => "read_audit",
});

impl Role {
    /// The table of who may do what.
    pub fn permissions(self) -> &'static [Permission] {
        use Permission::*;
        match self {
            Role::Reader => &[],
            Role::RegionalDeveloper => &[
                ReadDeliveries,
                ImportMeasurements,
                EraseMeasurements,
                WriteRequirements,
                ReportOfficially,
                ModerateReports,
                EraseContacts,
                ReadCases,
                SetReportReceivers,
                DecideCases,
                ReadAgreements,
            ],
            Role::Procurer => &[
                ReadDeliveries,
                DecideDeliveries,
                WriteRequirements,
                ReportOfficially,
                ReadCases,
                SetReportReceivers,
                DecideCases,
                WriteContracts,
                ReadAgreements,
                WriteAgreements,
                KeepBidRooms,
                HandInBids,
            ],
            Role::MunicipalReporter => &[ImportMeasurements, ReportOfficially, ReadCases],
            Role::Operator => {
                &[ReadDeliveries, Deliver, ReadCases, AnswerCases, SetReportReceivers, HandInBids]
            }
            Role::Administrator => Permission::ALL,
        }
    }

    pub fn may(self, permission: Permission) -> bool {
        self.permissions().contains(&permission)
    }
}

/// On whose networks somebody may use a permission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NetworkScope {
    All,
    /// An operator's own.
    Only(Vec<NetworkId>),
}

impl NetworkScope {
    pub fn holds(&self, network: &NetworkId) -> bool {
        match self {
            Self::All => true,
            Self::Only(own) => own.contains(network),
        }
    }
}

/// Who did something, as the audit trail names them: a person or token by number
/// with the role, `command line`, or `public` for everybody. Never a person's
/// name: it can be erased from where people are kept, but not from the trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor(String);

impl Actor {
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    pub fn person(id: PersonId, role: Role) -> Self {
        Self(format!("person {} ({role})", id.0))
    }

    pub fn token(id: TokenId, role: Role) -> Self {
        Self(format!("token {} ({role})", id.0))
    }

    /// Whoever has the data folder in hand.
    pub fn command_line() -> Self {
        Self::new("command line")
    }

    /// Somebody who is not signed in.
    pub fn public() -> Self {
        Self::new("public")
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::{Permission::*, Role::*, *};

    #[test]
    fn who_delivers_never_decides() {
        let decide: Vec<_> = Role::ALL.iter().filter(|role| role.may(DecideDeliveries)).collect();
        assert_eq!(decide, [&Procurer, &Administrator]);
        assert!(Operator.may(Deliver) && !Operator.may(DecideDeliveries));
        assert!(Permission::ALL.iter().all(|permission| !Reader.may(*permission)));
        assert!(Permission::ALL.iter().all(|permission| Administrator.may(*permission)));
    }

    #[test]
    fn an_operator_is_bound_to_its_networks() {
        let own = NetworkScope::Only(vec![NetworkId::new("net1").unwrap()]);
        assert!(own.holds(&NetworkId::new("net1").unwrap()));
        assert!(!own.holds(&NetworkId::new("net2").unwrap()));
    }
}
