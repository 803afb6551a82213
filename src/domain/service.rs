//! What is asked of a network: service, by which technology, where one stands.

use super::{Bilingual, text::words};

/// A service that a network is claimed or measured to give. Data services are
/// named by their download rate in Mbit/s.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Service {
    Voice,
    Data1,
    Data10,
    Data30,
    Data100,
}

words!(Service, "service", {
    Voice => "voice", Data1 => "data1", Data10 => "data10", Data30 => "data30", Data100 => "data100",
});

impl Service {
    /// The download rate that a data service is named by.
    pub fn download_mbps(self) -> Option<u32> {
        match self {
            Service::Voice => None,
            Service::Data1 => Some(1),
            Service::Data10 => Some(10),
            Service::Data30 => Some(30),
            Service::Data100 => Some(100),
        }
    }

    pub fn name(self) -> Bilingual {
        match self {
            Service::Voice => Bilingual::new("Tal", "Voice"),
            Service::Data1 => Bilingual::new("Data 1 Mbit/s", "Data 1 Mbit/s"),
            Service::Data10 => Bilingual::new("Data 10 Mbit/s", "Data 10 Mbit/s"),
            Service::Data30 => Bilingual::new("Data 30 Mbit/s", "Data 30 Mbit/s"),
            Service::Data100 => Bilingual::new("Data 100 Mbit/s", "Data 100 Mbit/s"),
        }
    }
}

/// The generation of radio technology.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Technology {
    G2,
    G3,
    G4,
    G5,
}

words!(Technology, "technology", { G2 => "2G", G3 => "3G", G4 => "4G", G5 => "5G" });

/// Where the user stands for whom the coverage is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Environment {
    Outdoor,
    Vehicle,
    Indoor,
}

words!(Environment, "environment", { Outdoor => "outdoor", Vehicle => "vehicle", Indoor => "indoor" });

impl Environment {
    pub fn name(self) -> Bilingual {
        match self {
            Environment::Outdoor => Bilingual::new("utomhus", "outdoors"),
            Environment::Vehicle => Bilingual::new("i fordon", "in a vehicle"),
            Environment::Indoor => Bilingual::new("inomhus", "indoors"),
        }
    }
}
