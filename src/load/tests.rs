use super::svg;

fn drawing(body: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"30\" height=\"20\">{body}</svg>"
    )
}

#[test]
fn drawings_stand_by_themselves() {
    let check =
        |body: &str| svg::check(drawing(body).as_bytes()).err().map(|fault| (fault.code, fault.message));
    let outside = |what: &str| Some(("svg-outside-file", format!("needs another file: {what}")));
    assert_eq!(check("<image href=\"/etc/passwd\"/>"), outside("/etc/passwd"));
    assert_eq!(check("<use xlink:href=\"b.svg#x\"/>"), outside("b.svg#x"));
    assert_eq!(check("<style>@import 'a.css';</style>"), outside("a stylesheet"));
    assert_eq!(check("<style>@\\69 mport 'a.css';</style>"), outside("a stylesheet"));
    assert_eq!(check("<style>a { fill: U/**/RL(a.svg#b) }</style>"), outside("a.svg#b"));
    assert_eq!(check("<image href=\"data:image/svg+xml,x\"/>"), outside("data:image/svg+xml,x"));
    assert_eq!(check("<image href=\"data:image/png;base64,AAAA\"/>"), None);
    assert_eq!(check("<a href=\"java&#10;script:x()\"/>").map(|fault| fault.0), Some("svg-script"));
    assert_eq!(check("<rect fill=\"url( 'http://a.b/c')\"/>"), outside("http://a.b/c"));
    assert_eq!(check("<rect fill=\"url(#g)\"/><a href=\"https://a.b\"><rect/></a>"), None);
    assert_eq!(check("<script>x()</script>").map(|fault| fault.0), Some("svg-script"));
    assert_eq!(check("<g>").map(|fault| fault.0), Some("bad-image"));
    assert_eq!(check(&"<g>".repeat(100_000)).map(|fault| fault.0), Some("bad-image"));
    let entities =
        "<!DOCTYPE svg [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>".to_string() + &drawing("&b;");
    assert!(svg::check(entities.as_bytes()).is_err());
}

#[test]
fn drawings_that_multiply_end() {
    let mut body = "<defs><g id=\"g0\"><rect width=\"1\" height=\"1\"/></g>".to_string();
    for level in 1..30 {
        let below = format!("<use xlink:href=\"#g{}\"/>", level - 1);
        body += &format!("<g id=\"g{level}\">{below}{below}{below}{below}</g>");
    }
    body += "</defs><use xlink:href=\"#g29\"/>";
    assert!(svg::check(drawing(&body).as_bytes()).is_err());
}
