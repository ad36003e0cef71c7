//! Books that no PDF for the press can be made of: each is told why, at the place in the manifest where there is one.

use reportc::model::manifest::Date;
use reportc::world::memory::MemoryWorld;
use reportc::{Formats, Options, Profile, compile};

use super::{File, build, file_of};

const HEAD: &str = "title: T\nlanguage: en\ndate: 2010\nchapters: [a.md]\n";

fn book(manifest: &str) -> MemoryWorld {
    MemoryWorld::new()
        .file("book.yaml", manifest)
        .file("a.md", "# A\n\nText.\n")
        .file("press.icc", file_of("press.icc"))
}

/// What is done to a profile.
type Change<'a> = &'a dyn Fn(&mut Vec<u8>);

/// The first problem, and the words in the manifest that it is about.
fn problem(world: &MemoryWorld) -> (String, String) {
    let formats =
        Formats { pdf: Some(Profile::default()), linearized: false, epub: false, web: Default::default() };
    let outcome = compile(world, "book.yaml", Options { formats, date: None, draft: false }, &|_| {});
    assert!(outcome.made.is_none(), "a profile that cannot be used is an error whatever is built");
    let found = outcome.found.first().expect("something was found");
    assert!(!found.hints.is_empty(), "{found:?}");
    let span = found.span.expect("it has a place");
    let source = outcome.sources.get(span.source).expect("in the manifest");
    let words = &source.text[span.start as usize..span.end as usize];
    (format!("{}: {}", found.code, found.message), words.to_string())
}

#[test]
fn a_press_needs_its_condition_and_a_date() {
    let found =
        build(&book(&HEAD.replace("date: 2010\n", "")), Profile::Print, None).expect_err("it is refused");
    let codes: Vec<&str> = found.iter().filter_map(|one| one.split(':').next()).collect();
    assert_eq!(codes, ["no-date", "no-printing-condition"]);
    assert!(found.iter().all(|one| one.contains("ISO 15930-7")));
}

#[test]
fn a_book_without_a_date_has_the_one_that_the_build_was_told() {
    let world = book(&format!("{}print: {{profile: press.icc}}\n", HEAD.replace("date: 2010\n", "")));
    let told = Date { year: 2021, month: Some(2), day: Some(3) };
    let file = File::read(build(&world, Profile::Print, Some(told)).expect("it builds"));
    let created = "http://ns.adobe.com/xap/1.0/CreateDate";
    assert_eq!(file.metadata()[created], "2021-02-03T00:00:00Z");
    assert!(
        !file.metadata().contains_key("http://purl.org/dc/elements/1.1/date"),
        "nobody published it then"
    );
    let own = book(&format!("{HEAD}print: {{profile: press.icc}}\n"));
    let file = File::read(build(&own, Profile::Print, Some(told)).expect("it builds"));
    assert_eq!(file.metadata()[created], "2010-01-01T00:00:00Z");
    let archived = File::read(build(&world, Profile::Archive, Some(told)).expect("it builds"));
    assert_eq!(archived.metadata()[created], "2021-02-03T00:00:00Z");
}

#[test]
fn profiles_that_do_not_match_are_refused() {
    let manifest = format!("{HEAD}print: {{profile: press.icc}}\n");
    let with = |change: Change| {
        let mut bytes = file_of("press.icc");
        change(&mut bytes);
        problem(&book(&manifest).file("press.icc", bytes))
    };
    let cases: [(Change, &str, &str); 7] = [
        (&|bytes| bytes[12..16].copy_from_slice(b"mntr"), "unfit-icc-profile", "class `mntr`"),
        (&|bytes| bytes[16..20].copy_from_slice(b"RGB "), "unfit-icc-profile", "`RGB` colours"),
        (&|bytes| bytes[8] = 5, "unfit-icc-profile", "version 5.4"),
        (&|bytes| bytes.truncate(60), "bad-icc-profile", "not an ICC profile that can be used"),
        (&|bytes| bytes.truncate(3000), "bad-icc-profile", "not an ICC profile that can be used"),
        (&|bytes| *bytes = b"<svg/>".to_vec(), "bad-icc-profile", "does not begin as one"),
        (&Vec::clear, "bad-icc-profile", "does not begin as one"),
    ];
    for (change, code, says) in cases {
        let (found, words) = with(change);
        assert!(found.starts_with(&format!("{code}: `press.icc`")) && found.contains(says), "{found}");
        assert!(found.contains("ISO 32000-1"), "it names the clause: {found}");
        assert_eq!(words, "press.icc");
    }
}

#[test]
fn a_manifest_may_be_wrong_about_printing() {
    let with = |print: &str| problem(&book(&format!("{HEAD}print: {print}\n")));
    assert_eq!(with("{profile: pres.icc}").0, "missing-file: there is no file `pres.icc`");
    assert_eq!(
        with("{profile: ../press.icc}").0,
        "outside-book: `../press.icc` is outside the book's folder"
    );
    assert!(with("{bleed: 3mm}").0.starts_with("missing-key"));
    assert_eq!(with("{profile: press.icc, bleed: 3}").0, "bad-length: `3` is not a length");
    let (found, words) = with("{profile: press.icc, bleed: 30cm}");
    assert_eq!(
        (found.as_str(), words.as_str()),
        ("out-of-range: a bleed of 300 mm is more than any press needs", "30cm")
    );
}

