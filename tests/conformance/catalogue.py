#!/usr/bin/env python3
"""Judges catalogue files by the schemas and readers of those who take them: catalogue.py SCHEMAS FOLDER...

SCHEMAS is the folder that install-validators.sh fills (Crossref's and CSL's schemas); each FOLDER holds the catalogue files
of a release. Says what is wrong, a line each; exit status 1 if anything is. Runs in the validators' own Python.
"""

import json
import pathlib
import sys

import jsonschema
import pymarc
import pybtex.database
import rispy
from lxml import etree
from onixcheck import schema as onix_schemas
from pyld import jsonld

SCHEMA_ORG = "https://schema.org/"
# Schema.org's own context maps every term into its vocabulary; the few that are typed are not needed to expand.
CONTEXT = {"@context": {"@vocab": SCHEMA_ORG, "id": "@id", "type": "@type", "url": {"@type": "@id"}}}


def xsd(path):
    # Crossref's schema set repeats particles that only strict parsers of schemas mind.
    return etree.XMLSchema(etree.parse(str(path)))


def onix(path, _schemas):
    folder = pathlib.Path(onix_schemas.__file__).parent
    document = etree.parse(str(path))
    for schema in (
        xsd(folder / "xsd3.0/ONIX_BookProduct_3.0_reference.xsd"),
        etree.RelaxNG(etree.parse(str(folder / "rng3.0/ONIX_BookProduct_3.0_reference.rng"))),
    ):
        schema.validate(document)
        yield from (f"line {error.line}: {error.message}" for error in schema.error_log)


def crossref(path, schemas):
    schema = xsd(schemas / "crossref/crossref5.4.0.xsd")
    schema.validate(etree.parse(str(path)))
    yield from (f"line {error.line}: {error.message}" for error in schema.error_log)


def marc(path, _schemas):
    [record] = pymarc.parse_xml_to_array(str(path), strict=True)
    tags = [field.tag for field in record.fields]
    if tags != sorted(tags):
        yield f"fields are out of order: {tags}"
    for tag, length in (("006", 18), ("007", 14), ("008", 40)):
        found = len(record[tag].data)
        if found != length:
            yield f"{tag} has {found} characters, not {length}"
    if len(str(record.leader)) != 24:
        yield "the leader has not 24 characters"
    once = {"001", "005", "008", "040", "100", "110", "245", "524"}
    yield from (f"{tag} stands more than once" for tag in once if tags.count(tag) > 1)
    for field in record.fields:
        if not field.is_control_field() and not all(item.value.strip() for item in field.subfields):
            yield f"{field.tag} has an empty subfield"
    if pymarc.Record(data=record.as_marc()).title != record.title:
        yield "the title is another after a turn through MARC's binary form"


def json_ld(path, _schemas):
    document = json.loads(path.read_text("utf-8"))

    def load(url, _options):
        if url.rstrip("/") != SCHEMA_ORG.rstrip("/"):
            raise ValueError(f"a context that is not Schema.org's: {url}")
        return {"contextUrl": None, "documentUrl": url, "document": CONTEXT, "contentType": "application/ld+json"}

    [work] = jsonld.expand(document, {"documentLoader": load})
    if f"{SCHEMA_ORG}Book" not in work.get("@type", []):
        yield "it is no Book"
    examples = work.get(f"{SCHEMA_ORG}workExample", [])
    if not examples:
        yield "there is no example of the work"
    lost = set(document) - {"@context"} - {key.removeprefix(SCHEMA_ORG) for key in work}
    if lost:
        yield f"properties that do not expand: {sorted(lost)}"


def csl(path, schemas):
    schema = json.loads((schemas / "csl-data.json").read_text("utf-8"))
    items = json.loads(path.read_text("utf-8"))
    yield from (error.message for error in jsonschema.Draft7Validator(schema).iter_errors(items))


def bibtex(path, _schemas):
    entries = pybtex.database.parse_file(str(path), "bibtex").entries
    if len(entries) != 1:
        yield f"{len(entries)} entries"
    for entry in entries.values():
        if "title" not in entry.fields:
            yield "there is no title"


def ris(path, _schemas):
    entries = rispy.loads(path.read_bytes().decode("utf-8"))
    if len(entries) != 1:
        yield f"{len(entries)} entries"
    # Editors and the number in a series: reference managers read these tags, rispy has no names for them.
    known = {"ED", "SV"}
    unknown = [set(entry.get("unknown_tag", {})) - known for entry in entries]
    yield from (f"unknown tags: {sorted(tags)}" for tags in unknown if tags)


def dublin_core(path, _schemas):
    root = etree.parse(str(path)).getroot()
    terms = "{http://purl.org/dc/terms/}"
    yield from (f"not of DCMI's terms: {element.tag}" for element in root if not element.tag.startswith(terms))


JUDGES = {
    "onix.xml": onix,
    "crossref.xml": crossref,
    "marc.xml": marc,
    "schema.jsonld": json_ld,
    "citation.json": csl,
    "citation.bib": bibtex,
    "citation.ris": ris,
    "dublin-core.xml": dublin_core,
}


def main(schemas, *folders):
    wrong = 0
    for folder in map(pathlib.Path, folders):
        judged = 0
        for name, judge in JUDGES.items():
            path = folder / name
            if path.exists():
                judged += 1
                for message in judge(path, pathlib.Path(schemas)):
                    print(f"{path}: {message}")
                    wrong += 1
        if not judged:
            print(f"{folder}: there are no catalogue files")
            wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
