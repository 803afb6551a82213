//! Mails to operators: that a gap report was issued.

use jiff::Timestamp;

use super::{AT_A_TIME, Failure, MailOutcome, Mailer, TAKEN_FOR, again_at};
use crate::{
    domain::{NoticeChannel, NoticeTarget, Region},
    report::GapReportMail,
    store::{Store, StoreError, TakenNotice},
};

impl Mailer {
    /// Sends what operators are to be told.
    ///
    /// # Errors
    /// When the store fails; a mail server that does is an outcome.
    pub async fn send_due_notices(
        &self,
        store: &Store,
        region: &Region,
        now: Timestamp,
    ) -> Result<MailOutcome, StoreError> {
        let mut outcome = MailOutcome::default();
        let taken = store.take_due_notices(NoticeChannel::Mail, (now, now + TAKEN_FOR), AT_A_TIME).await?;
        for notice in taken {
            match self.tell(&notice, region, now).await {
                Ok(()) => {
                    store.notice_sent(notice.id, now).await?;
                    outcome.sent += 1;
                }
                Err(failure) => {
                    let again_at = again_at(&failure, notice.attempts, now);
                    tracing::warn!(notice = notice.id, %failure, ?again_at, "a mail was not sent");
                    store.notice_failed(notice.id, again_at, &failure.to_string()).await?;
                    *(if again_at.is_some() { &mut outcome.waiting } else { &mut outcome.given_up }) += 1;
                }
            }
        }
        Ok(outcome)
    }

    async fn tell(&self, notice: &TakenNotice, region: &Region, now: Timestamp) -> Result<(), Failure> {
        let Some(NoticeTarget::Mail { address, language }) = &notice.target else {
            return Err(Failure::Address);
        };
        let network = region.network(&notice.network);
        let mail = GapReportMail {
            number: notice.report,
            network: &notice.network,
            network_name: network.map_or(notice.network.as_str(), |network| network.name.as_str()),
            on: &notice.on,
            language: *language,
            origin: &self.origin,
        };
        let name = format!("gap-report.{}.{}", notice.report, notice.id);
        let message = self.letter(address, &name, now)?.subject(mail.subject()).body(mail.text())?;
        self.transfer(message).await
    }
}
