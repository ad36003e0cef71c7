use std::sync::Arc;

use super::image::Fault;
use super::svg;

fn check(svg: &str) -> Result<(u32, u32), Fault> {
    svg::check(&Arc::from(svg.as_bytes())).map(|checked| checked.size)
}

fn drawing(body: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"30\" height=\"20\">{body}</svg>"
    )
}

#[test]
fn drawings_stand_by_themselves() {
    let fault = |body: &str| check(&drawing(body)).err().map(|fault| (fault.code, fault.message));
    let outside = |what: &str| Some(("svg-outside-file", format!("needs another file: {what}")));
    assert_eq!(fault("<image href=\"/etc/passwd\"/>"), outside("/etc/passwd"));
    assert_eq!(fault("<use xlink:href=\"b.svg#x\"/>"), outside("b.svg#x"));
    assert_eq!(fault("<style>@import 'a.css';</style>"), outside("a stylesheet"));
    assert_eq!(fault("<style>@\\69 mport 'a.css';</style>"), outside("a stylesheet"));
    assert_eq!(fault("<style>a { fill: U/**/RL(a.svg#b) }</style>"), outside("a.svg#b"));
    assert_eq!(fault("<image href=\"data:image/svg+xml,x\"/>"), outside("data:image/svg+xml,x"));
    assert_eq!(fault("<image href=\"data:image/png;base64,AAAA\"/>"), None);
    assert_eq!(fault("<a href=\"java&#10;script:x()\"/>").map(|fault| fault.0), Some("svg-script"));
    assert_eq!(fault("<rect fill=\"url( 'http://a.b/c')\"/>"), outside("http://a.b/c"));
    assert_eq!(fault("<rect fill=\"url(#g)\"/><a href=\"https://a.b\"><rect/></a>"), None);
    assert_eq!(fault("<script>x()</script>").map(|fault| fault.0), Some("svg-script"));
    assert_eq!(fault("<g>").map(|fault| fault.0), Some("bad-image"));
    assert_eq!(fault(&"<g>".repeat(100_000)).map(|fault| fault.0), Some("bad-image"));
    let entities =
        "<!DOCTYPE svg [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>".to_string() + &drawing("&b;");
    assert!(check(&entities).is_err());
}

#[test]
fn drawings_that_multiply_end() {
    let mut body = "<defs><g id=\"g0\"><rect width=\"1\" height=\"1\"/></g>".to_string();
    for level in 1..30 {
        let below = format!("<use xlink:href=\"#g{}\"/>", level - 1);
        body += &format!("<g id=\"g{level}\">{below}{below}{below}{below}</g>");
    }
    body += "</defs><use xlink:href=\"#g29\"/>";
    assert!(check(&drawing(&body)).is_err());
}

/// A drawing is refused with this code.
#[track_caller]
fn refused(body: &str, code: &str) {
    assert_eq!(check(&drawing(body)).err().map(|fault| fault.code), Some(code), "{body:.300}");
}

/// A chain of such pieces, each of which names the next.
fn chain(count: usize, piece: impl Fn(usize, usize) -> String) -> String {
    (0..count).map(|nth| piece(nth, nth + 1)).collect()
}

