//! The faces that are part of the program.

macro_rules! bundled {
    ($($path:literal),* $(,)?) => {
        [$(include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/", $path)).as_slice()),*]
    };
}

/// The faces that are part of the program, so that a book looks the same on every machine.
pub(super) static BUNDLED: [&[u8]; 17] = bundled![
    "libertinus-serif/LibertinusSerif-Regular.otf",
    "libertinus-serif/LibertinusSerif-Italic.otf",
    "libertinus-serif/LibertinusSerif-Bold.otf",
    "libertinus-serif/LibertinusSerif-BoldItalic.otf",
    "source-sans-3/SourceSans3-Regular.ttf",
    "source-sans-3/SourceSans3-Italic.ttf",
    "source-sans-3/SourceSans3-Bold.ttf",
    "source-sans-3/SourceSans3-BoldItalic.ttf",
    "source-code-pro/SourceCodePro-Regular.ttf",
    "source-code-pro/SourceCodePro-Italic.ttf",
    "source-code-pro/SourceCodePro-Bold.ttf",
    "source-code-pro/SourceCodePro-BoldItalic.ttf",
    "noto-naskh-arabic/NotoNaskhArabic-Regular.ttf",
    "noto-naskh-arabic/NotoNaskhArabic-Bold.ttf",
    "noto-sans-math/NotoSansMath-Regular.ttf",
    "noto-sans-symbols-2/NotoSansSymbols2-Regular.ttf",
    "libertinus-math/LibertinusMath-Regular.otf",
];

/// The bytes of the faces that are part of the program.
pub fn bundled() -> impl Iterator<Item = &'static [u8]> {
    BUNDLED.into_iter()
}
