//! The ICC profile of the printing condition, checked for what PDF/X-4 (ISO 15930-7) asks of it.

use std::sync::Arc;

use moxcms::{ColorProfile, Layout, LocalizableString, ProfileText, TransformOptions};

use super::door::{Door, MAX_BINARY};
use crate::diag::{Diagnostic, Sink};
use crate::model::manifest::Printing;
use crate::model::media::Press;
use crate::source::join_path;

/// Why a profile cannot be used; the message goes on from its name.
struct Fault {
    code: &'static str,
    message: String,
    hint: &'static str,
}

pub(super) fn read(door: &Door, print: &Printing, sink: &mut Sink) -> Option<Press> {
    let (path, span) = (join_path("", &print.profile.0), print.profile.1);
    let bytes = door.read(&path, span, MAX_BINARY, sink)?;
    match check(&bytes) {
        Ok(name) => Some(Press {
            profile: Arc::from(bytes),
            name,
            condition: print.condition.clone(),
            bleed: print.bleed,
        }),
        Err(Fault { code, message, hint }) => {
            sink.push(Diagnostic::error(code, span, format!("`{path}` {message}")).hint(hint));
            None
        }
    }
}

/// What a profile calls itself, or why no PDF for the press can name it.
fn check(bytes: &[u8]) -> Result<String, Fault> {
    header(bytes)?;
    let profile = ColorProfile::new_from_slice(bytes).map_err(|error| damaged(error.to_string()))?;
    // What the pages' colours go through later is made once here, so that it cannot fail there.
    ColorProfile::new_srgb()
        .create_transform_8bit(Layout::Rgb, &profile, Layout::Rgba, TransformOptions::default())
        .map_err(|error| damaged(error.to_string()))?;
    let name = profile.description.as_ref().map(words).unwrap_or_default();
    Ok(if name.is_empty() { "Custom".to_string() } else { name })
}

/// The header's fields (ICC.1:2022, 7.2): signature, version, class and colour space.
fn header(bytes: &[u8]) -> Result<(), Fault> {
    let field = |at: usize| bytes.get(at..at + 4).unwrap_or_default();
    if field(36) != b"acsp" {
        return Err(damaged("it does not begin as one".to_string()));
    }
    let (major, minor) = (bytes[8], bytes[9] >> 4);
    if !matches!(major, 2 | 4) {
        return Err(unfit(
            format!(
                "is of version {major}.{minor} of ICC profiles; PDF knows 2 and 4 (ISO 32000-1, 8.6.5.5)"
            ),
            "ask the printer for the profile in version 4 or 2",
        ));
    }
    if field(12) != b"prtr" {
        return Err(unfit(
            format!(
                "is a profile of class `{}`; a printing condition needs an output profile, `prtr` \
                 (ISO 15930-7; ISO 32000-1, 14.11.5)",
                field(12).escape_ascii()
            ),
            "name the profile of the press and its paper, not that of a screen or a camera",
        ));
    }
    if field(16) != b"CMYK" {
        return Err(unfit(
            format!(
                "is a profile of `{}` colours; the pages are made for four inks, `CMYK` \
                 (ISO 15930-7; ISO 32000-1, 14.11.5)",
                field(16).trim_ascii().escape_ascii()
            ),
            "ask the printer for the profile of the press in CMYK",
        ));
    }
    Ok(())
}

fn damaged(why: String) -> Fault {
    let message = format!("is not an ICC profile that can be used: {why} (ISO 32000-1, 14.11.5)");
    Fault {
        code: "bad-icc-profile",
        message,
        hint: "ask the printer for the profile of the printing condition",
    }
}

fn unfit(message: String, hint: &'static str) -> Fault {
    Fault { code: "unfit-icc-profile", message, hint }
}

fn words(text: &ProfileText) -> String {
    let said = match text {
        ProfileText::PlainString(text) => text.as_str(),
        ProfileText::Localizable(texts) => {
            let english = texts.iter().find(|text: &&LocalizableString| text.language == "en");
            english.or(texts.first()).map_or("", |text| text.value.as_str())
        }
        ProfileText::Description(text) if text.ascii_string.is_empty() => text.unicode_string.as_str(),
        ProfileText::Description(text) => text.ascii_string.as_str(),
    };
    said.chars().filter(|c| !c.is_control()).collect::<String>().trim().to_string()
}
