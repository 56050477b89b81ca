"""The Welsh catalogues: every text of the code collected into the .po files, and these compiled into .mo files.

`python tools/welsh.py` (or `make words`) does both; translations that are there stay. Both kinds of file are committed.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "answerable"
WEB = SOURCE / "web"
# What only the command line and the files of notebooks say: no page shows it.
NOT_ON_PAGES = ("cli", "doctor.py", "comparing/timed_", "comparing/series_", "comparing/report_", "comparing/plausible.py",
                "comparing/peer_files.py", "documents/", "records/", "judgement/sample_sizes.py", "projecting/seen_file.py",
                "projecting/people_", "projecting/demand", "projecting/replays.py", "forecasting/demand",
                "forecasting/spacing.py")
# What only people who are signed in see: commands and their faults, forms, the pages of accounts, history and programs. Not
# the form by which anybody sends in what happened to them, nor the page that says what each role may do.
_STAFF = re.compile(
    r"(?<!web/components)/(commands(?!_examples)\w*|forms(?!_examples)\w*|\w*_forms|second_factor|adapters|mail|"
    r"reading_\w+|actions_steps|recommendations_steps|\w+_editing|views_\w+|seconding|owners|judgement_pages)\.py$|scrutiny/home\w*\.py$|"
    r"web/(audit|api|demonstrating|what_if)/|/accounts/(?!templates/accounts/(sign_in|roles)|roles|permissions)|"
    r"/(form|confirm|add|change|edit|new|reading|conflict|succeed|attendance|judgement_kinds|part_steps|my|programme|"
    r"templates)\w*\.html$|_(write|edit)\.html$|(?<!example)_form\.html$")
ONE = frozenset(("_", "mark", "gettext", "gettext_lazy", "gettext_noop"))
PAIR = {"ngettext": 0, "ngettext_lazy": 0, "format_things": 1}
IN_CONTEXT = frozenset(("pgettext", "pgettext_lazy"))
FORMS = "nplurals=3; plural=(n==1) ? 0 : (n==2) ? 1 : 2"
CATALOGUES = {SOURCE / "locales" / "cy" / "LC_MESSAGES" / "answerable.po": False,
              WEB / "locale" / "cy" / "LC_MESSAGES" / "django.po": True}

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)

# A text: its context (or None), its singular and its plural (or None).
Text = tuple[str | None, str, str | None]


def texts_of(web: bool) -> dict[Text, list[str]]:
    """Every text → the files that hold it, in order. web: those of the site; else those of the rooms below it."""
    found: dict[Text, list[str]] = {}
    paths = sorted(SOURCE.rglob("*.py")) + (sorted([*WEB.rglob("*.html"), *WEB.rglob("*.txt")]) if web else [])
    for path in paths:
        name = path.relative_to(SOURCE).as_posix()
        if (WEB in path.parents) != web or name.startswith(NOT_ON_PAGES):
            continue
        for text in (of_python if path.suffix == ".py" else of_template)(path.read_text(encoding="utf-8"), name):
            places = found.setdefault(text, [])
            if name not in places:
                places.append(name)
    # A catalogue has one entry for a singular, with or without its plural.
    paired = {(context, one) for context, one, many in found if many}
    return {text: places for text, places in found.items() if text[2] or text[:2] not in paired}


def of_python(source: str, _name: str = "") -> Iterator[Text]:
    """The texts of a Python file, in order."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        called = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
        if called in ONE and (text := _literal(node.args[0] if node.args else None)):
            yield None, text, None
        elif called in IN_CONTEXT and (text := _literal(node.args[1])) and (context := _literal(node.args[0])):
            yield context, text, None
        elif called in PAIR:
            one, many = (_literal(part) for part in node.args[PAIR[called]:PAIR[called] + 2])
            if one and many:
                yield None, one, many


def _literal(node: ast.expr | None) -> str | None:
    """The text of a literal, or of one that is marked."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ONE and node.args:
        node = node.args[0]
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def of_template(source: str, name: str = "") -> Iterator[Text]:
    """The texts of a Django template."""
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure()
    code = templatize(source, origin=name)
    for match in re.finditer(r"\b(gettext|ngettext|pgettext|npgettext|_)\(", code):
        call = _call_at(code, match.start())
        if call is not None:
            yield from of_python(call)


def _call_at(code: str, start: int) -> str | None:
    """The call that begins at a place of a template made Python, to the bracket that ends it; None where there is none."""
    for end in re.finditer(r"\)", code[start:]):
        call = code[start:start + end.end()]
        try:
            ast.parse(call)
        except SyntaxError:
            continue
        return call
    return None


def read(path: Path) -> Catalog:
    """The catalogue in a .po file; an empty one where there is no file."""
    with io.BytesIO(path.read_bytes() if path.exists() else b"") as file:
        found = read_po(file, locale="cy")
    # The same catalogue is the same file, whenever it is compiled.
    found.creation_date = found.revision_date = LONG_AGO
    return found


def collected(path: Path, web: bool) -> Catalog:
    """The catalogue of all texts of the code, with the translations that its .po file has."""
    known = {(message.context, message.id if isinstance(message.id, str) else message.id[0]): message for message in read(path)}
    made = Catalog(locale="cy", project="answerable", header_comment="# Welsh texts of answerable: docs/welsh.md.", fuzzy=False)
    made._plural_forms = made._num_plurals = None
    made._num_plurals, made._plural_expr = 3, FORMS.split("plural=")[1]
    for (context, one, many), places in texts_of(web).items():
        there = known.get((context, one))
        said = there.string if there and bool(many) == isinstance(there.id, tuple) else None
        told = list(there.user_comments) if there else []
        made.add((one, many) if many else one, said or ("", "", "") if many else said or "", context=context,
                 locations=[(place, None) for place in places], user_comments=told)
    return made


def po_text(catalogue: Catalog) -> bytes:
    """A catalogue as the text of a .po file, without dates, so that the same catalogue is the same file."""
    out = io.BytesIO()
    write_po(out, catalogue, width=120, include_lineno=False, omit_header=True)
    head = ('# Welsh texts of answerable: docs/welsh.md says who has checked them, docs/how-to/welsh.md how to change one.\n'
            'msgid ""\nmsgstr ""\n"Language: cy\\n"\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
            f'"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: {FORMS};\\n"\n\n')
    return head.encode() + out.getvalue()


def mo_bytes(path: Path) -> bytes:
    """The .mo file of a .po file: of the texts that have their translation alone."""
    out, catalogue = io.BytesIO(), read(path)
    # The writer would give a text with a number its English for its Welsh, and nobody would know it from a translation.
    for message in lacking(path):
        catalogue.delete(message.id, message.context)
    write_mo(out, catalogue)
    return out.getvalue()


def lacking(path: Path) -> list[Message]:
    """The texts of a .po file that have no translation, or one that is marked as doubtful."""
    return [message for message in read(path) if message.id and (message.fuzzy or not all(
        message.string if isinstance(message.string, (list, tuple)) else [message.string]))]


def is_public(message: Message) -> bool:
    """Whether somebody who is not signed in can read a text: it stands in at least one file that is not for staff alone."""
    return any(not _STAFF.search(place) for place, _line in message.locations)


def main() -> int:
    """Collect, write and compile; say what has no translation yet."""
    for path, web in CATALOGUES.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(po_text(collected(path, web)))
        path.with_suffix(".mo").write_bytes(mo_bytes(path))
        print(f"{path.relative_to(ROOT)}: {len(list(read(path))) - 1} texts, {len(lacking(path))} without a translation")
    return 0


if __name__ == "__main__":
    sys.exit(main())
