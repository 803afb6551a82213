//! Framework agreements as they are counted, and the call-offs that come in.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{PublishError, Publisher};
use crate::{
    domain::{
        Actor, CallOff, CallOffRow, CallOffRules, CeilingCount, FrameworkAgreement, FrameworkAgreementId,
        Kronor, Organisation, OrganisationId, OrganisationNumber, TakenCallOffs, called_off_in_year,
    },
    store::{Entitled, Store},
};

/// An agreement with all that is counted of it.
#[derive(Clone, Debug)]
pub struct CountedAgreement {
    pub agreement: FrameworkAgreement,
    pub count: CeilingCount,
    pub entitled: Entitled,
    /// Those that are entitled, by name.
    pub organisations: Vec<Organisation>,
}

impl Publisher {
    /// Counts an agreement as it stands today.
    ///
    /// # Errors
    /// When there is none of that number.
    pub async fn counted_agreement(
        &self,
        id: FrameworkAgreementId,
    ) -> Result<CountedAgreement, PublishError> {
        let agreement = self.store().framework_agreement(id).await?;
        let entitled = self.store().entitled(id).await?;
        let organisations = entitled_organisations(self.store(), &entitled).await?;
        let count = agreement.details.count(&self.store().call_offs(id).await?, self.today());
        Ok(CountedAgreement { agreement, count, entitled, organisations })
    }

    /// Takes the rows that can be taken; what becomes of each of the others is told.
    ///
    /// # Errors
    /// When there is no agreement of that number.
    pub async fn add_call_offs(
        &self,
        id: FrameworkAgreementId,
        rows: &[CallOffRow],
        actor: &Actor,
    ) -> Result<TakenCallOffs, PublishError> {
        let store = self.store();
        let agreement = store.framework_agreement(id).await?.details;
        let organisations = entitled_organisations(store, &store.entitled(id).await?).await?;
        let entitled: BTreeMap<OrganisationNumber, OrganisationId> =
            organisations.into_iter().map(|one| (one.details.number, one.id)).collect();
        let rules = CallOffRules { agreement: &agreement, entitled: &entitled, today: self.today() };
        let choose = |there: &[CallOff]| rules.sort_out(rows, there);
        Ok(store.add_call_offs(id, actor, Timestamp::now(), choose).await?)
    }

    /// What each organisation called off in the twelve months up to today, by name.
    ///
    /// # Errors
    /// When there is no agreement of that number.
    pub async fn called_off_in_year(
        &self,
        id: FrameworkAgreementId,
    ) -> Result<BTreeMap<String, Kronor>, PublishError> {
        let store = self.store();
        store.framework_agreement(id).await?;
        let call_offs = store.call_offs(id).await?;
        let organisations = entitled_organisations(store, &store.entitled(id).await?).await?;
        let of = |organisation: &Organisation| {
            let own = call_offs.iter().filter(|call_off| call_off.organisation == organisation.id);
            called_off_in_year(own, self.today())
        };
        Ok(organisations.iter().map(|one| (one.details.name().to_owned(), of(one))).collect())
    }
}

async fn entitled_organisations(
    store: &Store,
    entitled: &Entitled,
) -> Result<Vec<Organisation>, PublishError> {
    let mut organisations = store.organisations().await?;
    organisations.retain(|organisation| entitled.contains_key(&organisation.id));
    organisations.sort_by(|one, other| one.details.name().cmp(other.details.name()));
    Ok(organisations)
}
