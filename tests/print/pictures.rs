//! Pictures look alike in every edition: turned as their cameras noted, and in the colours that their profiles say.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, GenericImageView, ImageEncoder, Rgb, RgbImage, Rgba, RgbaImage};
use lopdf::{Object, Stream};
use reportc::world::memory::MemoryWorld;
use reportc::{Formats, Options, Profile, compile};

use super::{File, file_of};

const RED: [u8; 3] = [255, 0, 0];
const GREEN: [u8; 3] = [0, 255, 0];
const BLUE: [u8; 3] = [0, 0, 255];
const YELLOW: [u8; 3] = [255, 255, 0];

/// Twice as wide as high, and another colour in each corner.
fn upright() -> RgbImage {
    RgbImage::from_fn(64, 32, |x, y| {
        Rgb(match (x < 32, y < 16) {
            (true, true) => RED,
            (false, true) => GREEN,
            (true, false) => BLUE,
            (false, false) => YELLOW,
        })
    })
}

/// The same as a camera stores it that notes `turn`.
fn stored(turn: u8) -> DynamicImage {
    let back = match turn {
        6 => 8,
        8 => 6,
        other => other,
    };
    let mut image = DynamicImage::from(upright());
    image.apply_orientation(Orientation::from_exif(back).expect("1 to 8"));
    image
}

/// A camera's note that holds nothing else (Exif 2.32, 4.6.2).
fn note(turn: u8) -> Vec<u8> {
    [b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".as_slice(), &[turn, 0, 0, 0, 0, 0, 0, 0]].concat()
}

fn jpeg(turn: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 95);
    stored(turn).write_with_encoder(encoder).expect("memory takes it");
    let note = [b"Exif\0\0".as_slice(), &note(turn)].concat();
    let segment = [b"\xff\xe1".as_slice(), &(note.len() as u16 + 2).to_be_bytes(), &note].concat();
    [&bytes[..2], &segment, &bytes[2..]].concat()
}

fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(name);
    crc.update(data);
    [&(data.len() as u32).to_be_bytes(), name.as_slice(), data, &crc.sum().to_be_bytes()].concat()
}

/// With another chunk behind its header.
fn png_with(image: &DynamicImage, name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, image::ImageFormat::Png).expect("memory takes it");
    let bytes = bytes.into_inner();
    [&bytes[..33], &chunk(name, data), &bytes[33..]].concat()
}

fn webp(turn: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::webp::WebPEncoder::new_lossless(&mut bytes);
    encoder.set_exif_metadata(note(turn)).expect("WebP has room for it");
    stored(turn).write_with_encoder(encoder).expect("memory takes it");
    bytes
}

/// PDF and EPUB of a book that shows a picture, and what was said.
fn editions(name: &str, bytes: &[u8], more: &str, profile: Profile) -> (File, Vec<u8>, Vec<String>) {
    let world = MemoryWorld::new()
        .file("book.yaml", format!("title: T\nlanguage: en\ndate: 2010\nchapters: [a.md]\n{more}"))
        .file("a.md", format!("# A\n\n![A picture]({name})\n"))
        .file("press.icc", file_of("press.icc"))
        .file(name, bytes);
    let formats = Formats { pdf: Some(profile), linearized: false, epub: true, web: Default::default() };
    let outcome = compile(&world, "book.yaml", Options { formats, date: None, draft: false }, &|_| {});
    let found = outcome.found.iter().map(|one| format!("{}: {}", one.code, one.message)).collect();
    let mut made = outcome.made.unwrap_or_else(|| panic!("it builds: {found:?}"));
    let epub = made.outputs.remove(1).bytes;
    (File::read(made.outputs.remove(0).bytes), epub, found)
}

/// The picture of the chapter, not the cover that is made where none is named.
fn in_epub(epub: &[u8], end: &str) -> Vec<u8> {
    file_in(epub, |name| name.contains("images/image-") && name.ends_with(end))
}

/// The picture that shops and shelves show.
fn cover_in(epub: &[u8]) -> Vec<u8> {
    let package = String::from_utf8(file_in(epub, |name| name.ends_with(".opf"))).expect("it is XML");
    let item =
        package.split('<').find(|tag| tag.contains("properties=\"cover-image\"")).expect("it has a cover");
    let href = item.split("href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("it is a file");
    file_in(epub, |name| name.ends_with(href))
}

fn file_in(epub: &[u8], is_it: impl Fn(&str) -> bool) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(epub)).expect("it is an archive");
    let name = archive.file_names().find(|name| is_it(name)).map(str::to_string);
    let mut bytes = Vec::new();
    let mut file = archive.by_name(&name.expect("it is in it")).expect("it is there");
    std::io::Read::read_to_end(&mut file, &mut bytes).expect("it can be read");
    bytes
}

