//! A text in the service's two languages.

/// Gives a fieldless enum its words: `ALL`, `as_str`, `Display` and `FromStr`.
macro_rules! words {
    ($type:ident, $what:literal, { $($variant:ident => $word:literal),+ $(,)? }) => {
        impl $type {
            pub const ALL: &'static [$type] = &[$($type::$variant),+];

            pub fn as_str(self) -> &'static str {
                match self { $($type::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $type {
            type Err = $crate::domain::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|word| word.as_str() == text).ok_or_else(|| {
                    $crate::domain::UnknownWord {
                        what: $what,
                        value: text.to_owned(),
                        expected: [$($word),+].join(", "),
                    }
                })
            }
        }
    };
}
pub(crate) use words;

/// A language in which the service speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    #[default]
    Swedish,
    English,
}

words!(Language, "language", { Swedish => "sv", English => "en" });

impl Language {
    /// That of the two which is written in this language.
    pub fn of<'text>(self, sv: &'text str, en: &'text str) -> &'text str {
        match self {
            Self::Swedish => sv,
            Self::English => en,
        }
    }
}

/// Swedish and English of the same sentence or name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bilingual {
    pub sv: String,
    pub en: String,
}

impl Bilingual {
    pub fn new(sv: impl Into<String>, en: impl Into<String>) -> Self {
        Self { sv: sv.into(), en: en.into() }
    }

    pub fn in_language(&self, language: Language) -> &str {
        language.of(&self.sv, &self.en)
    }
}

/// A text that none of the known words matches.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown {what} `{value}`: expected one of {expected}")]
pub struct UnknownWord {
    pub what: &'static str,
    pub value: String,
    pub expected: String,
}
