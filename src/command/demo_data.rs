//! `tackning demo-data`: makes the demonstration's files anew.

use std::path::Path;

use tackning::demonstration::{Progress, Scale, generate, write};

use super::progress::Steps;

pub fn demo_data(folder: &Path, scale: Scale, seed: u64) -> anyhow::Result<()> {
    let steps = Steps::new(1);
    let progress = |progress: Progress| steps.reach(progress.stage, progress.done, progress.total);
    let demonstration = generate(scale, seed, &progress);
    write(&demonstration, folder, &progress)?;
    steps.finish();
    println!("Written to {}", folder.display());
    Ok(())
}