/// The pixels of a stored picture of a PDF that are seen at parts of the width and, downwards, of the height.
fn seen(file: &File, image: &Stream, at: (f64, f64)) -> [u8; 3] {
    let size =
        |key: &str| file.get(&image.dict, key).and_then(|value| value.as_i64().ok()).expect("a size") as f64;
    let (width, height) = (size("Width"), size("Height"));
    let turned = file.drawn("Form").find_map(|form| {
        let content = form.decompressed_content().unwrap_or_else(|_| form.content.clone());
        let text = String::from_utf8_lossy(&content).into_owned();
        let numbers: Vec<f64> =
            text.split(" cm /P Do").next()?.split(' ').filter_map(|n| n.parse().ok()).collect();
        <[f64; 6]>::try_from(numbers).ok()
    });
    let [a, b, c, d, e, f] = turned.unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
    // The matrices of turns are whole: their inverses by Cramer's rule.
    let (x, y) = (at.0 - e, 1.0 - at.1 - f);
    let determinant = a * d - b * c;
    let (u, v) = ((d * x - c * y) / determinant, (a * y - b * x) / determinant);
    let place = |part: f64, whole: f64| ((part * whole) as u32).min(whole as u32 - 1);
    let (column, row) = (place(u, width), place(1.0 - v, height));
    let pixels = if file.name(&image.dict, "Filter").as_deref() == Some("DCTDecode") {
        image::load_from_memory(&image.content).expect("it is a JPEG").to_rgb8()
    } else {
        RgbImage::from_raw(width as u32, height as u32, unfiltered(file, image))
            .expect("three samples to a pixel")
    };
    pixels.get_pixel(column, row).0
}

/// Samples of red, green and blue, out of rows with a PNG filter.
fn unfiltered(file: &File, image: &Stream) -> Vec<u8> {
    let size =
        |key: &str| file.get(&image.dict, key).and_then(|value| value.as_i64().ok()).expect("a size") as u32;
    let mut header = [size("Width").to_be_bytes(), size("Height").to_be_bytes()].concat();
    header.extend([8, 2, 0, 0, 0]);
    let png = [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &header),
        chunk(b"IDAT", &image.content),
        chunk(b"IEND", b""),
    ];
    image::load_from_memory(&png.concat()).expect("rows as PNG has them").to_rgb8().into_raw()
}

fn is_near(one: [u8; 3], other: [u8; 3]) -> bool {
    one.iter().zip(other).all(|(one, other)| one.abs_diff(other) < 40)
}

/// Wide, and each corner in its colour.
#[track_caller]
fn is_upright(image: &DynamicImage, says: &str) {
    let (width, height) = image.dimensions();
    assert_eq!(width, 2 * height, "{says}");
    let rgb = image.to_rgb8();
    let corners = [(1, 1), (width - 2, 1), (1, height - 2), (width - 2, height - 2)];
    for ((x, y), color) in corners.into_iter().zip([RED, GREEN, BLUE, YELLOW]) {
        assert!(is_near(rgb.get_pixel(x, y).0, color), "{says}: {:?} at {x}, {y}", rgb.get_pixel(x, y));
    }
}

/// As a browser shows a file: turned by its note.
fn shown(bytes: &[u8]) -> DynamicImage {
    use image::ImageDecoder;
    let reader =
        image::ImageReader::new(Cursor::new(bytes)).with_guessed_format().expect("memory can be read");
    let mut decoder = reader.into_decoder().expect("it is a picture");
    let turn = decoder.orientation().expect("its note can be read");
    let mut image = DynamicImage::from_decoder(decoder).expect("it is whole");
    image.apply_orientation(turn);
    image
}

