//! Answers browsers and editors: HTTP over one thread, and a few beside it that draw and look up.

use std::convert::Infallible;
use std::net::TcpListener;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Body, Bytes, Frame, Incoming};
use hyper::header::HeaderValue;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::runtime;
use tokio::sync::Semaphore;
use tokio::sync::mpsc::Receiver;

use super::super::warn;
use super::desk::Desk;
use super::guard;
use super::query::Query;
use super::routes::{self, Reply};
use crate::fence;

/// So many connections at once: a browser has six, and events.
const CONNECTIONS: usize = 96;
/// Pages that are drawn and places that are looked up side by side.
const THREADS: usize = 3;
/// As much as a program's first thread has: books may be nested deeply.
const STACK: usize = 8 << 20;
/// Who has not said by then what is wanted does not want anything.
const PATIENCE: Duration = Duration::from_secs(20);
/// Heads and bodies of requests have so many bytes at most.
const MOST_HEAD: usize = 16 << 10;
const MOST_BODY: usize = 8 << 10;

/// Answers until the program ends.
pub(super) fn run(listener: TcpListener, desk: &Arc<Desk>) {
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(THREADS)
        .thread_stack_size(STACK)
        .build();
    let served = runtime.and_then(|runtime| runtime.block_on(accept(listener, desk)));
    if let Err(error) = served {
        warn(format!("browsers are no longer answered: {error}"), "end the program and begin again");
    }
}

async fn accept(listener: TcpListener, desk: &Arc<Desk>) -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return Ok(()) };
        match listener.accept().await {
            Ok((stream, _)) => {
                let desk = Arc::clone(desk);
                tokio::spawn(async move {
                    connection(stream, desk).await;
                    drop(place);
                });
            }
            // One that went before it came, or too many open files: neither lasts.
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

async fn connection(stream: TcpStream, desk: Arc<Desk>) {
    // What is small is sent at once.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| respond(Arc::clone(&desk), request));
    let mut server = http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(PATIENCE).max_buf_size(MOST_HEAD);
    // Who breaks off has what was wanted.
    let _ = server.serve_connection(TokioIo::new(stream), service).await;
}

async fn respond(desk: Arc<Desk>, request: Request<Incoming>) -> Result<Response<Answer>, Infallible> {
    let (head, body) = request.into_parts();
    let length = head.uri.path_and_query().map_or(0, |asked| asked.as_str().len());
    if let Some((status, why)) = guard::refused(&head.method, length, &head.headers, desk.port) {
        return Ok(whole(routes::told(status, why)));
    }
    if head.method == Method::GET && head.uri.path() == "/events" {
        return Ok(events(&desk));
    }
    let mut query = Query::read(head.uri.query().unwrap_or_default());
    if head.method == Method::POST {
        match form(body).await {
            Ok(form) => query = query.with(form),
            Err((status, why)) => return Ok(whole(routes::told(status, why))),
        }
    }
    let work = move || {
        let reply = || routes::reply(&desk, &head.method, head.uri.path(), &query);
        fence::caught(reply)
            .unwrap_or_else(|_| routes::told(StatusCode::INTERNAL_SERVER_ERROR, "that went wrong"))
    };
    let reply = tokio::task::spawn_blocking(work).await;
    let reply = reply.unwrap_or_else(|_| routes::told(StatusCode::INTERNAL_SERVER_ERROR, "that went wrong"));
    Ok(whole(reply))
}

/// What a form in the body of a request says.
async fn form(body: Incoming) -> Result<Query, (StatusCode, &'static str)> {
    let read = Limited::new(body, MOST_BODY).collect();
    match tokio::time::timeout(PATIENCE, read).await {
        Ok(Ok(read)) => Ok(Query::read(&String::from_utf8_lossy(&read.to_bytes()))),
        Ok(Err(_)) => Err((StatusCode::PAYLOAD_TOO_LARGE, "that is too much")),
        Err(_) => Err((StatusCode::REQUEST_TIMEOUT, "that takes too long")),
    }
}

fn whole(Reply { status, media_type, policy, body }: Reply) -> Response<Answer> {
    response(status, media_type, policy, Answer::Whole(Full::new(body)))
}

/// What comes about, as it does (HTML, 9.2, server-sent events).
fn events(desk: &Desk) -> Response<Answer> {
    match desk.look() {
        Some(events) => response(StatusCode::OK, "text/event-stream", guard::DATA, Answer::Events(events)),
        None => whole(routes::told(StatusCode::SERVICE_UNAVAILABLE, "too many windows show the book")),
    }
}

fn response(
    status: StatusCode,
    media_type: &'static str,
    policy: &'static str,
    body: Answer,
) -> Response<Answer> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    guard::shield(response.headers_mut(), policy);
    response.headers_mut().insert("content-type", HeaderValue::from_static(media_type));
    response
}

/// The body of an answer.
enum Answer {
    Whole(Full<Bytes>),
    Events(Receiver<Bytes>),
}

impl Body for Answer {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match self.get_mut() {
            Answer::Whole(whole) => Pin::new(whole).poll_frame(context),
            Answer::Events(events) => {
                events.poll_recv(context).map(|event| event.map(|event| Ok(Frame::data(event))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Answer::Whole(whole) => whole.is_end_stream(),
            Answer::Events(_) => false,
        }
    }

    fn size_hint(&self) -> hyper::body::SizeHint {
        match self {
            Answer::Whole(whole) => whole.size_hint(),
            Answer::Events(_) => hyper::body::SizeHint::default(),
        }
    }
}
