//! Streams, compressed.

use std::cell::RefCell;

use flate2::{Compress, Compression, FlushCompress, Status};

use crate::memo::Memo;

/// As hard as pays: on the benchmark's book the next level takes 4 % more of the whole build's time and gives 0.1 %.
const LEVEL: Compression = Compression::new(5);

thread_local! {
    /// An encoder's tables have a quarter of a megabyte, a page's content a few thousand bytes: they are made once.
    static ENCODER: RefCell<Compress> = RefCell::new(Compress::new(LEVEL, true));
}

/// Compresses for FlateDecode (ISO 32000-1, 7.4.4).
pub fn deflate(bytes: &[u8]) -> Vec<u8> {
    ENCODER.with_borrow_mut(|encoder| {
        encoder.reset();
        let mut packed = Vec::with_capacity(bytes.len() / 3 + 64);
        loop {
            let rest = &bytes[encoder.total_in() as usize..];
            let status = encoder.compress_vec(rest, &mut packed, FlushCompress::Finish);
            match status.expect("no input is beyond compressing") {
                Status::StreamEnd => return packed,
                Status::Ok | Status::BufError => packed.reserve(packed.capacity().max(64)),
            }
        }
    })
}

/// The same, as an earlier build did it where one did.
pub fn deflate_known(memo: &Memo, bytes: &[u8]) -> Vec<u8> {
    memo.made_of("deflate", (bytes, ()), || deflate(bytes))
}
