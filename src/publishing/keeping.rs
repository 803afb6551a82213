//! Reports that come at the same time are kept together: whoever has his turn
//! keeps all that wait in one transaction, so that many cost the disk little more
//! than one. Nobody is answered before his own is kept.

use std::{
    mem,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::{sync::oneshot, task::JoinHandle};

use super::{PublishError, Publisher};
use crate::store::{KeptReport, NewReport};

type Answer = Result<KeptReport, PublishError>;

/// Reports that nobody has kept yet, and who waits for each.
#[derive(Debug, Default)]
pub struct WaitingReports(Mutex<Vec<WaitingReport>>);

#[derive(Debug)]
struct WaitingReport {
    report: NewReport,
    told: oneshot::Sender<Answer>,
}

impl WaitingReports {
    fn add(&self, report: NewReport) -> oneshot::Receiver<Answer> {
        let (told, answer) = oneshot::channel();
        // A list has no state in between that a panic could leave behind.
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.push(WaitingReport { report, told });
        answer
    }

    fn take(&self) -> Vec<WaitingReport> {
        mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Publisher {
    /// Keeps a report, and shows it. Once begun it goes on to its end, whether its
    /// caller waits or not.
    pub(super) async fn keep_report(self: &Arc<Self>, report: NewReport) -> Answer {
        let answer = self.waiting.add(report);
        let turn = self.begin_turn();
        match answer.await {
            Ok(answer) => answer,
            // Nobody tells anything only where the turn fell over.
            Err(_) => Err(turn.await.err().map_or(PublishError::NotTold, PublishError::BrokenOff)),
        }
    }

    /// Keeps several reports together, each with its own answer, in their order.
    pub(super) async fn keep_reports(self: &Arc<Self>, reports: Vec<NewReport>) -> Vec<Answer> {
        let waiting: Vec<_> = reports.into_iter().map(|report| self.waiting.add(report)).collect();
        self.begin_turn();
        let mut answers = Vec::with_capacity(waiting.len());
        for answer in waiting {
            answers.push(answer.await.unwrap_or(Err(PublishError::NotTold)));
        }
        answers
    }

    fn begin_turn(self: &Arc<Self>) -> JoinHandle<()> {
        let publisher = self.clone();
        tokio::spawn(async move { publisher.keep_waiting().await })
    }

    async fn keep_waiting(&self) {
        let _building = self.building.lock().await;
        let (reports, told): (Vec<_>, Vec<_>) =
            self.waiting.take().into_iter().map(|waiting| (waiting.report, waiting.told)).unzip();
        if reports.is_empty() {
            return;
        }
        let answers = match self.store().add_reports(&reports).await {
            Ok(kept) => kept.into_iter().map(Ok).collect(),
            Err(error) if reports.len() == 1 => vec![Err(error.into())],
            Err(_) => self.keep_each(&reports).await,
        };
        let kept = answers.iter().flatten().filter(|kept| kept.is_new);
        self.show_reports(kept.map(|kept| Arc::new(kept.dead_zone.clone())));
        for (told, answer) in told.into_iter().zip(answers) {
            // Whoever went away isn't told.
            drop(told.send(answer));
        }
    }

    /// One that can't be kept takes nobody else's with it.
    async fn keep_each(&self, reports: &[NewReport]) -> Vec<Answer> {
        let mut answers = Vec::with_capacity(reports.len());
        for report in reports {
            let kept = self.store().add_reports(std::slice::from_ref(report)).await;
            answers.push(
                kept.map_err(PublishError::from).and_then(|mut kept| kept.pop().ok_or(PublishError::NotTold)),
            );
        }
        answers
    }
}
