//! Sums of lengths and areas.

use std::ops::Add;

/// The sum of quantities; 0 of none. `Iterator::sum` gives −0 there, which would
/// be shown and sent as it is.
pub fn total(quantities: impl Iterator<Item = f64>) -> f64 {
    quantities.fold(0.0, Add::add)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_a_plain_zero() {
        assert!(total(std::iter::empty()).is_sign_positive());
        assert_eq!(total([1.5, 2.0].into_iter()), 3.5);
    }
}
