//! Why there is no picture, in the words that stand in the report instead.

use std::time::Duration;

use thiserror::Error;

/// A picture as PNG, or why there is none.
pub type Drawn = Result<Vec<u8>, NoPicture>;

/// The English sentence is the error's text, the Swedish one is [`NoPicture::swedish`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoPicture {
    #[error("the program was built without map pictures")]
    BuiltWithout,
    #[error("no Vulkan driver was found (in Debian: mesa-vulkan-drivers and libvulkan1)")]
    NoVulkanDriver,
    #[error("the worker did not answer in {} s", limit.as_secs_f64())]
    TooSlow { limit: Duration },
    #[error("the worker could not be started: {reason}")]
    NotStarted { reason: String },
    #[error("the driver failed: {reason}")]
    Failed { reason: String },
    #[error("the picture can't be drawn as asked for: {reason}")]
    Refused { reason: String },
}

impl NoPicture {
    pub fn swedish(&self) -> String {
        match self {
            Self::BuiltWithout => "programmet är byggt utan kartbilder".to_owned(),
            Self::NoVulkanDriver => "ingen Vulkan-drivrutin hittades (i Debian: \
                 mesa-vulkan-drivers och libvulkan1)"
                .to_owned(),
            Self::TooSlow { limit } => {
                let seconds = limit.as_secs_f64().to_string().replace('.', ",");
                format!("kartritaren svarade inte inom {seconds} s")
            }
            Self::NotStarted { reason } => format!("kartritaren kunde inte startas: {reason}"),
            Self::Failed { reason } => format!("drivrutinen fallerade: {reason}"),
            Self::Refused { reason } => format!("bilden kan inte ritas så som begärts: {reason}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(reason: &NoPicture, english: &str, swedish: &str) {
        assert_eq!(reason.to_string(), english);
        assert_eq!(reason.swedish(), swedish);
    }

    #[test]
    fn reasons_are_plain_sentences() {
        check(
            &NoPicture::TooSlow { limit: Duration::from_secs(20) },
            "the worker did not answer in 20 s",
            "kartritaren svarade inte inom 20 s",
        );
        check(
            &NoPicture::TooSlow { limit: Duration::from_millis(500) },
            "the worker did not answer in 0.5 s",
            "kartritaren svarade inte inom 0,5 s",
        );
        check(
            &NoPicture::BuiltWithout,
            "the program was built without map pictures",
            "programmet är byggt utan kartbilder",
        );
    }
}