#[test]
fn pictures_are_turned_as_their_cameras_noted() {
    for turn in 1..=8 {
        let files = [
            ("p.jpg", jpeg(turn)),
            ("p.png", png_with(&stored(turn), b"eXIf", &note(turn))),
            ("p.webp", webp(turn)),
        ];
        for (name, bytes) in files {
            let says = format!("{name}, turn {turn}");
            let end = &name[1..];
            let (file, epub, _) = editions(name, &bytes, "", Profile::default());
            let image = file.drawn("Image").next().expect("there is a picture");
            for (at, color) in
                [((0.1, 0.1), RED), ((0.9, 0.1), GREEN), ((0.1, 0.9), BLUE), ((0.9, 0.9), YELLOW)]
            {
                let seen = seen(&file, image, at);
                assert!(is_near(seen, color), "{says}: {seen:?} at {at:?}");
            }
            // The place on the page is as wide as the picture that is seen.
            let placed = file
                .operations(0)
                .iter()
                .find(|one| one.operator == "cm" && super::numbers(one)[0] > 20.0)
                .map(super::numbers);
            let placed = placed.or_else(|| placed_later(&file)).expect("it is placed");
            assert!((placed[0] / placed[3] - 2.0).abs() < 0.05, "{says}: {placed:?}");
            is_upright(&shown(&in_epub(&epub, end)), &says);
            // What is written anew needs no note.
            let (_, epub, _) = editions(name, &bytes, "max_image_px: 32\n", Profile::default());
            let small = in_epub(&epub, end);
            is_upright(&image::load_from_memory(&small).expect("it is a picture"), &says);
            let cover = format!("cover: {{image: {name}, alt: A cover}}\n");
            let (_, epub, _) = editions(name, &bytes, &cover, Profile::default());
            is_upright(
                &image::load_from_memory(&cover_in(&epub)).expect("a picture"),
                &format!("{says}, cover"),
            );
        }
    }
}

fn placed_later(file: &File) -> Option<Vec<f64>> {
    (1..file.pages.len()).find_map(|page| {
        let operations = file.operations(page);
        operations
            .iter()
            .find(|one| one.operator == "cm" && super::numbers(one)[0] > 20.0)
            .map(super::numbers)
    })
}

/// A profile like sRGB's, whose red is green.
fn swapped() -> Vec<u8> {
    let mut profile = moxcms::ColorProfile::new_srgb();
    std::mem::swap(&mut profile.red_colorant, &mut profile.green_colorant);
    profile.encode().expect("it can be written")
}

fn iccp(profile: &[u8]) -> Vec<u8> {
    let mut data = b"own\0\0".to_vec();
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut encoder, profile).expect("memory takes it");
    data.extend(encoder.finish().expect("memory takes it"));
    data
}

fn jpeg_with(profile: &[u8]) -> Vec<u8> {
    let bytes = jpeg(1);
    let length = (profile.len() + 16) as u16;
    let segment = [b"\xff\xe2".as_slice(), &length.to_be_bytes(), b"ICC_PROFILE\0\x01\x01", profile].concat();
    [&bytes[..2], &segment, &bytes[2..]].concat()
}

fn webp_with(profile: Vec<u8>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::webp::WebPEncoder::new_lossless(&mut bytes);
    encoder.set_icc_profile(profile).expect("WebP has room for it");
    stored(1).write_with_encoder(encoder).expect("memory takes it");
    bytes
}

#[test]
fn the_profile_of_a_picture_goes_with_it() {
    // Made once: it tells the second in which it was.
    let swapped = swapped();
    let clear = RgbaImage::from_fn(64, 32, |x, y| Rgba([255, (x * 3) as u8, (y * 7) as u8, (x * 4) as u8]));
    let files = [
        ("p.jpg", jpeg_with(&swapped)),
        ("p.png", png_with(&stored(1), b"iCCP", &iccp(&swapped))),
        ("p.png", png_with(&clear.into(), b"iCCP", &iccp(&swapped))),
        ("p.webp", webp_with(swapped.clone())),
    ];
    for (name, bytes) in files {
        let (file, _, found) = editions(name, &bytes, "", Profile::default());
        assert_eq!(found, Vec::<String>::new());
        let image = file
            .drawn("Image")
            .find(|image| file.get(&image.dict, "ColorSpace").is_some_and(|space| space.as_array().is_ok()));
        let space = file
            .get(&image.expect("its space is its own").dict, "ColorSpace")
            .and_then(|space| space.as_array().ok());
        let [name, profile] = space.expect("an array").as_slice() else { panic!("ICCBased and its stream") };
        assert_eq!(name, &Object::Name(b"ICCBased".to_vec()));
        let profile = file.resolve(profile).as_stream().expect("a stream");
        assert_eq!(file.get(&profile.dict, "N"), Some(&Object::Integer(3)));
        assert_eq!(profile.decompressed_content().expect("it is deflated"), swapped);
    }
    // sRGB goes without saying.
    let srgb = moxcms::ColorProfile::new_srgb().encode().expect("it can be written");
    let (file, ..) = editions("p.jpg", &jpeg_with(&srgb), "", Profile::default());
    let image = file.drawn("Image").next().expect("there is a picture");
    assert_eq!(file.name(&image.dict, "ColorSpace").as_deref(), Some("DeviceRGB"));
    // What is none is told, and left out.
    for bad in [b"no profile".to_vec(), file_of("press.icc")] {
        let (file, _, found) = editions("p.jpg", &jpeg_with(&bad), "", Profile::default());
        assert!(
            found[0].starts_with("unfit-image: the colours of `p.jpg` are taken for those of sRGB"),
            "{found:?}"
        );
        let image = file.drawn("Image").next().expect("there is a picture");
        assert_eq!(file.name(&image.dict, "ColorSpace").as_deref(), Some("DeviceRGB"));
    }
}

