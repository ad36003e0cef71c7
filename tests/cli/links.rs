//! `links` asks a server of our own, which answers by the paths that it is asked for.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use crate::program::Book;

fn serve(listener: TcpListener) {
    for stream in listener.incoming().flatten() {
        thread::spawn(move || answer(stream));
    }
}

fn answer(mut stream: TcpStream) {
    let mut asked = String::new();
    let mut lines = BufReader::new(stream.try_clone().expect("it is open"));
    if lines.read_line(&mut asked).is_err() {
        return;
    }
    let mut rest = String::from("x");
    while rest.trim() != "" {
        rest.clear();
        if lines.read_line(&mut rest).unwrap_or(0) == 0 {
            break;
        }
    }
    let path = asked.split(' ').nth(1).unwrap_or_default();
    let head = asked.starts_with("HEAD");
    let status = match path {
        "/there" | "/new" => "200 OK",
        "/moved" => "301 Moved Permanently\r\nLocation: /new",
        // Some servers give no heads alone.
        "/whole" if head => "405 Method Not Allowed",
        "/whole" => "200 OK",
        "/mine" => "403 Forbidden",
        _ => "404 Not Found",
    };
    let answer = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    // Who has heard enough may be gone.
    drop(stream.write_all(answer.as_bytes()));
}

#[test]
fn what_is_not_there_is_told_at_its_place() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a port");
    let root = format!("http://{}", listener.local_addr().expect("it has one"));
    thread::spawn(move || serve(listener));
    let text = format!(
        "# A\n\n[one]({root}/there#x), [two]({root}/moved), [three]({root}/whole), [four]({root}/mine).\n\n\
         Gone: [five]({root}/gone \"t\") and again [six]({root}/gone).\n"
    );
    let run = Book::chapter(&text).run(&["links", "--message-format", "short"]);
    assert_eq!(run.code, Some(1), "{}{}", run.stdout, run.stderr);
    let told: Vec<&str> = run.stderr.lines().filter(|line| line.contains("-address")).collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told[0].starts_with("a.md:3:") && told[0].contains("moved-address"), "{told:?}");
    assert!(told[1].starts_with("a.md:5:7") && told[1].contains("the server answers 404"), "{told:?}");
    assert!(run.stdout.contains("5 addresses: 1 do not answer"), "{}", run.stdout);
}

#[test]
fn a_book_without_links_asks_nobody() {
    let run = Book::chapter("# A\n\nWords, and <mailto:a@b.example>.\n").run(&["links"]);
    run.says(0, &[]);
    assert!(run.stdout.contains("0 addresses"), "{}", run.stdout);
}
