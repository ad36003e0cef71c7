//! The drawings of diagrams: as they are kept with the book, or as a program draws them now.

use sha2::{Digest, Sha256};

use super::door::{Door, MAX_BINARY, MAX_TEXT};
use crate::diag::{Diagnostic, Sink};
use crate::model::diagram::{Diagram, DiagramTool};
use crate::source::{Span, join_path};
use crate::world::{DrawingOrder, Undrawn};

/// Another number where other drawings are to be made of the same diagrams.
const EDITION: u8 = 1;

/// Where drawings are kept, and what words in them are set in.
#[derive(Clone, Copy)]
pub(super) struct Drawings<'a> {
    /// None where the manifest asks for no diagrams to be drawn.
    pub folder: Option<&'a (String, Span)>,
    pub family: &'a str,
}

impl Drawings<'_> {
    /// The drawing of a diagram. One that is kept is the same on any machine, whatever programs it has.
    pub fn of(&self, door: &Door, diagram: &Diagram, span: Span, sink: &mut Sink) -> Option<Vec<u8>> {
        let Some((folder, _)) = self.folder else {
            sink.push(unasked(diagram.tool, span));
            return None;
        };
        let path = join_path("", &format!("{folder}/{}", self.name(diagram)));
        if door.world.canonical(&path).is_ok() || !door.admits_name(&path) {
            return door.read(&path, span, MAX_BINARY, sink);
        }
        let order = DrawingOrder { diagram, family: self.family, path: &path };
        match door.world.draw(&order) {
            Ok(drawing) => Some(drawing),
            Err(why) => {
                sink.push(undrawn(diagram.tool, folder, span, &why));
                None
            }
        }
    }

    /// That of a file in a diagram's language.
    pub fn of_file(
        &self,
        door: &Door,
        (tool, path): (DiagramTool, &str),
        span: Span,
        sink: &mut Sink,
    ) -> Option<Vec<u8>> {
        let bytes = door.read(path, span, MAX_TEXT, sink)?;
        let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
        self.of(door, &Diagram { tool, text }, span, sink)
    }

    /// What a drawing is called: by all that it is made from.
    fn name(&self, diagram: &Diagram) -> String {
        let mut digest = Sha256::new();
        digest.update([EDITION]);
        digest.update(self.family);
        digest.update([0]);
        digest.update(&diagram.text);
        let digest: String = digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        format!("{}-{digest}.svg", diagram.tool.name())
    }
}

fn unasked(tool: DiagramTool, span: Span) -> Diagnostic {
    let message = format!("this is a diagram, which `{}` would draw", tool.program());
    Diagnostic::error("diagram-not-drawn", span, message)
        .hint("name a folder for drawings in the manifest, `diagrams: drawings`, and it is drawn")
}

fn undrawn(tool: DiagramTool, folder: &str, span: Span, why: &Undrawn) -> Diagnostic {
    let program = tool.program();
    match why {
        Undrawn::NoProgram => {
            let get = match tool {
                DiagramTool::Mermaid => "install Mermaid’s (`npm install -g @mermaid-js/mermaid-cli`)",
                DiagramTool::Graphviz => "install Graphviz",
            };
            let message = format!("this diagram is not drawn yet, and there is no program `{program}`");
            Diagnostic::error("diagram-not-drawn", span, message)
                .hint(format!("{get}, or build the book once where it is: the drawing stays in `{folder}`"))
        }
        Undrawn::Failed(said) => {
            let said: String = said.split_whitespace().collect::<Vec<_>>().join(" ");
            let said: String = said.chars().take(300).collect();
            Diagnostic::error(
                "diagram-not-drawn",
                span,
                format!("`{program}` does not draw this diagram: {said}"),
            )
            .hint("lines are counted from the diagram’s first")
        }
    }
}