#[test]
fn the_palette_of_a_picture_is_converted() {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 2, 1);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_palette([255, 0, 0, 0, 0, 255].as_slice());
    let mut writer = encoder.write_header().expect("memory takes it");
    writer.write_image_data(&[0, 1]).expect("two pixels");
    writer.finish().expect("memory takes it");
    let bytes = [&bytes[..33], &chunk(b"iCCP", &iccp(&swapped())), &bytes[33..]].concat();
    let (file, ..) = editions("p.png", &bytes, "", Profile::default());
    let image = file.drawn("Image").next().expect("there is a picture");
    let space =
        file.get(&image.dict, "ColorSpace").and_then(|space| space.as_array().ok()).expect("an array");
    let table = space[3].as_str().expect("a string");
    assert!(is_near([table[0], table[1], table[2]], GREEN), "{table:?}");
}

/// Eight by eight pixels of four inks, all alike (ITU-T T.81, B.2): codes of four bits for the size of a first
/// coefficient, of one bit for there being no others.
fn inks(samples: [u8; 4], adobe: Option<u8>, profile: Option<&[u8]>) -> Vec<u8> {
    let mut bytes = b"\xff\xd8".to_vec();
    let mut segment = |marker: u8, data: &[u8]| {
        bytes.extend([0xff, marker]);
        bytes.extend((data.len() as u16 + 2).to_be_bytes());
        bytes.extend(data);
    };
    if let Some(transform) = adobe {
        segment(0xee, &[b"Adobe\0\x64\0\0\0\0".as_slice(), &[transform]].concat());
    }
    if let Some(profile) = profile {
        segment(0xe2, &[b"ICC_PROFILE\0\x01\x01", profile].concat());
    }
    segment(0xdb, &[[0].as_slice(), &[8; 64]].concat());
    segment(0xc0, &[8, 0, 8, 0, 8, 4, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 4, 0x11, 0]);
    let sizes: Vec<u8> = (0..12).collect();
    segment(0xc4, &[[0, 0, 0, 0, 12].as_slice(), &[0; 12], &sizes].concat());
    segment(0xc4, &[[0x10, 1].as_slice(), &[0; 15], &[0]].concat());
    segment(0xda, &[4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0]);
    let mut bits = String::new();
    for sample in samples {
        let value = i32::from(sample) - 128;
        let size = 32 - value.unsigned_abs().leading_zeros();
        bits += &format!("{size:04b}");
        let coded = if value < 0 { value + (1 << size) - 1 } else { value };
        bits += &if size > 0 { format!("{coded:0width$b}", width = size as usize) } else { String::new() };
        bits += "0";
    }
    bits += &"1".repeat((8 - bits.len() % 8) % 8);
    for byte in bits.as_bytes().chunks(8) {
        let byte = byte.iter().fold(0, |byte, bit| byte << 1 | (bit - b'0'));
        bytes.push(byte);
        bytes.extend((byte == 0xff).then_some(0));
    }
    bytes.extend(b"\xff\xd9");
    bytes
}

