//! CSL-YAML, as pandoc has it: the fields of CSL-JSON, dates also as texts or as `year`, `month`, `day`.

use serde_json::Value;

use super::csl_json::{offset, works};
use super::{Trouble, Work};

pub(super) fn read(text: &str, troubles: &mut Vec<Trouble>) -> Vec<Work> {
    // A metadata block of pandoc's ends with a line of its own.
    let bare = text.trim_end();
    let bare = bare.strip_suffix("\n---").or_else(|| bare.strip_suffix("\n...")).unwrap_or(bare);
    match serde_yaml::from_str::<Value>(bare) {
        Ok(value) => works(value, text, troubles),
        Err(error) => {
            let at = error.location().map_or(0, |place| offset(text, place.line(), place.column()));
            troubles.push(Trouble::error(at..at, format!("this is no YAML: {error}")));
            Vec::new()
        }
    }
}