/// A PNG with an ICC profile in it.
fn png_with(profile: &[u8]) -> Vec<u8> {
    let plain = file_of("dot.png");
    let mut data = b"own\0\0".to_vec();
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut encoder, profile).expect("memory takes it");
    data.extend(encoder.finish().expect("memory takes it"));
    let mut crc = flate2::Crc::new();
    crc.update(b"iCCP");
    crc.update(&data);
    let length = (data.len() as u32).to_be_bytes();
    // Behind the signature and the header, which is 13 bytes and its frame.
    let (head, rest) = plain.split_at(8 + 25);
    [head, &length, b"iCCP", &data, &crc.sum().to_be_bytes(), rest].concat()
}

#[test]
fn pictures_with_a_profile_of_their_own_are_converted_by_it_or_refused() {
    let picture = |bytes: Vec<u8>, name: &str| {
        let world = book(&format!("{HEAD}print: {{profile: press.icc}}\n"));
        let world = world.file("a.md", format!("# A\n\n![A dot]({name})\n")).file(name, bytes);
        build(&world, Profile::Print, None)
    };
    let plain = picture(file_of("dot.png"), "p.png").expect("it builds");
    let wide = moxcms::ColorProfile::new_adobe_rgb().encode().expect("it can be written");
    let converted = picture(png_with(&wide), "p.png").expect("it builds");
    let pixels = |bytes: Vec<u8>| {
        let file = File::read(bytes);
        let image = file.drawn("Image").next().expect("there is a picture").decompressed_content();
        image.expect("it can be inflated")
    };
    let (plain, converted) = (pixels(plain), pixels(converted));
    assert_eq!(plain.len(), converted.len());
    assert_ne!(plain, converted, "another red is another mixture of inks");
    let refused = picture(png_with(&file_of("press.icc")), "p.png")
        .expect_err("the profile is for inks, the pixels are not");
    assert_eq!(refused.len(), 2);
    // The one is told of the EPUB and of screens, the other of the press.
    assert!(refused[0].starts_with("unfit-image: p.png cannot be separated for the press"), "{refused:?}");
    assert!(
        refused[1].starts_with("unfit-image: the colours of `p.png` are taken for those of sRGB"),
        "{refused:?}"
    );
    // Inks of another press: mixed again for this one.
    let mut other = file_of("press.icc");
    other[30] ^= 1;
    let marker = [
        b"\xff\xe2".as_slice(),
        &((other.len() + 16) as u16).to_be_bytes(),
        b"ICC_PROFILE\0\x01\x01",
        &other,
    ]
    .concat();
    let inks = file_of("inks.jpg");
    let jpeg = |marker: &[u8]| [&inks[..2], marker, &inks[2..]].concat();
    let space_and_filter = |bytes: Vec<u8>| {
        let file = File::read(bytes);
        let image = file.drawn("Image").next().expect("there is a picture");
        ["ColorSpace", "Filter"].map(|key| file.name(&image.dict, key).unwrap_or_default())
    };
    let mixed = picture(jpeg(&marker), "p.jpg").expect("inks of another press are separated again");
    assert_eq!(space_and_filter(mixed), ["DeviceCMYK", "FlateDecode"]);
    let own = [&marker[..18], &file_of("press.icc")].concat();
    let kept = picture(jpeg(&own), "p.jpg").expect("its own inks pass");
    assert_eq!(space_and_filter(kept), ["DeviceCMYK", "DCTDecode"]);
}

/// Bytes of the profile changed anywhere: whatever comes of it is a file or a diagnostic.
#[test]
fn damaged_profiles_never_stop_the_program() {
    let manifest = format!("{HEAD}print: {{profile: press.icc}}\n");
    let world = book(&manifest)
        .file("a.md", "# A\n\nText of `code` and ![a dot](p.png)\n")
        .file("p.png", file_of("dot.png"));
    let good = file_of("press.icc");
    let mut state = 1u64;
    let mut next = |below: usize| {
        // The multiplier of Knuth's MMIX.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let (mut built, mut refused) = (0, 0);
    for round in 0..200 {
        let mut bytes = good.clone();
        for _ in 0..=round % 8 {
            // Most of the file is its tables, most of what can go wrong its head.
            let end = if next(4) == 0 { bytes.len() } else { 400 };
            let at = next(end);
            bytes[at] = [0, 1, 4, 0x7f, 0x80, 0xff, bytes[at] ^ 1][next(7)];
        }
        match build(&world.clone().file("press.icc", bytes), Profile::Print, None) {
            Ok(_) => built += 1,
            Err(_) => refused += 1,
        }
    }
    assert!(built > 20 && refused > 20, "{built} built, {refused} refused");
}
