//! A fence around what libraries do with bytes that mean harm: pictures, faces, profiles. The work runs on a thread of its
//! own, with a stack and a time of its own; a panic ends that thread alone, and becomes a value that the caller tells of.
//!
//! A fence does not stop everything. A stack that overflows ends the process, memory that is taken is taken, and a thread
//! that never ends cannot be ended: the depth, the size and the work of what goes in are bounded before it does. The clock
//! is for what those bounds have missed.

use std::any::Any;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, SendError, SyncSender};
use std::sync::{Condvar, Mutex, MutexGuard, Once, PoisonError};
use std::thread::Builder;
use std::time::Duration;
use std::{fmt, io, iter};

/// Eight times what threads have otherwise. Of what is not touched, nothing is taken.
const STACK: usize = 16 << 20;

/// What all work behind fences may take at a time that asked for room; more waits. One that asks for more is alone.
const ROOM: u64 = 1 << 30;

/// The largest picture that is read takes a few seconds; no work that ends takes so long.
const TIME: Duration = Duration::from_secs(60);

/// How work behind a fence came to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Breach {
    /// It panicked, and said so.
    Panic(String),
    /// It did not end in time. Its thread goes on until the program ends.
    Time,
    /// The system gave no thread to do it.
    Thread(String),
}

impl fmt::Display for Breach {
    /// Goes on from “cannot be read:”.
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Breach::Panic(said) => write!(out, "what reads it gave up ({said})"),
            Breach::Time => write!(out, "it is not done within {} seconds", TIME.as_secs()),
            Breach::Thread(why) => write!(out, "the system gives no thread to read it ({why})"),
        }
    }
}

thread_local! {
    /// Whether this thread is one behind a fence, whose panics are told by the caller.
    static IS_FENCED: Cell<bool> = const { Cell::new(false) };
}

/// Does work behind a fence and waits for it. The work owns what it needs, since it may outlast the wait. It must not use
/// rayon: callers wait on rayon's own threads, and work that waits for those would never begin.
///
/// # Errors
/// Where it panics, or does not end in time.
pub fn fence<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Breach> {
    within(TIME, work)
}

/// Does work on a house face behind a fence, or on this very thread where the system gives no other: a face that is right is
/// not to fail for that. Bundled faces, which are known to be right, have no fence. `work` is asked for the work anew
/// each time.
///
/// # Errors
/// Where it panics, or does not end in time.
pub fn fence_face<T, W>(is_bundled: bool, work: impl Fn() -> W) -> Result<T, Breach>
where
    T: Send + 'static,
    W: FnOnce() -> T + Send + 'static,
{
    if is_bundled {
        return caught(work());
    }
    match fence(work()) {
        Err(Breach::Thread(_)) => caught(work()),
        done => done,
    }
}

/// Does work on this very thread, and catches its panic: for what is done too often to have a thread each time, and is
/// known to end.
///
/// # Errors
/// Where it panics.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Breach> {
    hush();
    let outside = IS_FENCED.replace(true);
    let made = panic::catch_unwind(AssertUnwindSafe(work)).map_err(|said| Breach::Panic(words(&*said)));
    IS_FENCED.set(outside);
    made
}

/// Does work behind a fence that takes so many bytes of memory, when there is room for them.
///
/// # Errors
/// Where it panics, or does not end in time.
pub fn fence_with<T: Send + 'static>(
    bytes: u64,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Breach> {
    // Work behind a fence waits for nothing: those who hold the room might wait for it.
    let room = if IS_FENCED.get() { None } else { Some(Room::take(bytes)) };
    within(TIME, move || {
        let made = work();
        drop(room);
        made
    })
}

/// A part of the memory that work behind fences may take.
struct Room(u64);

static TAKEN: Mutex<u64> = Mutex::new(0);
static GIVEN_BACK: Condvar = Condvar::new();

impl Room {
    fn take(bytes: u64) -> Room {
        let taken = TAKEN.lock().unwrap_or_else(PoisonError::into_inner);
        let is_full = |taken: &mut u64| *taken > 0 && *taken + bytes > ROOM;
        let mut taken = GIVEN_BACK.wait_while(taken, is_full).unwrap_or_else(PoisonError::into_inner);
        *taken += bytes;
        Room(bytes)
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        *TAKEN.lock().unwrap_or_else(PoisonError::into_inner) -= self.0;
        GIVEN_BACK.notify_all();
    }
}

fn within<T: Send + 'static>(time: Duration, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Breach> {
    if IS_FENCED.get() {
        return panic::catch_unwind(AssertUnwindSafe(work)).map_err(|said| Breach::Panic(words(&*said)));
    }
    hush();
    let (give, take) = mpsc::sync_channel(1);
    let job = Job(Box::new(move |thread| {
        // What it leaves half done is dropped with it: nothing of it is seen again.
        let made = panic::catch_unwind(AssertUnwindSafe(work)).map_err(|said| words(&*said));
        // Before those who wait go on, and perhaps have more.
        idle().push(thread.clone());
        // Nobody takes what comes too late.
        let _ = give.send(made);
    }));
    hand(job).map_err(|error| Breach::Thread(error.to_string()))?;
    match take.recv_timeout(time) {
        Ok(made) => made.map_err(Breach::Panic),
        Err(mpsc::RecvTimeoutError::Timeout) => Err(Breach::Time),
        Err(mpsc::RecvTimeoutError::Disconnected) => Err(Breach::Panic(words(&()))),
    }
}

