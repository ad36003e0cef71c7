//! Listening for changes in folders, where the system tells of them.

#[cfg(target_os = "linux")]
pub(super) use linux::Listener;

#[cfg(target_os = "linux")]
mod linux {
    use std::os::fd::OwnedFd;
    use std::path::PathBuf;
    use std::thread;
    use std::time::Duration;

    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::fs::inotify::{self, CreateFlags, WatchFlags};
    use rustix::io::{Errno, read};

    pub(in crate::cli) struct Listener(OwnedFd);

    impl Listener {
        /// None where not all of the folders can be listened to.
        pub fn of(folders: &[PathBuf]) -> Option<Listener> {
            let told = inotify::init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK).ok()?;
            let changes = WatchFlags::ATTRIB
                | WatchFlags::CLOSE_WRITE
                | WatchFlags::CREATE
                | WatchFlags::DELETE
                | WatchFlags::DELETE_SELF
                | WatchFlags::MODIFY
                | WatchFlags::MOVE
                | WatchFlags::MOVE_SELF;
            let heard = folders.iter().all(|folder| inotify::add_watch(&told, folder, changes).is_ok());
            heard.then_some(Listener(told))
        }

        /// Waits so long at most; whether something changed.
        pub fn hears(&self, period: Duration) -> bool {
            let mut asked = [PollFd::new(&self.0, PollFlags::IN)];
            match poll(&mut asked, Timespec::try_from(period).ok().as_ref()) {
                Ok(0) | Err(Errno::INTR) => false,
                Ok(_) => {
                    // What changed is looked up; only that something did is read.
                    let mut events = [0_u8; 4096];
                    while read(&self.0, &mut events).is_ok_and(|length| length > 0) {}
                    true
                }
                Err(_) => {
                    thread::sleep(period);
                    false
                }
            }
        }
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) struct Listener(std::convert::Infallible);

#[cfg(not(target_os = "linux"))]
impl Listener {
    pub fn of(_: &[std::path::PathBuf]) -> Option<Listener> {
        None
    }

    pub fn hears(&self, _: std::time::Duration) -> bool {
        match self.0 {}
    }
}