#[test]
fn what_a_drawing_costs_is_counted_before_it_is_drawn() {
    const COMPLEX: &str = "svg-too-complex";
    // Each draws the next twice.
    for (element, property) in
        [("mask", "mask"), ("pattern", "fill"), ("marker", "marker-start"), ("clipPath", "clip-path")]
    {
        let twice = chain(25, |nth, next| {
            let shape = format!("<path d=\"M0 0h1v1\" {property}=\"url(#p{next})\"/>");
            format!("<{element} id=\"p{nth}\" width=\"1\" height=\"1\">{shape}{shape}</{element}>")
        });
        refused(&format!("{twice}<path d=\"M0 0h1v1\" {property}=\"url(#p0)\"/>"), COMPLEX);
    }
    let clips = chain(2000, |nth, next| {
        format!("<clipPath id=\"c{nth}\" clip-path=\"url(#c{next})\"><rect/></clipPath>")
    });
    refused(&format!("{clips}<rect clip-path=\"url(#c0)\"/>"), COMPLEX);
    let gradients = chain(2000, |nth, next| format!("<linearGradient id=\"c{nth}\" href=\"#c{next}\"/>"));
    refused(&format!("{gradients}<rect fill=\"url(#c0)\"/>"), COMPLEX);
    // A dot on each corner of a long line.
    let line = "0 1 1 0 ".repeat(1000);
    let dots = "<circle r=\"1\"/>".repeat(300);
    refused(
        &format!("<marker id=\"m\">{dots}</marker><polyline points=\"{line}\" marker-mid=\"url(#m)\"/>"),
        COMPLEX,
    );
    refused(&format!("<text>{}</text>", "word ".repeat(50_000)), COMPLEX);
    refused(&format!("<text>{}</text>", "<tspan dx=\"1\">a</tspan>".repeat(10_000)), COMPLEX);
    let nested = format!("{}<path/>{}", "<g>".repeat(100), "</g>".repeat(100));
    refused(&format!("<style>{} x {{ fill: red }}</style>{nested}", "g ".repeat(12)), COMPLEX);
    let rules: String = (0..2000).map(|nth| format!(".a{nth} {{ fill: red }}")).collect();
    refused(&format!("<style>{rules}</style><rect class=\"{}\"/>", "b ".repeat(200_000)), COMPLEX);
    let along = "<text><textPath href=\"#p\">xx</textPath></text>".repeat(3000);
    refused(&format!("<path id=\"p\" d=\"M0 0{}\"/>{along}", "l1 1 1 -1".repeat(2000)), COMPLEX);
    // What reads CSS counts the letters before each declaration.
    let declared = "fill:red;".repeat(40_000);
    refused(&format!("<style>rect {{ {declared} }}</style><rect/>"), COMPLEX);
    refused(&format!("<rect style=\"{declared}\"/>"), COMPLEX);
    refused(&format!("<rect style=\"{}\"/>", "fill:red;".repeat(1000)).repeat(300), COMPLEX);
    refused(&"<style>a { fill: red }</style>".repeat(100_000), COMPLEX);
    let gradient =
        "<linearGradient id=\"g\"><stop/><stop offset=\"1\" stop-opacity=\".5\"/></linearGradient>";
    refused(&format!("{gradient}{}", "<rect fill=\"url(#g)\"/>".repeat(30_000)), COMPLEX);
    let many: String = (0..900).map(|nth| format!(" a{nth}=\"\"")).collect();
    refused(&format!("<g{many}/>").repeat(100), "bad-image");
    assert!(check(&drawing(&format!("<g{many}/>").repeat(20))).is_ok());
    let attributes: String = (0..2000).map(|nth| format!(" a{nth}=\"\"")).collect();
    refused(&format!("<g{attributes}/>"), "bad-image");
}

#[test]
fn drawings_that_refer_to_themselves_are_refused() {
    const COMPLEX: &str = "svg-too-complex";
    let inherited = "<rect fill=\"url(#a)\"/><g fill=\"url(#a)\"><pattern id=\"a\" width=\"3\" height=\"3\"><rect width=\"2\" height=\"2\"/></pattern></g>";
    refused(inherited, COMPLEX);
    let pair = |first: &str, second: &str| {
        let (one, two) = (first.split(' ').next().unwrap_or(""), second.split(' ').next().unwrap_or(""));
        format!(
            "<{first} id=\"a\" width=\"3\" height=\"3\"><rect width=\"2\" height=\"2\" {}/></{one}>\
             <{second} id=\"b\" width=\"3\" height=\"3\"><rect width=\"2\" height=\"2\" {}/></{two}>\
             <rect width=\"9\" height=\"9\" {}/>",
            leading(two, "b"),
            leading(one, "a"),
            leading(one, "a")
        )
    };
    for first in ["pattern", "mask", "clipPath"] {
        for second in ["pattern", "mask", "clipPath"] {
            refused(&pair(first, second), COMPLEX);
        }
    }
    refused(
        "<g id=\"a\"><use href=\"#b\"/></g><g id=\"b\"><use href=\"#c\"/></g><g id=\"c\"><use href=\"#a\"/></g>",
        COMPLEX,
    );
    refused(
        "<linearGradient id=\"a\" href=\"#b\"/><linearGradient id=\"b\" href=\"#c\"/><linearGradient id=\"c\" href=\"#b\"/>\
         <rect width=\"9\" height=\"9\" fill=\"url(#a)\"/>",
        COMPLEX,
    );
    let styled = "<style>.a { fill: url(#p) }</style><pattern id=\"p\" width=\"1\" height=\"1\"><use href=\"#r\"/></pattern><rect class=\"a\" id=\"r\"/>";
    refused(styled, COMPLEX);
    // An arrow whose own line has arrows is drawn, without them.
    let arrow = "<style>path { marker-end: url(#m) }</style><marker id=\"m\"><path d=\"M0 0h1\"/></marker><path d=\"M0 0h9\"/>";
    assert!(check(&drawing(arrow)).is_ok());
}

