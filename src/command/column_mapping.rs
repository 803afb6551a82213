//! `tackning column-mapping`: which column of a table of measurements is what,
//! saved under a name for the next table of its kind.

use std::{fs, path::PathBuf};

use anyhow::Context;
use clap::Subcommand;
use jiff::Timestamp;
use tackning::{
    domain::Actor,
    publishing::{column_mapping, column_mappings, save_column_mapping},
};

use super::Storage;

#[derive(Debug, Subcommand)]
pub enum ColumnMappingCommand {
    /// List the saved mappings
    List {
        #[command(flatten)]
        storage: Storage,
    },
    /// Save a mapping, in the place of the one that had its name
    Save {
        name: String,
        /// A JSON document
        file: PathBuf,
        #[command(flatten)]
        storage: Storage,
    },
    /// Print a mapping as JSON
    Show {
        name: String,
        #[command(flatten)]
        storage: Storage,
    },
    /// Remove a mapping; what was read by it stays
    Remove {
        name: String,
        #[command(flatten)]
        storage: Storage,
    },
}

pub async fn column_mapping_command(command: ColumnMappingCommand) -> anyhow::Result<()> {
    match command {
        ColumnMappingCommand::List { storage } => {
            for mapping in column_mappings(&storage.existing().await?).await? {
                println!("{}\t{}\t{} columns", mapping.name, mapping.saved_at, mapping.mapping.columns.len());
            }
        }
        ColumnMappingCommand::Save { name, file, storage } => {
            let document =
                fs::read_to_string(&file).with_context(|| format!("{} can't be read", file.display()))?;
            let store = storage.open().await?;
            let saved = save_column_mapping(&store, &name, &document, &Actor::command_line()).await;
            let saved = saved.with_context(|| format!("{} is no mapping of columns", file.display()))?;
            println!("{}: {} columns.", saved.name, saved.mapping.columns.len());
        }
        ColumnMappingCommand::Show { name, storage } => {
            let saved = column_mapping(&storage.existing().await?, &name).await?;
            println!("{}", serde_json::to_string_pretty(&saved.mapping)?);
        }
        ColumnMappingCommand::Remove { name, storage } => {
            let store = storage.existing().await?;
            store.remove_column_mapping(&name, &Actor::command_line(), Timestamp::now()).await?;
            println!("{name} is removed.");
        }
    }
    Ok(())
}
