//! `serve`: a book in a browser while it is written. Only this folder listens on the network, and only to this machine.
//!
//! One thread builds after each change and puts what came of it on the [desk](desk::Desk); another answers browsers and
//! editors from there. What a page shows is drawn when a browser asks for it.

mod answer;
mod build;
mod desk;
mod editor;
mod guard;
mod query;
mod routes;
mod text;

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;

use super::args::{Among, Serve};
use super::build::find_books;
use super::trouble::Trouble;
use super::{fail, say_line, warn};
use desk::Desk;
use editor::Editor;

/// The first port that is tried where none is named, and how many after it.
const PORT: u16 = 3000;
const PORTS: u16 = 100;

pub(super) fn serve(args: &Serve) -> u8 {
    let among = Among { editions: args.edition.iter().cloned().collect() };
    let place = match find_books(args.manifest.as_deref(), &among).map(|books| books.into_iter().next()) {
        Ok(Some(place)) => place,
        Ok(None) => return fail("there is no edition to show", "write one under `editions`"),
        Err(code) => return code,
    };
    let begun = Editor::named(args.editor.as_deref()).and_then(|editor| Ok((editor, listener(args.port)?)));
    let (editor, (listener, address)) = match begun {
        Ok(begun) => begun,
        Err((message, hint)) => return fail(message, &hint),
    };
    let desk = Arc::new(Desk::new(editor, address.port()));
    let shown = Arc::clone(&desk);
    let server = thread::Builder::new().name("serve".to_string());
    if let Err(error) = server.spawn(move || answer::run(listener, &shown)) {
        return fail(format!("there is no thread to answer browsers: {error}"), "end other programs");
    }
    say_line(format!("{}: http://{address}/ (Ctrl-C ends it)", place.shown()));
    if args.open
        && let Err(error) = open(&format!("http://{address}/"))
    {
        warn(format!("no browser was opened: {error}"), "open the address by hand");
    }
    build::Builder::new(args, place, desk).run()
}

/// Listens on the loopback address: at the port that is named, or the first that is free.
fn listener(named: Option<u16>) -> Result<(TcpListener, SocketAddr), Trouble> {
    let bind = |port: u16| -> io::Result<(TcpListener, SocketAddr)> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        Ok((listener, address))
    };
    let ports = named.map_or(PORT..PORT + PORTS, |port| port..port.saturating_add(1));
    let mut why = String::new();
    for port in ports.chain(named.filter(|port| *port == u16::MAX)) {
        match bind(port) {
            Ok(listening) => return Ok(listening),
            Err(error) => why = format!("port {port} cannot be listened to: {error}"),
        }
    }
    Err((why, "name another one with --port; 0 takes any that is free".to_string()))
}

/// Opens an address in the user's browser.
fn open(address: &str) -> io::Result<()> {
    let (program, arguments): (&str, &[&str]) = match () {
        () if cfg!(target_os = "macos") => ("open", &[]),
        () if cfg!(windows) => ("explorer", &[]),
        () => ("xdg-open", &[]),
    };
    let mut command = Command::new(program);
    command.args(arguments).arg(address);
    start(command)
}

/// Starts a program that goes on by itself.
fn start(mut command: Command) -> io::Result<()> {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    // Who ends first is of no matter; its number is given back.
    let _ = thread::Builder::new().name("started".to_string()).spawn(move || child.wait());
    Ok(())
}
