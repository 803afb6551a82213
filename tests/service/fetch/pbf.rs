//! Writes small extracts of OpenStreetMap: Protocol Buffers in blocks, after
//! <https://wiki.openstreetmap.org/wiki/PBF_Format>.

use std::io::Write;

use flate2::{Compression, write::ZlibEncoder};

/// Number, longitude and latitude in steps of 10⁻⁷ degrees.
pub type Node = (i64, i64, i64);
pub type Tags<'text> = &'text [(&'text str, &'text str)];

#[derive(Default)]
pub struct Extract {
    nodes: Vec<Node>,
    ways: Vec<Vec<u8>>,
    relations: Vec<Vec<u8>>,
    /// The first is empty, by the format.
    texts: Vec<String>,
    /// What readers have to know besides the ordinary.
    pub required: Vec<String>,
}

impl Extract {
    pub fn new() -> Self {
        Self { texts: vec![String::new()], ..Self::default() }
    }

    pub fn node(&mut self, node: Node) {
        self.nodes.push(node);
    }

    pub fn way(&mut self, number: i64, nodes: &[i64], tags: Tags<'_>) {
        let mut way = Vec::new();
        varint_field(&mut way, 1, number.cast_unsigned());
        self.tags(&mut way, tags);
        bytes_field(&mut way, 8, &deltas(nodes.iter().copied()));
        self.ways.push(way);
    }

    /// With ways as its members, whose roles don't matter.
    pub fn relation(&mut self, number: i64, ways: &[i64], tags: Tags<'_>) {
        let mut relation = Vec::new();
        varint_field(&mut relation, 1, number.cast_unsigned());
        self.tags(&mut relation, tags);
        let outer = self.text("outer");
        bytes_field(&mut relation, 8, &packed(ways.iter().map(|_| outer)));
        bytes_field(&mut relation, 9, &deltas(ways.iter().copied()));
        bytes_field(&mut relation, 10, &packed(ways.iter().map(|_| 1)));
        self.relations.push(relation);
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut header = Vec::new();
        for name in ["OsmSchema-V0.6", "DenseNodes"].map(str::to_owned).iter().chain(&self.required) {
            bytes_field(&mut header, 4, name.as_bytes());
        }
        let mut file = blob("OSMHeader", &header);
        let mut dense = Vec::new();
        bytes_field(&mut dense, 1, &deltas(self.nodes.iter().map(|node| node.0)));
        bytes_field(&mut dense, 8, &deltas(self.nodes.iter().map(|node| node.2)));
        bytes_field(&mut dense, 9, &deltas(self.nodes.iter().map(|node| node.1)));
        let mut nodes = Vec::new();
        bytes_field(&mut nodes, 2, &dense);
        file.extend(blob("OSMData", &self.block(&nodes)));
        for (field, elements) in [(3, &self.ways), (4, &self.relations)] {
            let mut group = Vec::new();
            elements.iter().for_each(|element| bytes_field(&mut group, field, element));
            file.extend(blob("OSMData", &self.block(&group)));
        }
        file
    }

    fn block(&self, group: &[u8]) -> Vec<u8> {
        let mut texts = Vec::new();
        self.texts.iter().for_each(|text| bytes_field(&mut texts, 1, text.as_bytes()));
        let mut block = Vec::new();
        bytes_field(&mut block, 1, &texts);
        bytes_field(&mut block, 2, group);
        block
    }

    fn tags(&mut self, element: &mut Vec<u8>, tags: Tags<'_>) {
        let keys: Vec<u64> = tags.iter().map(|(key, _)| self.text(key)).collect();
        let values: Vec<u64> = tags.iter().map(|(_, value)| self.text(value)).collect();
        bytes_field(element, 2, &packed(keys.into_iter()));
        bytes_field(element, 3, &packed(values.into_iter()));
    }

    fn text(&mut self, text: &str) -> u64 {
        let index = self.texts.iter().position(|known| known == text).unwrap_or_else(|| {
            self.texts.push(text.to_owned());
            self.texts.len() - 1
        });
        index as u64
    }
}

/// A block as it stands in the file: the length of its head, head, packed content.
fn blob(kind: &str, content: &[u8]) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::default());
    packer.write_all(content).unwrap();
    let mut body = Vec::new();
    varint_field(&mut body, 2, content.len() as u64);
    bytes_field(&mut body, 3, &packer.finish().unwrap());
    let mut head = Vec::new();
    bytes_field(&mut head, 1, kind.as_bytes());
    varint_field(&mut head, 3, body.len() as u64);
    let mut blob = u32::try_from(head.len()).unwrap().to_be_bytes().to_vec();
    blob.extend(head);
    blob.extend(body);
    blob
}

fn varint(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
}

fn varint_field(bytes: &mut Vec<u8>, field: u64, number: u64) {
    varint(bytes, field << 3);
    varint(bytes, number);
}

fn bytes_field(bytes: &mut Vec<u8>, field: u64, content: &[u8]) {
    varint(bytes, field << 3 | 2);
    varint(bytes, content.len() as u64);
    bytes.extend(content);
}

fn packed(numbers: impl Iterator<Item = u64>) -> Vec<u8> {
    let mut bytes = Vec::new();
    numbers.for_each(|number| varint(&mut bytes, number));
    bytes
}

/// Differences from one to the next, with the sign in the last bit.
fn deltas(numbers: impl Iterator<Item = i64>) -> Vec<u8> {
    let mut last = 0;
    let zigzag = |number: i64| {
        let delta = number - std::mem::replace(&mut last, number);
        ((delta << 1) ^ (delta >> 63)).cast_unsigned()
    };
    packed(numbers.map(zigzag))
}