fn leading(element: &str, to: &str) -> String {
    let property = match element {
        "pattern" => "fill",
        "mask" => "mask",
        _ => "clip-path",
    };
    format!("{property}=\"url(#{to})\"")
}

#[test]
fn numbers_beyond_measure_are_refused() {
    for body in [
        "<path d=\"M0 0A9 1e30 0 0 1 1e30 0\"/>",
        "<path d=\"M0 0A1e38 1e38 0 0 1 1e38 0\"/>",
        "<circle r=\"1e38\"/>",
        "<circle r=\"1000000000000em\"/>",
        "<g transform=\"scale(1e20)\"/>",
        "<rect style=\"stroke-width: 1e12\"/>",
        "<rect width=\"1234567890123\"/>",
        "<g font-size=\"9999em\"><g font-size=\"9999em\"><circle r=\"9em\"/></g></g>",
    ] {
        refused(body, "svg-too-complex");
    }
    let fine = "<path d=\"M.5.5-1e3,2e-9A9 9 0 011-1\"/><rect width=\"90000000\" height=\"1\"/>";
    assert!(check(&drawing(fine)).is_ok());
}

#[test]
fn what_would_be_lost_is_told() {
    for body in [
        "<foreignObject><div xmlns=\"http://www.w3.org/1999/xhtml\">words</div></foreignObject>",
        "<switch><g/><foreignObject>words</foreignObject></switch>",
        "<flowRoot><flowRegion><rect/></flowRegion><flowPara>words</flowPara></flowRoot>",
        "<rect fill=\"var(--ink, red)\"/>",
        "<style>rect { fill: var(--ink) }</style><rect/>",
        "<rect style=\"fill:var(--ink)\"/>",
        "<rect style=\"transform: rotate(45deg)\"/>",
        "<style>.a{transform:scale(2)}</style><rect class=\"a\"/>",
        "<rect style=\"clip-path: circle(4px)\"/>",
        "<path vector-effect=\"non-scaling-stroke\"/>",
    ] {
        refused(body, "svg-feature");
    }
    for body in [
        "<foreignObject> </foreignObject><flowRoot><flowPara/></flowRoot>",
        "<switch><foreignObject>words</foreignObject><text>words</text></switch>",
        "<rect style=\"--ink: var(--other); transform: none\" transform=\"scale(2)\" data-a=\"var(x)\"/>",
        "<style>.b { fill: var(--ink) }</style><rect class=\"a\"/>",
        "<text>var(x) is a word</text>",
    ] {
        assert!(check(&drawing(body)).is_ok(), "{body}");
    }
}

#[test]
fn a_drawing_without_its_name_gets_it() {
    let svg = "<!-- no <svg> --><svg width=\"3\" height=\"4\"><rect width=\"1\" height=\"1\"/></svg>";
    let checked = svg::check(&Arc::from(svg.as_bytes()));
    let Ok(svg::Checked { size, bytes: Some(bytes) }) = checked else { panic!("it is named") };
    assert_eq!(size, (3, 4));
    let named = svg.replace("<svg width", "<svg xmlns=\"http://www.w3.org/2000/svg\" width");
    assert_eq!(std::str::from_utf8(&bytes), Ok(named.as_str()));
}
