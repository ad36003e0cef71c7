//! What the file's colours mean: all are sRGB (ISO 19005-2, 6.2.3), or inks of a press (ISO 15930-7).

use lopdf::{Dictionary, Document, Object, Stream, StringFormat, dictionary};
use moxcms::ColorProfile;

use super::metadata::text_string;
use crate::model::media::Press;

/// The output intent with its profile.
pub fn output_intent(document: &mut Document, press: Option<&Press>) -> Dictionary {
    match press {
        Some(press) => printing_condition(document, press),
        None => screen(document),
    }
}

/// The printing condition (ISO 32000-1, 14.11.5): by its name in the ICC's registry where the manifest gives it.
fn printing_condition(document: &mut Document, press: &Press) -> Dictionary {
    let profile = Stream::new(dictionary! { "N" => 4 }, press.profile.to_vec());
    let profile = document.add_object(profile);
    let mut intent = dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFX",
        "OutputConditionIdentifier" => text_string(press.condition.as_deref().unwrap_or(&press.name)),
        "Info" => text_string(&press.name),
        "DestOutputProfile" => profile,
    };
    if press.condition.is_some() {
        intent.set("RegistryName", text_string("http://www.color.org"));
    }
    intent
}

fn screen(document: &mut Document) -> Dictionary {
    let profile = Stream::new(dictionary! { "N" => 3 }, srgb());
    let profile = document.add_object(profile);
    let name = || Object::String(b"sRGB IEC61966-2.1".to_vec(), StringFormat::Literal);
    dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => name(),
        "Info" => name(),
        "DestOutputProfile" => profile,
    }
}

/// The profile of sRGB, the same whenever it is made: it says when sRGB was made a standard, not when it was written.
fn srgb() -> Vec<u8> {
    let mut bytes = ColorProfile::new_srgb().encode().expect("a profile of matrix and curves can be written");
    let date: Vec<u8> = [1999u16, 10, 18, 0, 0, 0].into_iter().flat_map(u16::to_be_bytes).collect();
    if let Some(field) = bytes.get_mut(24..36) {
        field.copy_from_slice(&date);
    }
    bytes
}
