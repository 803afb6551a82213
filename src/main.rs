//! The command line: reads what is asked for, runs it, and turns faults into
//! sentences and exit codes (0 done, 1 refused, 2 wrong usage).

mod command;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let arguments = command::Arguments::parse();
    match command::run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tackning: {error:#}");
            ExitCode::FAILURE
        }
    }
}
