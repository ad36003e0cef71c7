//! What samples mean by an ICC profile, and as sRGB.

use moxcms::{ColorProfile, DataColorSpace, Layout, ProfileClass, TransformOptions};

use super::Kind;

/// What becomes of a picture's profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fit {
    /// It says what goes without saying.
    Plain,
    /// It says something of its own.
    Own,
    /// It cannot be used, and why.
    Unfit(String),
}

/// Whether a profile is one for such samples (ISO 32000-1, 8.6.5.5; ISO 19005-2, 6.2.4.2).
pub fn fit(profile: &[u8], kind: Kind) -> Fit {
    match read(profile, kind) {
        // Programs that make a picture gray leave the profile of its colours in it.
        Err(_) if kind == Kind::Gray && read(profile, Kind::Light).is_ok() => Fit::Plain,
        Ok(read) if kind == Kind::Light && is_srgb(&read) => Fit::Plain,
        Ok(_) => Fit::Own,
        Err(why) => Fit::Unfit(why),
    }
}

/// Reads a profile for such samples.
///
/// # Errors
/// Where it is not one, in words.
pub fn read(profile: &[u8], kind: Kind) -> Result<ColorProfile, String> {
    let read = ColorProfile::new_from_slice(profile)
        .map_err(|error| format!("its ICC profile cannot be read: {error}"))?;
    let (space, name) = match kind {
        Kind::Gray => (DataColorSpace::Gray, "gray pixels"),
        Kind::Light => (DataColorSpace::Rgb, "pixels of red, green and blue"),
        Kind::Inks => (DataColorSpace::Cmyk, "pixels of four inks"),
    };
    if read.color_space != space {
        return Err(format!("its ICC profile is not for {name}, as it has"));
    }
    let is_device = match read.profile_class {
        ProfileClass::InputDevice
        | ProfileClass::DisplayDevice
        | ProfileClass::OutputDevice
        | ProfileClass::ColorSpace => true,
        ProfileClass::DeviceLink | ProfileClass::Abstract | ProfileClass::Named => false,
    };
    if !is_device {
        return Err("its ICC profile is not that of a device or a colour space".to_string());
    }
    // What can be read may still be no way from its samples to others.
    let srgb = ColorProfile::new_srgb();
    let way = read.create_transform_8bit(layout(kind), &srgb, Layout::Rgb, TransformOptions::default());
    way.map(|_| ()).map_err(|error| format!("its ICC profile cannot be used: {error}"))?;
    Ok(read)
}

/// How samples lie.
pub fn layout(kind: Kind) -> Layout {
    match kind {
        Kind::Gray => Layout::Gray,
        Kind::Light => Layout::Rgb,
        Kind::Inks => Layout::Rgba,
    }
}

/// Whether a profile gives the colours of sRGB, as nearly as eight bits tell: most do, under many names.
fn is_srgb(profile: &ColorProfile) -> bool {
    let steps = [0_u8, 48, 96, 144, 192, 255];
    let pairs = steps.iter().flat_map(|r| steps.map(|g| [*r, g]));
    let colors: Vec<u8> = pairs.flat_map(|[r, g]| steps.map(|b| [r, g, b])).flatten().collect();
    let converted = converted(&colors, Kind::Light, profile);
    converted.is_ok_and(|made| made.iter().zip(&colors).all(|(made, color)| made.abs_diff(*color) <= 1))
}

/// Samples as red, green and blue of sRGB. Inks without a profile mix as those of an ideal press.
///
/// # Errors
/// Where the profile cannot be used for them.
pub fn to_srgb(samples: &[u8], kind: Kind, profile: Option<&[u8]>) -> Result<Vec<u8>, String> {
    match (kind, profile) {
        (_, Some(profile)) => converted(samples, kind, &read(profile, kind)?),
        (Kind::Gray, None) => Ok(samples.iter().flat_map(|sample| [*sample; 3]).collect()),
        (Kind::Light, None) => Ok(samples.to_vec()),
        (Kind::Inks, None) => {
            let light = |ink: u8, black: u8| {
                let light = u32::from(255 - ink) * u32::from(255 - black);
                ((light + 127) / 255) as u8
            };
            let pixels = samples.as_chunks::<4>().0.iter();
            Ok(pixels.flat_map(|[c, m, y, k]| [light(*c, *k), light(*m, *k), light(*y, *k)]).collect())
        }
    }
}

fn converted(samples: &[u8], kind: Kind, profile: &ColorProfile) -> Result<Vec<u8>, String> {
    let srgb = ColorProfile::new_srgb();
    let way = profile
        .create_transform_8bit(layout(kind), &srgb, Layout::Rgb, TransformOptions::default())
        .map_err(|error| format!("its ICC profile cannot be used: {error}"))?;
    let mut light = vec![0; samples.len() / usize::from(kind.channels()) * 3];
    way.transform(samples, &mut light).map_err(|error| error.to_string())?;
    Ok(light)
}
