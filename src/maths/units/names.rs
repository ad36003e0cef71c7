//! What the commands of units stand for.

/// Units by their names.
const UNITS: [(&str, &str); 67] = [
    ("metre", "m"),
    ("meter", "m"),
    ("gram", "g"),
    ("kilogram", "kg"),
    ("second", "s"),
    ("ampere", "A"),
    ("kelvin", "K"),
    ("mole", "mol"),
    ("candela", "cd"),
    ("hertz", "Hz"),
    ("newton", "N"),
    ("pascal", "Pa"),
    ("joule", "J"),
    ("watt", "W"),
    ("coulomb", "C"),
    ("volt", "V"),
    ("farad", "F"),
    ("ohm", "Ω"),
    ("siemens", "S"),
    ("weber", "Wb"),
    ("tesla", "T"),
    ("henry", "H"),
    ("lumen", "lm"),
    ("lux", "lx"),
    ("becquerel", "Bq"),
    ("gray", "Gy"),
    ("sievert", "Sv"),
    ("katal", "kat"),
    ("radian", "rad"),
    ("steradian", "sr"),
    ("celsius", "°C"),
    ("degreeCelsius", "°C"),
    ("minute", "min"),
    ("hour", "h"),
    ("day", "d"),
    ("year", "a"),
    ("hectare", "ha"),
    ("litre", "l"),
    ("liter", "L"),
    ("tonne", "t"),
    ("electronvolt", "eV"),
    ("dalton", "Da"),
    ("atomicmassunit", "u"),
    ("bar", "bar"),
    ("bel", "B"),
    ("decibel", "dB"),
    ("neper", "Np"),
    ("knot", "kn"),
    ("percent", "%"),
    ("degree", "°"),
    ("arcminute", "′"),
    ("arcsecond", "″"),
    ("angstrom", "Å"),
    ("astronomicalunit", "au"),
    ("parsec", "pc"),
    ("bit", "bit"),
    ("byte", "B"),
    ("atm", "atm"),
    ("mmHg", "mmHg"),
    ("barn", "b"),
    ("kWh", "kWh"),
    ("dB", "dB"),
    ("permille", "‰"),
    ("curie", "Ci"),
    ("calorie", "cal"),
    ("poise", "P"),
    ("gauss", "G"),
];

const PREFIXES: [(&str, &str); 24] = [
    ("quecto", "q"),
    ("ronto", "r"),
    ("yocto", "y"),
    ("zepto", "z"),
    ("atto", "a"),
    ("femto", "f"),
    ("pico", "p"),
    ("nano", "n"),
    ("micro", "µ"),
    ("milli", "m"),
    ("centi", "c"),
    ("deci", "d"),
    ("deca", "da"),
    ("hecto", "h"),
    ("kilo", "k"),
    ("mega", "M"),
    ("giga", "G"),
    ("tera", "T"),
    ("peta", "P"),
    ("exa", "E"),
    ("zetta", "Z"),
    ("yotta", "Y"),
    ("ronna", "R"),
    ("quetta", "Q"),
];

/// Units that have short commands with a prefix before them: `\kg`, `\um`, `\GHz`.
const SHORT: [(&str, &str); 25] = [
    ("mol", "mol"),
    ("ohm", "Ω"),
    ("bar", "bar"),
    ("eV", "eV"),
    ("Hz", "Hz"),
    ("Pa", "Pa"),
    ("Wh", "Wh"),
    ("Wb", "Wb"),
    ("cd", "cd"),
    ("lm", "lm"),
    ("m", "m"),
    ("g", "g"),
    ("s", "s"),
    ("A", "A"),
    ("K", "K"),
    ("N", "N"),
    ("J", "J"),
    ("W", "W"),
    ("V", "V"),
    ("F", "F"),
    ("H", "H"),
    ("S", "S"),
    ("T", "T"),
    ("L", "L"),
    ("l", "l"),
];

pub fn unit(name: &str) -> Option<String> {
    let named = UNITS.iter().find(|(command, _)| *command == name).map(|(_, sign)| (*sign).to_string());
    named.or_else(|| short(name))
}

pub fn prefix(name: &str) -> Option<&'static str> {
    PREFIXES.iter().find(|(command, _)| *command == name).map(|(_, sign)| *sign)
}

/// Whether letters are a prefix alone, which the next unit belongs to.
pub fn is_prefix(letters: &str) -> bool {
    PREFIXES.iter().any(|(_, prefix)| *prefix == letters)
}

fn short(name: &str) -> Option<String> {
    SHORT.iter().find_map(|(command, sign)| {
        Some(match name.strip_suffix(command)? {
            "" => (*sign).to_string(),
            "u" => format!("µ{sign}"),
            prefix @ ("f" | "p" | "n" | "m" | "c" | "d" | "h" | "k" | "M" | "G" | "T") => {
                format!("{prefix}{sign}")
            }
            _ => return None,
        })
    })
}