#[test]
fn inks_become_light_on_screens() {
    // Cyan alone, a little of it black. Adobe writes inks inverted, and as luminance and chrominance of their opposites.
    let cyan = [255, 0, 0, 51];
    let inverted = cyan.map(|ink: u8| 255 - ink);
    // Those of red, cyan's opposite, and black as it is.
    let luminance = [76, 85, 255, 204];
    for (what, bytes) in [
        ("plain", inks(cyan, None, None)),
        ("inverted", inks(inverted, Some(0), None)),
        ("luminance", inks(luminance, Some(2), None)),
    ] {
        let (file, epub, found) = editions("p.jpg", &bytes, "", Profile::default());
        assert_eq!(found, Vec::<String>::new(), "{what}");
        let image = file.drawn("Image").next().expect("there is a picture");
        assert_eq!(file.name(&image.dict, "ColorSpace").as_deref(), Some("DeviceRGB"), "{what}");
        let seen = seen(&file, image, (0.5, 0.5));
        assert!(is_near(seen, [0, 204, 204]), "{what}: {seen:?}");
        let in_epub = image::load_from_memory(&in_epub(&epub, ".jpg")).expect("it is a JPEG");
        assert_eq!(in_epub.color().channel_count(), 3, "{what}");
        assert!(is_near(in_epub.to_rgb8().get_pixel(4, 4).0, [0, 204, 204]), "{what}");
    }
    // By their profile they are other colours.
    let own = inks(cyan, None, Some(&file_of("press.icc")));
    let (file, epub, _) = editions("p.jpg", &own, "", Profile::default());
    let image = file.drawn("Image").next().expect("there is a picture");
    let seen = seen(&file, image, (0.5, 0.5));
    assert_ne!(seen, [0, 204, 204]);
    let shown = image::load_from_memory(&in_epub(&epub, ".jpg")).expect("it is a JPEG").to_rgb8();
    assert!(is_near(shown.get_pixel(4, 4).0, seen), "{seen:?} {:?}", shown.get_pixel(4, 4));
    let (file, ..) = editions("p.jpg", &own, "print: {profile: press.icc}\n", Profile::Print);
    let image = file.drawn("Image").next().expect("there is a picture");
    assert_eq!(file.name(&image.dict, "Filter").as_deref(), Some("DCTDecode"), "its own inks stay");
}

#[test]
fn drawings_are_mixed_and_veiled() {
    let drawing = |body: &str| {
        let svg =
            format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"30\" height=\"20\">{body}</svg>");
        let (file, _, found) = editions("p.svg", svg.as_bytes(), "", Profile::default());
        assert_eq!(found, Vec::<String>::new());
        file
    };
    let states = |file: &File, key: &str| {
        let mut found = Vec::new();
        file.walk(&mut |_, object| {
            let state = object.as_dict().ok().filter(|state| state.has_type(b"ExtGState"));
            found.extend(state.and_then(|state| file.get(state, key).cloned()));
        });
        found
    };
    let mixed = drawing(
        "<rect width=\"9\" height=\"9\" fill=\"red\"/><g style=\"mix-blend-mode:color-dodge\"><rect width=\"9\" height=\"9\"/></g>",
    );
    assert_eq!(states(&mixed, "BM"), [Object::Name(b"ColorDodge".to_vec())]);
    // The picture as a whole, and what is mixed, are groups of their own.
    assert_eq!(mixed.drawn("Form").filter(|form| form.dict.has(b"Group")).count(), 2);
    let gradient = |opacity: &str| {
        let stops = format!(
            "<stop offset=\"0\" stop-color=\"red\"/><stop offset=\"1\" style=\"stop-opacity:{opacity}\"/>"
        );
        drawing(&format!(
            "<linearGradient id=\"g\">{stops}</linearGradient><rect width=\"9\" height=\"9\" fill=\"url(#g)\"/>"
        ))
    };
    let veiled = gradient("0.25");
    let masks = states(&veiled, "SMask");
    let [mask] = masks.as_slice() else { panic!("one mask") };
    let mask = veiled.dictionary(mask);
    assert_eq!(veiled.name(mask, "S").as_deref(), Some("Luminosity"));
    let form = veiled.dictionary(mask.get(b"G").expect("its light is a form"));
    let shading = veiled.dictionary(
        veiled.dictionary(form.get(b"Resources").expect("it has some")).get(b"Shading").expect("one"),
    );
    let shading = veiled.dictionary(shading.get(b"S").expect("it is named"));
    assert_eq!(veiled.name(shading, "ColorSpace").as_deref(), Some("DeviceGray"));
    assert!(states(&gradient("1"), "SMask").is_empty());
    let content = |order: &str| {
        let file = drawing(&format!("<path d=\"M0 0H9V9\" stroke=\"red\" {order}/>"));
        let form =
            file.drawn("Form").next().expect("a drawing").decompressed_content().expect("it is deflated");
        let painting = super::decode(&form).into_iter().map(|one| one.operator);
        painting.filter(|operator| ["B", "S", "f"].contains(&operator.as_str())).collect::<Vec<_>>()
    };
    assert_eq!(content(""), ["B"]);
    assert_eq!(content("paint-order=\"stroke\""), ["S", "f"]);
}