/// Work for a thread behind the fence, which is told how more can be sent to it.
struct Job(Box<Work>);
type Work = dyn FnOnce(&SyncSender<Job>) + Send;

/// Threads that have done their work. A book has a hundred works, most of which take less than a thread's beginning and end.
static IDLE: Mutex<Vec<SyncSender<Job>>> = Mutex::new(Vec::new());

fn idle() -> MutexGuard<'static, Vec<SyncSender<Job>>> {
    IDLE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Has work done by a thread that has none, or by a new one.
fn hand(mut job: Job) -> io::Result<()> {
    while let Some(thread) = { idle().pop() } {
        match thread.send(job) {
            Ok(()) => return Ok(()),
            // It is gone: what the last work made panicked when nobody took it.
            Err(SendError(back)) => job = back,
        }
    }
    // Without room of its own: what is sent has been taken, and is not lost with a thread that goes.
    let (thread, jobs) = mpsc::sync_channel(0);
    let run = move || {
        IS_FENCED.set(true);
        iter::once(job).chain(jobs).for_each(|Job(work)| work(&thread));
    };
    Builder::new().name("fence".to_string()).stack_size(STACK).spawn(run).map(drop)
}

/// What a panic said, on one line.
fn words(said: &(dyn Any + Send)) -> String {
    let words = said.downcast_ref::<&str>().copied().or(said.downcast_ref::<String>().map(String::as_str));
    let line: String = words.unwrap_or("no reason").chars().take(200).collect();
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Keeps panics behind a fence off the terminal: they are told as diagnostics.
fn hush() {
    static HUSHED: Once = Once::new();
    HUSHED.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !IS_FENCED.get() {
                before(panic);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_comes_back() {
        assert_eq!(fence(|| 6 * 7), Ok(42));
        assert_eq!(fence(|| fence(|| 6 * 7)), Ok(Ok(42)));
    }

    #[test]
    fn a_panic_is_a_value() {
        assert_eq!(fence(|| panic!("at\n  last")), Err::<(), _>(Breach::Panic("at last".to_string())));
        let number = String::from("3");
        let said = fence(move || panic!("{number} of them"));
        assert_eq!(said, Err::<(), _>(Breach::Panic("3 of them".to_string())));
        assert_eq!(fence(|| fence(|| panic!("in"))), Ok(Err::<(), _>(Breach::Panic("in".to_string()))));
    }

    #[test]
    fn a_panic_is_caught_where_it_is() {
        assert_eq!(caught(|| 6 * 7), Ok(42));
        assert_eq!(caught(|| panic!("here")), Err::<(), _>(Breach::Panic("here".to_string())));
        assert!(!IS_FENCED.get());
    }

    #[test]
    fn what_takes_too_long_is_left() {
        let forever = || std::thread::park_timeout(Duration::from_secs(5));
        assert_eq!(within(Duration::from_millis(20), forever), Err(Breach::Time));
    }

    #[test]
    fn a_thread_that_is_gone_is_not_asked() {
        struct Late;
        impl Drop for Late {
            fn drop(&mut self) {
                panic!("nobody took it");
            }
        }
        let late = || {
            std::thread::sleep(Duration::from_millis(40));
            Late
        };
        assert!(within(Duration::from_millis(5), late).is_err());
        std::thread::sleep(Duration::from_millis(80));
        (0..20).for_each(|n| assert_eq!(fence(move || n), Ok(n)));
    }

    #[test]
    fn large_works_wait_for_one_another() {
        static NOW: Mutex<(u32, u32)> = Mutex::new((0, 0));
        let count = |more: bool| {
            let mut now = NOW.lock().expect("no one panics");
            now.0 = if more { now.0 + 1 } else { now.0 - 1 };
            now.1 = now.1.max(now.0);
        };
        let work = move || {
            count(true);
            std::thread::sleep(Duration::from_millis(5));
            count(false);
        };
        let workers: Vec<_> =
            (0..6).map(|_| std::thread::spawn(move || fence_with(ROOM * 2, work))).collect();
        workers.into_iter().for_each(|worker| assert_eq!(worker.join().expect("it ends"), Ok(())));
        assert_eq!(NOW.lock().expect("no one panics").1, 1);
        assert!(fence_with(ROOM, || panic!("with it")).is_err_and(|breach| breach != Breach::Time));
        assert_eq!(fence_with(ROOM, || 1), Ok(1));
    }

    #[test]
    fn there_is_room_for_what_is_nested_deeply() {
        fn depth(left: usize) -> usize {
            let room = std::hint::black_box([left; 64]);
            if left == 0 { 0 } else { 1 + depth(room[1] - 1) }
        }
        assert_eq!(fence(|| depth(10_000)), Ok(10_000));
    }
}
