//! Diagrams: has the programs that draw them draw them.

use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::json;

use super::checkers::{self, Ran};
use super::stage::Stage;
use super::system;
use crate::model::diagram::DiagramTool;
use crate::world::{DrawingOrder, Undrawn};

/// A browser draws Mermaid's, which may take seconds to begin.
const PATIENCE: Duration = Duration::from_secs(120);
const MOST: u64 = 64 << 20;

/// A drawing of a diagram, in SVG. The program works in a folder of its own, which is empty but for what it needs.
pub(super) fn draw(order: &DrawingOrder) -> Result<Vec<u8>, Undrawn> {
    let failed = |error: io::Error| Undrawn::Failed(format!("there is no folder to draw in: {error}"));
    let stage = Stage::begin(&std::env::temp_dir()).map_err(failed)?;
    let folder = stage.folder("drawing").map_err(failed)?;
    let inside = |name: &str| folder.join(name);
    prepare(&folder, order).map_err(failed)?;
    let tool = order.diagram.tool;
    let mut command = Command::new(tool.program());
    command.args(arguments(order)).current_dir(&folder).env("FONTCONFIG_FILE", inside("fonts.conf"));
    match checkers::run_as(command, &inside("said"), PATIENCE) {
        Ran::Absent => Err(Undrawn::NoProgram),
        Ran::Broken(why) => Err(Undrawn::Failed(why)),
        Ran::Ended { code: 0, .. } => system::read(&inside("out.svg"), MOST)
            .map_err(|error| error.to_string())
            .and_then(crate::plain_drawing)
            .map_err(|error| Undrawn::Failed(format!("it made nothing that can be read: {error}"))),
        Ran::Ended { stdout, stderr, .. } => {
            let said = if stderr.trim().is_empty() { stdout } else { stderr };
            let said = said.replace(&folder.display().to_string(), "");
            Err(Undrawn::Failed(said))
        }
    }
}

/// What the programs are told, the diagram, and the faces that its words will be set in: boxes are made as wide as these are.
fn prepare(folder: &Path, order: &DrawingOrder) -> io::Result<()> {
    fs::write(folder.join("in"), &order.diagram.text)?;
    let faces = folder.join("faces");
    fs::create_dir(&faces)?;
    for (index, bytes) in crate::bundled_faces().enumerate() {
        fs::write(faces.join(format!("{index}.otf")), bytes)?;
    }
    let fonts = "<?xml version=\"1.0\"?>\n<!DOCTYPE fontconfig SYSTEM \"fonts.dtd\">\n<fontconfig>\
                 <include ignore_missing=\"yes\">/etc/fonts/fonts.conf</include>\
                 <dir prefix=\"cwd\">faces</dir><cachedir prefix=\"cwd\">cache</cachedir></fontconfig>\n";
    fs::write(folder.join("fonts.conf"), fonts)?;
    let config = json!({
        "theme": "neutral",
        "htmlLabels": false,
        "flowchart": {"htmlLabels": false},
        "class": {"htmlLabels": false},
        "securityLevel": "strict",
        "fontFamily": order.family,
        "themeVariables": {"fontFamily": order.family, "fontSize": "14px"},
    });
    fs::write(folder.join("mermaid.json"), config.to_string())?;
    // A browser that the system's administrator runs has no sandbox of its own, and says so unless it is told.
    let flags: &[&str] = if system::is_root() { &["--no-sandbox"] } else { &[] };
    fs::write(folder.join("browser.json"), json!({ "args": flags }).to_string())
}

fn arguments(order: &DrawingOrder) -> Vec<String> {
    match order.diagram.tool {
        DiagramTool::Mermaid => {
            ["--input", "in", "--output", "out.svg", "--configFile", "mermaid.json", "--puppeteerConfigFile"]
                .into_iter()
                .chain(["browser.json", "--backgroundColor", "transparent", "--quiet"])
                .map(str::to_string)
                .collect()
        }
        DiagramTool::Graphviz => {
            let family = order.family;
            let faces = ["G", "N", "E"].map(|what| format!("-{what}fontname={family}"));
            let sizes = ["-Gfontsize=11", "-Nfontsize=10", "-Efontsize=9", "-Earrowsize=0.7"];
            let colors = ["-Ncolor=gray40", "-Ecolor=gray40", "-Npenwidth=0.8", "-Epenwidth=0.8"];
            let rest = ["-Gbgcolor=transparent", "-Tsvg", "-oout.svg", "in"];
            faces.into_iter().chain(sizes.into_iter().chain(colors).chain(rest).map(str::to_string)).collect()
        }
    }
}
