//! `tackning print-protocol`: a signed protocol as a document for print, on any machine.

use std::{fs, path::PathBuf};

use anyhow::Context;
use clap::Args;
use tackning::{awarding::verify_protocol, domain::Language, report::protocol_paper};

#[derive(Debug, Args)]
pub struct PrintProtocolArguments {
    /// The signed protocol; one that was changed is refused
    protocol: PathBuf,
    /// Where the PDF goes
    output: PathBuf,
    /// In English; else in Swedish
    #[arg(long)]
    english: bool,
}

pub fn print_protocol(arguments: &PrintProtocolArguments) -> anyhow::Result<()> {
    let PrintProtocolArguments { protocol, output, english } = arguments;
    let language = if *english { Language::English } else { Language::Swedish };
    let file = fs::read(protocol).with_context(|| format!("{} can't be read", protocol.display()))?;
    verify_protocol(&file, None)?;
    let document = protocol_paper(&file, language)?;
    fs::write(output, document).with_context(|| format!("{} can't be written", output.display()))
}
