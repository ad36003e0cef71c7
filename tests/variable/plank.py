"""Makes plank.ttf: letters of planks, which grow wider with the weight (300 to 900), and lower where type is large.

Run it with fontTools in this folder: python3 plank.py. The font is under the SIL Open Font License 1.1.
"""

from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables.TupleVariation import TupleVariation

CHARACTERS = [chr(code) for code in range(0x20, 0x7F)] + ["\u2010", "\u2013", "\u2019", "\u201c", "\u201d", "\u00a0"]
AT_HEAVY, AT_LARGE = {"wght": (0, 1, 1)}, {"opsz": (0, 1, 1)}
names = [".notdef"] + ["c%04x" % ord(character) for character in CHARACTERS]


def plank(width, height):
    pen = TTGlyphPen(None)
    if height:
        pen.moveTo((50, 0))
        pen.lineTo((50, height))
        pen.lineTo((50 + width, height))
        pen.lineTo((50 + width, 0))
        pen.closePath()
    return pen.glyph()


glyphs, metrics, variations = {}, {}, {}
for at, name in enumerate(names):
    character = CHARACTERS[at - 1] if at else "x"
    height = 0 if character in " \u00a0" else 700 if character.isupper() or character.isdigit() else 500
    width = 100 + at % 5 * 40
    glyphs[name], metrics[name] = plank(width, height), (width + 100, 50 if height else 0)
    if height:
        # The right side and the advance move with the weight, the top with the size.
        heavy = [(0, 0), (0, 0), (160, 0), (160, 0), (0, 0), (160, 0), (0, 0), (0, 0)]
        large = [(0, 0), (0, -100), (0, -100), (0, 0), (0, 0), (0, 0), (0, 0), (0, 0)]
        variations[name] = [TupleVariation(AT_HEAVY, heavy), TupleVariation(AT_LARGE, large)]

builder = FontBuilder(1000, isTTF=True)
builder.setupGlyphOrder(names)
builder.setupCharacterMap({ord(character): name for character, name in zip(CHARACTERS, names[1:])})
builder.setupGlyf(glyphs)
builder.setupHorizontalMetrics(metrics)
builder.setupHorizontalHeader(ascent=800, descent=-200)
licence = "This font is licensed under the SIL Open Font License, Version 1.1."
builder.setupNameTable({
    "familyName": "Plank", "styleName": "Regular", "uniqueFontIdentifier": "Plank", "fullName": "Plank",
    "psName": "Plank", "version": "Version 1.0", "licenseDescription": licence,
    "licenseInfoURL": "https://openfontlicense.org",
})
builder.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWeightClass=400, sxHeight=500, sCapHeight=700)
builder.setupPost()
builder.setupFvar([("wght", 300, 400, 900, "Weight"), ("opsz", 8, 8, 72, "Optical size")], [])
builder.setupGvar(variations)
addOpenTypeFeaturesFromString(
    builder.font,
    "feature kern { pos c0041 c0056 (wght=400:-40 wght=900:-200); } kern;",
)
builder.font["head"].created = builder.font["head"].modified = 3600000000
builder.font.recalcTimestamp = False
builder.save("plank.ttf")
