//! The real program, killed at random moments of deliveries: what it has
//! acknowledged is there whole when it starts again, and nothing is half there.

mod client;
mod operator;
mod program;
mod whole;

use std::{
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use self::{
    operator::{Journal, work_until_killed},
    program::Folder,
    whole::Checked,
};

const KILLS: usize = 100;
const SEED: u64 = 3;

#[test]
fn nothing_acknowledged_is_lost_and_nothing_is_half() {
    let folder = Folder::new();
    let journal = Arc::new(Mutex::new(Journal::default()));
    let mut moments = ChaCha8Rng::seed_from_u64(SEED);
    let mut checked = Checked::default();
    let mut round = one_way(&folder, &journal);
    for _ in 0..KILLS {
        let program = folder.serve();
        checked.check(&folder, &program, &journal.lock().unwrap());
        let client = folder.client(&program);
        let before = journal.lock().unwrap().acknowledged;
        let operator = thread::spawn({
            let journal = journal.clone();
            move || work_until_killed(&client, &journal, usize::MAX)
        });
        // The moment itself is what is tried: anywhere within a delivery's way and a half.
        thread::sleep(round.mul_f64(1.5 * moments.random::<f64>()));
        program.kill();
        operator.join().expect("the service answers as it should until it is killed");
        round = next_round(round, journal.lock().unwrap().acknowledged > before);
    }
    let program = folder.serve();
    checked.check_all(&folder, &program, &journal.lock().unwrap());
    program.kill();
    folder.verify_audit();
    let journal = journal.lock().unwrap();
    println!("{} acknowledged in all; killed during: {:?}", journal.acknowledged, journal.interrupted);
    assert!(journal.acknowledged >= KILLS / 2, "the service did work: {}", journal.acknowledged);
}

/// A machine may become slower or faster meanwhile: where nothing was acknowledged
/// there is more time, and less where something was.
fn next_round(round: Duration, was_acknowledged: bool) -> Duration {
    let factor = if was_acknowledged { 0.9 } else { 1.25 };
    round.mul_f64(factor).clamp(Duration::from_millis(20), Duration::from_secs(10))
}

/// How long a delivery's whole way takes on this machine.
fn one_way(folder: &Folder, journal: &Mutex<Journal>) -> Duration {
    let program = folder.serve();
    let client = folder.client(&program);
    work_until_killed(&client, journal, 1);
    let begin = Instant::now();
    work_until_killed(&client, journal, 1);
    program.kill();
    begin.elapsed()
}
