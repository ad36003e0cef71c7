//! What a JPEG is made of before its first scan.

/// The segments before the first scan: their markers and contents (B.1.1.4).
pub(super) fn segments(bytes: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    let mut rest = bytes.get(2..).unwrap_or_default();
    std::iter::from_fn(move || {
        while let [0xff, 0xff, ..] = rest {
            rest = &rest[1..];
        }
        let [0xff, marker, high, low, ..] = *rest else { return None };
        let length = usize::from(u16::from_be_bytes([high, low]));
        if matches!(marker, 0xd8..=0xda) {
            return None;
        }
        let data = rest.get(4..2 + length)?;
        rest = &rest[2 + length..];
        Some((marker, data))
    })
}
