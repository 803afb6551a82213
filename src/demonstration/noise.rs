//! Gradient noise after Perlin (2002): smooth, seeded, the same everywhere.

use std::f64::consts::FRAC_1_SQRT_2;

/// A field of values about −1…1 over the plane.
#[derive(Clone, Copy, Debug)]
pub(super) struct Noise {
    seed: u64,
    wavelength_m: f64,
    octaves: u32,
}

impl Noise {
    /// `wavelength_m` is the longest; each further octave has half of it and
    /// half of the height.
    pub(super) fn new(seed: u64, wavelength_m: f64, octaves: u32) -> Self {
        Self { seed, wavelength_m, octaves }
    }

    pub(super) fn at(&self, x_m: f64, y_m: f64) -> f64 {
        self.sum(x_m, y_m, |value| value)
    }

    /// Sharp crests instead of round hills: 0 on a crest, negative beside it.
    pub(super) fn ridges(&self, x_m: f64, y_m: f64) -> f64 {
        self.sum(x_m, y_m, |value| -value.abs())
    }

    fn sum(&self, x_m: f64, y_m: f64, shape: impl Fn(f64) -> f64) -> f64 {
        let (mut total, mut height, mut wavelength) = (0.0, 1.0, self.wavelength_m);
        for octave in 0..self.octaves {
            let seed = self.seed.wrapping_add(u64::from(octave));
            total += height * shape(gradient_noise(seed, x_m / wavelength, y_m / wavelength));
            height *= 0.5;
            wavelength *= 0.5;
        }
        total
    }
}

fn gradient_noise(seed: u64, x: f64, y: f64) -> f64 {
    let (column, row) = (x.floor(), y.floor());
    let (right, up) = (x - column, y - row);
    let corner = |dx: i64, dy: i64| {
        let (gradient_x, gradient_y) = gradient(seed, column as i64 + dx, row as i64 + dy);
        gradient_x * (right - dx as f64) + gradient_y * (up - dy as f64)
    };
    let (blend_x, blend_y) = (fade(right), fade(up));
    let south = mix(corner(0, 0), corner(1, 0), blend_x);
    let north = mix(corner(0, 1), corner(1, 1), blend_x);
    1.4 * mix(south, north, blend_y)
}

/// One of eight directions for a corner of the lattice.
fn gradient(seed: u64, column: i64, row: i64) -> (f64, f64) {
    const DIRECTIONS: [(f64, f64); 8] = [
        (1.0, 0.0),
        (-1.0, 0.0),
        (0.0, 1.0),
        (0.0, -1.0),
        (FRAC_1_SQRT_2, FRAC_1_SQRT_2),
        (-FRAC_1_SQRT_2, FRAC_1_SQRT_2),
        (FRAC_1_SQRT_2, -FRAC_1_SQRT_2),
        (-FRAC_1_SQRT_2, -FRAC_1_SQRT_2),
    ];
    DIRECTIONS[(scramble(seed, column, row) >> 61) as usize]
}

/// The finishing steps of SplitMix64 over seed and place.
fn scramble(seed: u64, column: i64, row: i64) -> u64 {
    let mut bits = seed
        .wrapping_add((column as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15))
        .wrapping_add((row as u64).wrapping_mul(0xd1b5_4a32_d192_ed03));
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

fn fade(share: f64) -> f64 {
    share * share * share * (share * (share * 6.0 - 15.0) + 10.0)
}

fn mix(from: f64, to: f64, share: f64) -> f64 {
    from + (to - from) * share
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stay_near_one_and_vary() {
        let noise = Noise::new(1, 4_000.0, 4);
        let values: Vec<f64> =
            (0..5_000).map(|step| noise.at(f64::from(step) * 137.0, f64::from(step) * 91.0)).collect();
        let (low, high) =
            values.iter().fold((0.0_f64, 0.0_f64), |(low, high), v| (low.min(*v), high.max(*v)));
        assert!((-2.0..-0.5).contains(&low) && (0.5..2.0).contains(&high), "{low} {high}");
    }

    #[test]
    fn neighbours_are_alike_and_seeds_differ() {
        let (one, other) = (Noise::new(1, 4_000.0, 3), Noise::new(99, 4_000.0, 3));
        assert!((one.at(500_000.0, 7_000_000.0) - one.at(500_001.0, 7_000_000.0)).abs() < 0.01);
        assert_ne!(one.at(500_100.0, 7_000_100.0), other.at(500_100.0, 7_000_100.0));
    }
}
