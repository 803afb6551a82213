//! Progress of long work on the terminal; on a pipe a line each step.

use std::{io::IsTerminal, time::Duration};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

pub struct Steps {
    bar: ProgressBar,
    drawn: bool,
}

impl Steps {
    pub fn new(total: u64) -> Self {
        let drawn = std::io::stderr().is_terminal();
        let target = if drawn { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(total), target);
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg} ({elapsed})");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { bar, drawn }
    }

    /// Says what comes next.
    pub fn begin(&self, what: &str) {
        self.bar.set_message(what.to_owned());
        if !self.drawn {
            eprintln!("{what}");
        }
    }

    pub fn done(&self) {
        self.bar.inc(1);
    }

    /// How far work has come that counts for itself.
    pub fn reach(&self, what: &str, done: u64, total: u64) {
        self.bar.set_length(total);
        self.bar.set_position(done);
        self.bar.set_message(what.to_owned());
    }

    pub fn finish(self) {
        self.bar.finish_and_clear();
    }
}
