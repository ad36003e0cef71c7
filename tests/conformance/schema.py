#!/usr/bin/env python3
"""The JSON Schemas against the reader: what one takes or refuses, the other does too.

schema.py PROGRAM FILE...: the files are manifests and themes that are right. A table of wrong ones is below.
Needs jsonschema and PyYAML.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml
from jsonschema import Draft202012Validator


class Loader(yaml.SafeLoader):
    """YAML 1.2's core schema, as the reader has it: dates and `yes` are text."""


Loader.yaml_implicit_resolvers = {}
for tag, form, first in [
    ("bool", r"^(true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("null", r"^(~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("int", r"^[-+]?(0|[1-9][0-9]*)$", "-+0123456789"),
    ("float", r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", "-+.0123456789"),
]:
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(form), first)

BOOK = {"title": "T", "language": "en", "chapters": ["a.md"]}

# Manifests that differ from BOOK in these keys; None takes one away.
WRONG = [
    {"title": None}, {"language": None}, {"chapters": None}, {"titel": "T"}, {"title": True}, {"title": ["T"]},
    {"title": ""}, {"language": "e n"}, {"language": ["en"]}, {"date": "30.6.2005"}, {"date": "2005-13"},
    {"contributors": "Ada"}, {"contributors": [{"name": "Ada"}]}, {"contributors": [{"name": "Ada", "role": "king"}]},
    {"contributors": [{"name": "Ada", "role": "author", "sortt": "x"}]}, {"identifiers": [{"scheme": "isbn"}]},
    {"identifiers": [{"scheme": "x", "value": "1"}]}, {"series": "S"}, {"series": {"number": 1}}, {"subjects": "a"},
    {"licence": "CC"}, {"licence": {"name": "CC", "url": "creativecommons.org"}}, {"url": "example.org"},
    {"other_languages": [{"language": "fr", "title": "T"}]}, {"accessibility": {"conforms_to": "WCAG 3"}},
    {"depositor": {"name": "N", "email": "n"}}, {"cover": "c.jpg"}, {"cover": {"alt": "A"}}, {"max_image_px": 3},
    {"max_image_px": "many"}, {"front": "a.md"}, {"chapters": "a.md"}, {"chapters": [{"chapters": ["a.md"]}]},
    {"chapters": [["a.md"]]}, {"parts": [{"title": "P"}]}, {"parts": [{"title": "P", "chapters": ["b.md"], "start": "x"}]},
    {"page": "A4"}, {"page": {"size": "A99"}}, {"page": {"size": "A4", "margins": {"top": "20"}}},
    {"page": {"margins": {"left": "20mm"}}}, {"page": {"two_sided": "yes"}}, {"print": {"bleed": "3mm"}},
    {"theme": "repotr"}, {"fonts": {"serif": "X"}}, {"fonts": {"files": "x.otf"}}, {"numbering": {"sections": 9}},
    {"numbering": {"figures": "no"}}, {"numbering": True}, {"notes": "feet"}, {"notes": {"place": "foot", "numbered": "x"}},
    {"contents": {"depth": 7}}, {"contents": {"lists": True}}, {"accept": ["nothing"]}, {"variables": ["a"]},
    {"variables": {"1a": "x"}}, {"variables": {"a": ["x"]}}, {"maths": {"macros": ["x"]}}, {"hyphenation": ["a"]},
    {"hyphenation": {"en": {"patern": "x"}}}, {"bibliography": {"a": 1}}, {"glossary": {"first_use": "full"}},
    {"glossary": {"files": ["t.yaml"], "first_use": "x"}}, {"indexes": ["x"]}, {"draft": "perhaps"}, {"allow": ".."},
    {"editions": ["fr"]}, {"editions": {"fr": {"titel": "T"}}}, {"editions": {"fr": {"page": "A4"}}}, {"editions": {"f r": {}}},
    {"file_name": "a/b"}, {"chapter_pdfs": 1}, {"attach": ["fonts"]},
]

THEME = {"base": "report"}
WRONG_THEMES = [
    {"base": "x"}, {"txt": {}}, {"text": "big"}, {"text": {"size": "11"}}, {"text": {"color": 7}}, {"text": {"align": "x"}},
    {"text": {"hyphenate": "x"}}, {"colors": {"link": "#12"}}, {"headings": {"chapitre": {}}}, {"title": {"weight": "x"}},
    {"chapters": {"start": "x"}}, {"running_heads": {"verso": "x"}}, {"running_heads": {"verso": {"left": "folio"}}},
    {"boxes": {"note": {"rule": "x"}}}, {"boxes": {"1": {}}}, {"classes": {"lead": {"font": "x"}}}, {"palette": {"a": {"dark": "#000000"}}},
    {"charts": {"colors": "#000000"}}, {"cover": {"slots": [{"left": "2mm"}]}}, {"cover": {"slots": [{"text": "x", "left": "2"}]}},
    {"cover": {"text_top": "20mm"}}, {"typography": {"hyphens": 101}}, {"typography": {"tracking": "x"}}, {"typography": {"tracking": 11}},
]


def schema(program, of):
    text = subprocess.run([program, "schema", of], capture_output=True, check=True).stdout
    made = json.loads(text)
    Draft202012Validator.check_schema(made)
    return Draft202012Validator(made)


def refused(program, manifest, theme=None):
    """The codes of the reader's errors about the YAML alone."""
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        for name in ["a.md", "b.md"]:
            (folder / name).write_text("# A\n\nText.\n")
        dump = lambda value: yaml.safe_dump(value, allow_unicode=True)
        if theme is not None:
            (folder / "t.yaml").write_text(dump(theme))
            manifest = {**manifest, "theme": "t.yaml"}
        (folder / "book.yaml").write_text(dump(manifest))
        command = [program, "check", "--message-format", "json", folder / "book.yaml"]
        told = subprocess.run(command, capture_output=True).stdout.decode().splitlines()
        file = "book.yaml" if theme is None else "t.yaml"
        found = [json.loads(line) for line in told]
        return [one["code"] for one in found if one["severity"] == "error" and one.get("path", "").endswith(file)]


def main(program, *files):
    book, theme = schema(program, "manifest"), schema(program, "theme")
    wrong = []
    for file in files:
        value = yaml.load(Path(file).read_text(encoding="utf-8-sig"), Loader)
        judge = book if "title" in value and ("language" in value or "editions" in value) else theme
        wrong += [f"{file}: {'/'.join(map(str, e.path))}: {e.message}" for e in judge.iter_errors(value)]
    tried = [(judge, base, change, of) for judge, base, changes, of in
             [(book, BOOK, WRONG, "manifest"), (theme, THEME, WRONG_THEMES, "theme")] for change in changes]
    for judge, base, change, of in tried:
        value = {key: one for key, one in {**base, **change}.items() if one is not None}
        # As the reader sees it: written and read again.
        seen = yaml.load(yaml.safe_dump(value, allow_unicode=True), Loader)
        if judge.is_valid(seen):
            wrong.append(f"the schema takes {change}")
        codes = refused(program, value) if of == "manifest" else refused(program, BOOK, value)
        if not codes:
            wrong.append(f"the reader takes {change}")
    for judge, base in [(book, BOOK), (theme, THEME)]:
        if not judge.is_valid(base):
            wrong.append(f"the schema refuses {base}")
    print("\n".join(wrong) or f"{len(files)} right and {len(tried)} wrong files are judged alike")
    return 1 if wrong or len(files) < 2 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
