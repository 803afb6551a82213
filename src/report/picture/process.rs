//! Runs the drawing process with a time limit: what a graphics driver does wrong
//! there never takes the service down.

use std::{env, ffi::OsString, path::PathBuf, process::Stdio, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process::{Child, Command},
    sync::Semaphore,
    time::timeout,
};

use super::{
    Drawn, NoPicture,
    job::{Job, read_answers},
};

/// The subcommand by which the program draws maps and ends.
pub const SUBCOMMAND: &str = "map-picture";

/// One drawing process at a time: each takes all cores and well over a hundred megabytes.
static ONE_AT_A_TIME: Semaphore = Semaphore::const_new(1);

/// The command that draws. Its standard input and output are pipes to us.
#[derive(Debug, Clone)]
pub struct WorkerCommand {
    pub program: PathBuf,
    pub arguments: Vec<OsString>,
    /// Set besides the service's own environment.
    pub environment: Vec<(OsString, OsString)>,
}

impl WorkerCommand {
    /// This program itself, with its subcommand.
    pub fn this_program() -> Result<Self, NoPicture> {
        let program =
            env::current_exe().map_err(|error| NoPicture::NotStarted { reason: error.to_string() })?;
        Ok(Self { program, arguments: vec![SUBCOMMAND.into()], environment: Vec::new() })
    }

    /// The maps as PNG, in the order of the jobs, drawn by one process. The time limit
    /// is that of all together, waiting for others' maps included.
    pub(super) async fn draw(&self, jobs: &[Job], time_limit: Duration) -> Vec<Drawn> {
        match self.answers(jobs, time_limit).await {
            Ok(mut answers) => {
                // What was to come after a fault.
                let last = answers.last().and_then(|answer| answer.clone().err());
                let last = last.unwrap_or(NoPicture::Failed { reason: "a map is missing".to_owned() });
                answers.resize(jobs.len(), Err(last));
                answers
            }
            Err(reason) => vec![Err(reason); jobs.len()],
        }
    }

    async fn answers(&self, jobs: &[Job], time_limit: Duration) -> Result<Vec<Drawn>, NoPicture> {
        let too_slow = NoPicture::TooSlow { limit: time_limit };
        let bytes: Result<Vec<_>, _> = jobs.iter().map(Job::to_bytes).collect();
        let bytes = bytes.map_err(|error| NoPicture::Refused { reason: error.to_string() })?.concat();
        let started = tokio::time::Instant::now();
        let Ok(permit) = timeout(time_limit, ONE_AT_A_TIME.acquire()).await else {
            return Err(too_slow);
        };
        let mut child = self.start()?;
        let rest = time_limit.saturating_sub(started.elapsed());
        let answer = timeout(rest, converse(&mut child, &bytes, jobs.len())).await;
        if answer.is_err() {
            // Already gone is as good as killed.
            let _ = child.kill().await;
        }
        drop(permit);
        answer.unwrap_or(Err(too_slow))
    }

    fn start(&self) -> Result<Child, NoPicture> {
        Command::new(&self.program)
            .args(&self.arguments)
            .envs(self.environment.iter().cloned())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| NoPicture::NotStarted { reason: error.to_string() })
    }
}

/// Fewer answers than were asked for end with why there are no more.
async fn converse(child: &mut Child, jobs: &[u8], asked: usize) -> Result<Vec<Drawn>, NoPicture> {
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let mut stdin = stdin.expect("standard input is a pipe");
    let mut stdout = stdout.expect("standard output is a pipe");
    let mut stderr = stderr.expect("standard error is a pipe");
    let (mut output, mut messages) = (Vec::new(), Vec::new());
    // A worker that falls before it has read all closes the pipe; what it then
    // says counts, not that writing failed.
    let (_, _, _) = tokio::join!(
        async move { stdin.write_all(jobs).await },
        stdout.read_to_end(&mut output),
        stderr.read_to_end(&mut messages),
    );
    let status = child.wait().await;
    let answers = read_answers(&output).into_iter().map(|answer| answer.map_err(NoPicture::from));
    let mut answers: Vec<_> = answers.collect();
    if answers.len() < asked && answers.iter().all(Result::is_ok) {
        let status = status.map_or_else(|error| error.to_string(), |status| status.to_string());
        answers.push(Err(NoPicture::Failed { reason: last_words(&messages, &status) }));
    }
    Ok(answers)
}

/// How the worker ended, and the last line that it wrote.
fn last_words(messages: &[u8], status: &str) -> String {
    const LONGEST: usize = 300;
    let messages = String::from_utf8_lossy(messages);
    let mut lines = messages.lines().map(str::trim);
    let last = lines.rfind(|line| !line.is_empty() && !line.starts_with("note:"));
    match last {
        Some(line) => format!("{status}: {}", line.chars().take(LONGEST).collect::<String>()),
        None => status.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;
    use crate::report::picture::{Colour, sample::test_worker};

    fn shell(script: &str) -> WorkerCommand {
        WorkerCommand {
            program: "/bin/sh".into(),
            arguments: ["-c", script].map(Into::into).into(),
            environment: Vec::new(),
        }
    }

    async fn check(command: &WorkerCommand, limit: Duration, expected: Result<(), NoPicture>) {
        let job = Job {
            width_px: 64,
            height_px: 64,
            tile_px: 512,
            background: Colour::new(1, 2, 3),
            layers: Vec::new(),
            tiles: Vec::new(),
        };
        let drawn = command.draw(&[job.clone(), job], limit).await;
        let drawn: Vec<_> = drawn.into_iter().map(|drawn| drawn.map(|_| ())).collect();
        assert_eq!(drawn, [expected.clone(), expected], "{command:?}");
    }

    const LONG: Duration = Duration::from_secs(60);

    #[tokio::test]
    async fn a_worker_draws() {
        check(&test_worker(&[]), LONG, Ok(())).await;
    }

    #[tokio::test]
    async fn a_missing_driver_is_named() {
        let nowhere = [("VK_DRIVER_FILES", "/nonexistent"), ("VK_ICD_FILENAMES", "/nonexistent")];
        check(&test_worker(&nowhere), LONG, Err(NoPicture::NoVulkanDriver)).await;
    }

    #[tokio::test]
    async fn a_worker_that_hangs_is_killed() {
        let file = tempfile::NamedTempFile::new().expect("a temporary file");
        let script = format!("echo $$ > {}; exec tail -f /dev/null", file.path().display());
        let limit = Duration::from_millis(500);
        let started = Instant::now();
        check(&shell(&script), limit, Err(NoPicture::TooSlow { limit })).await;
        assert!(started.elapsed() < Duration::from_secs(10));
        let process = std::fs::read_to_string(file.path()).expect("the worker's number");
        let alive = std::path::Path::new("/proc").join(process.trim()).exists();
        assert!(!alive, "process {process} still runs");
    }

    #[tokio::test]
    async fn a_worker_that_falls_leaves_its_reason() {
        let failed = |reason: &str| Err(NoPicture::Failed { reason: reason.to_owned() });
        let complaint = "echo 'lost device' >&2; echo 'note: more' >&2; exit 101";
        check(&shell(complaint), LONG, failed("exit status: 101: lost device")).await;
        check(&shell("kill -9 $$"), LONG, failed("signal: 9 (SIGKILL)")).await;
    }

    #[tokio::test]
    async fn a_program_that_is_not_there_is_not_started() {
        let mut command = shell("");
        command.program = "/nonexistent/tackning".into();
        let reason = "No such file or directory (os error 2)".to_owned();
        check(&command, LONG, Err(NoPicture::NotStarted { reason })).await;
    }
}
