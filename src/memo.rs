//! What earlier builds made, so that a build after an edit makes again only what the edit changed. What is remembered is
//! found by all that it was made from, and a build with a memory gives the same bytes as one without.

use std::any::Any;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

/// Remembers what the last two builds made or used; older things are let go, so that it grows no larger than the book.
#[derive(Default)]
pub struct Memo(Option<Mutex<Shelves>>);

#[derive(Default)]
struct Shelves {
    build: u64,
    /// Found by a digest of what they were made from.
    made: BTreeMap<(&'static str, Digest), Kept>,
    /// Found by their place in the book, and used where what they were made from is equal.
    placed: BTreeMap<(&'static str, u32), Kept>,
}

/// Of bytes and of how they are used, and of both in the other order: with 128 bits, none of the thousands of things that a
/// book is made of is taken for another.
type Digest = (u64, u64);

fn digest(bytes: &[u8], how: impl Hash) -> Digest {
    let (mut one, mut other) = (DefaultHasher::new(), DefaultHasher::new());
    bytes.hash(&mut one);
    how.hash(&mut one);
    how.hash(&mut other);
    // The other sees other blocks of the bytes, whatever there is before them.
    other.write_u8(0);
    bytes.hash(&mut other);
    (one.finish(), other.finish())
}

struct Kept {
    value: Arc<dyn Any + Send + Sync>,
    used: u64,
}

impl Memo {
    /// A memory that keeps nothing, for a build that is the only one.
    pub const NONE: Memo = Memo(None);

    pub fn new() -> Memo {
        Memo(Some(Mutex::default()))
    }

    pub fn keeps(&self) -> bool {
        self.0.is_some()
    }

    /// Begins a build: what the last one did not use is let go.
    pub fn begin(&self) {
        self.with(|shelves| {
            let last = shelves.build;
            shelves.made.retain(|_, kept| kept.used == last);
            shelves.placed.retain(|_, kept| kept.used == last);
            shelves.build += 1;
        });
    }

    /// What a step makes of some bytes and of how it is to be made.
    pub fn made_of<T: Clone + Send + Sync + 'static>(
        &self,
        step: &'static str,
        (bytes, how): (&[u8], impl Hash),
        make: impl FnOnce() -> T,
    ) -> T {
        if self.0.is_none() {
            return make();
        }
        let key = (step, digest(bytes, how));
        if let Some(value) =
            self.with(|shelves| find::<T, _>(&mut shelves.made, &key, shelves.build)).flatten()
        {
            return (*value).clone();
        }
        let value = make();
        let kept: Arc<dyn Any + Send + Sync> = Arc::new(value.clone());
        self.with(|shelves| shelves.made.insert(key, Kept { value: kept, used: shelves.build }));
        value
    }

    /// What a step put at a place.
    pub fn at<T: Send + Sync + 'static>(&self, step: &'static str, place: u32) -> Option<Arc<T>> {
        self.with(|shelves| find::<T, _>(&mut shelves.placed, &(step, place), shelves.build)).flatten()
    }

    /// Puts something at a place, where anything is kept, and hands it on.
    pub fn keep<T: Send + Sync + 'static>(&self, step: &'static str, place: u32, value: T) -> Arc<T> {
        let value = Arc::new(value);
        let kept: Arc<dyn Any + Send + Sync> = Arc::clone(&value) as _;
        self.with(|shelves| {
            shelves.placed.insert((step, place), Kept { value: kept, used: shelves.build });
        });
        value
    }

    /// Puts at a place what a step made, and what it made it from.
    pub fn put<T: Send + Sync + 'static>(&self, step: &'static str, place: u32, make: impl FnOnce() -> T) {
        if self.0.is_some() {
            let value: Arc<dyn Any + Send + Sync> = Arc::new(make());
            self.with(|shelves| shelves.placed.insert((step, place), Kept { value, used: shelves.build }));
        }
    }

    fn with<R>(&self, work: impl FnOnce(&mut Shelves) -> R) -> Option<R> {
        self.0.as_ref().map(|shelves| work(&mut shelves.lock().unwrap_or_else(PoisonError::into_inner)))
    }
}

fn find<T: Send + Sync + 'static, K: Ord>(
    shelf: &mut BTreeMap<K, Kept>,
    key: &K,
    build: u64,
) -> Option<Arc<T>> {
    let kept = shelf.get_mut(key)?;
    kept.used = build;
    Arc::clone(&kept.value).downcast::<T>().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_made_is_made_once() {
        let memo = Memo::new();
        memo.begin();
        let make = |bytes: &[u8], how: u8| {
            let mut made = false;
            let value = memo.made_of("length", (bytes, how), || {
                made = true;
                bytes.len()
            });
            (value, made)
        };
        assert_eq!(make(b"one", 0), (3, true));
        assert_eq!(make(b"one", 0), (3, false));
        assert_eq!(make(b"two", 0), (3, true));
        assert_eq!(make(b"one", 1), (3, true));
    }

    #[test]
    fn what_a_build_does_not_use_is_let_go() {
        let memo = Memo::new();
        memo.begin();
        memo.put("place", 1, || "old".to_string());
        memo.begin();
        assert_eq!(memo.at::<String>("place", 1).as_deref().map(String::as_str), Some("old"));
        memo.begin();
        memo.begin();
        assert!(memo.at::<String>("place", 1).is_none());
        assert!(memo.at::<String>("other", 1).is_none());
    }

    #[test]
    fn no_memory_keeps_nothing() {
        Memo::NONE.put("place", 1, || 1);
        assert!(Memo::NONE.at::<i32>("place", 1).is_none());
        assert_eq!(Memo::NONE.made_of("length", (b"one", ()), || 3), 3);
    }
}
