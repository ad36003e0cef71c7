//! Diagrams that other programs draw: what they are told by, and who draws them.

/// Whose language a diagram is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DiagramTool {
    Mermaid,
    Graphviz,
}

impl DiagramTool {
    pub const ALL: [DiagramTool; 2] = [DiagramTool::Mermaid, DiagramTool::Graphviz];

    pub fn name(self) -> &'static str {
        match self {
            DiagramTool::Mermaid => "mermaid",
            DiagramTool::Graphviz => "graphviz",
        }
    }

    /// The command that draws it, by which the system's path knows it.
    pub fn program(self) -> &'static str {
        match self {
            DiagramTool::Mermaid => "mmdc",
            DiagramTool::Graphviz => "dot",
        }
    }

    /// What blocks of code in its language are marked with, in small letters.
    fn languages(self) -> &'static [&'static str] {
        match self {
            DiagramTool::Mermaid => &["mermaid"],
            DiagramTool::Graphviz => &["dot", "graphviz", "gv"],
        }
    }

    /// How names of files in its language end.
    fn endings(self) -> &'static [&'static str] {
        match self {
            DiagramTool::Mermaid => &["mmd", "mermaid"],
            DiagramTool::Graphviz => &["dot", "gv"],
        }
    }

    pub fn of_language(language: &str) -> Option<DiagramTool> {
        DiagramTool::ALL.into_iter().find(|tool| tool.languages().contains(&language))
    }

    pub fn of_file(path: &str) -> Option<DiagramTool> {
        let (_, ending) = path.rsplit_once('.')?;
        let ending = ending.to_ascii_lowercase();
        DiagramTool::ALL.into_iter().find(|tool| tool.endings().contains(&&*ending))
    }
}

/// A diagram as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagram {
    pub tool: DiagramTool,
    pub text: String,
}

/// What the picture of a diagram goes by among those of the book, by its node. No file is called so.
pub fn picture_name((section, local): (u32, u32)) -> String {
    format!("diagram:{section}:{local}")
}
