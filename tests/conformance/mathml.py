"""The MathML that the suite expects of each formula, by the RELAX NG of MathML 3 that EPUBCheck brings, and by MathML Core's elements
and attributes: mathml.py VALIDATORS [MARKDOWN...]. Says nothing when all is well."""

import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as tree
import zipfile

NAMESPACE = "http://www.w3.org/1998/Math/MathML"
SCHEMA = "com/adobe/epubcheck/schema/30/mod/mathml/"
# Any number of formulas at once.
DRIVER = """namespace m = "http://www.w3.org/1998/Math/MathML"
include "mathml3-inc.rnc"
start = element formulas { math* }
"""
# MathML Core, 2.1.3 and the sections of the elements.
GLOBAL = {"class", "dir", "displaystyle", "id", "mathbackground", "mathcolor", "mathsize", "scriptlevel", "style"}
OPERATOR = "form fence separator lspace rspace stretchy symmetric maxsize minsize largeop movablelimits"
CORE = {
    "math": "display alttext",
    "mi": "mathvariant",
    "mo": OPERATOR,
    "mspace": "width height depth",
    "mfrac": "linethickness",
    "mpadded": "width height depth lspace voffset",
    "mover": "accent",
    "munder": "accentunder",
    "munderover": "accent accentunder",
    "mtd": "columnspan rowspan",
} | dict.fromkeys(
    "mn mtext mrow mstyle msqrt mroot msub msup msubsup mmultiscripts mprescripts mphantom mtable mtr".split(), ""
)
# What Core leaves to style sheets, which each has beside it: readers of MathML 3 have none.
BESIDE = {("mtable", "columnalign"), ("mtable", "rowlines"), ("mtable", "columnlines"), ("mtable", "rowspacing"),
          ("mtable", "columnspacing"), ("mtd", "columnalign"), ("mtr", "columnalign"), ("menclose", "notation")}


def formulas(paths):
    for path in paths:
        for line in path.read_text().splitlines():
            if line.startswith("  <m"):
                yield f'<math xmlns="{NAMESPACE}">{line.strip()}</math>'


def outside_core(formula):
    for element in tree.fromstring(formula).iter():
        name = element.tag.removeprefix(f"{{{NAMESPACE}}}")
        if name not in CORE and name != "menclose":
            yield f"<{name}> is no element of MathML Core"
        known = GLOBAL | set(CORE.get(name, "").split())
        for attribute in element.attrib.keys() - known:
            if (name, attribute) not in BESIDE:
                yield f"{attribute} is no attribute of <{name}> in MathML Core"


def judged(jar, markup):
    """What jing says of formulas."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        with zipfile.ZipFile(jar) as packed:
            for name in packed.namelist():
                if name.startswith(SCHEMA) and name.endswith(".rnc"):
                    (folder / name.removeprefix(SCHEMA)).write_bytes(packed.read(name))
        (folder / "formulas.rnc").write_text(DRIVER)
        (folder / "formulas.xml").write_text("<formulas>\n" + "\n".join(markup) + "\n</formulas>\n")
        command = ["java", "-cp", f"{jar.parent}/lib/*", "com.thaiopensource.relaxng.util.Driver", "-c"]
        files = [str(folder / "formulas.rnc"), str(folder / "formulas.xml")]
        said = subprocess.run(command + files, capture_output=True, text=True)
        return said.returncode, said.stdout + said.stderr


def main(validators, *paths):
    paths = [pathlib.Path(path) for path in paths] or sorted(pathlib.Path("tests/suite/maths").glob("*.md"))
    jar = next(pathlib.Path(validators).glob("py/lib/*/site-packages/epubcheck/epubcheck.jar"))
    markup = list(formulas(paths))
    if len(markup) < 600:
        sys.exit(f"only {len(markup)} formulas are found")
    faults = {fault for formula in markup for fault in outside_core(formula)}
    status, said = judged(jar, markup)
    if status != 0 or said.strip():
        faults.add(re.sub(r"\S*formulas\.xml:", "line ", said.strip()))
    # A schema that lets everything pass would say nothing either.
    if judged(jar, [f'<math xmlns="{NAMESPACE}"><mfrac><mi>a</mi></mfrac></math>'])[0] == 0:
        faults.add("the schema takes a fraction of one part")
    if faults:
        sys.exit("\n".join(sorted(faults)))


main(*sys.argv[1:])
