"""Keeps the word catalogues true: ``python -m assets.catalogue [--write] [--long]``.

The program's own words are English message ids at ``words("...")`` and
``words.many("...", "...")``. Swedish has them all; the other languages have those that somebody
can meet who answers at a kiosk, which the file tells where they are said: every file of the kiosk
but ``STAFFS``, the page on phones and paper slips. Without ``--write`` it only checks, and exits 1
when a message has no words in a language that should have them, when a catalogue holds one that is
no longer said, when the places for values differ, or when a compiled catalogue is not that of its
source.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import assets
from assets.words import RESPONDENTS

FOR_ALL = ("kiosk", "sync/room", "admin/reports/slips")
"""Where words stand that somebody who answers reads."""

ROOMS = (*FOR_ALL, "admin")
STAFFS = (
    "kiosk/staff/*", "kiosk/views/staff*.py", "kiosk/views/address.py", "kiosk/views/pairing.py",
    "kiosk/forms/trial.py", "kiosk/network.py", "kiosk/pairing.py", "kiosk/report.py",
    "kiosk/health*.py", "kiosk/front*.py", "kiosk/watchdog*.py", "kiosk/meeting/slip*.py",
    "kiosk/meeting/views/slip*.py", "kiosk/meeting/views/enter*.py",
    "kiosk/meeting/moderator*.py", "kiosk/meeting/views/moderator.py", "kiosk/meeting/opening*.py",
    "kiosk/meeting/result_words.py", "kiosk/meeting/big*.py", "kiosk/meeting/views/big*.py",
    "kiosk/meeting/views/bars.py", "kiosk/meeting/views/matrix.py",
)
"""Files of the kiosk that nobody who answers reads the words of."""

MACHINE_MADE = (
    "# Machine-made words of {language}: they need a check by somebody whose language it is.\n"
    "# Whoever has checked them all takes these two lines away.")
_LOCALES = {"sv-simple": "sv"}
"""What Babel and Qt know a language as, where its tag says more."""
_SAYS = {"words", "_words"}
_PLACES = re.compile(r"\{[^}]*\}")

Key = str | tuple[str, str]


def said_in_code(root: Path) -> dict[Key, str]:
    """Every message of kiosk, room, admin and survey, with the file that says it first."""
    found: dict[Key, str] = {}
    for name, key in _said(root, ROOMS):
        found.setdefault(key, name)
    for source in sorted((root / "survey").rglob("wording*.py")):
        for key in _worded(ast.parse(source.read_text("utf-8"))):
            found.setdefault(key, source.relative_to(root).as_posix())
    return found


def said_to_respondents(root: Path) -> dict[Key, str]:
    """The messages that somebody who answers can meet, with the file that says them first."""
    found: dict[Key, str] = {}
    for source, key in _said(root, FOR_ALL):
        if not any(fnmatch(source, staffs) for staffs in STAFFS):
            found.setdefault(key, source)
    return found


def _said(root: Path, rooms: tuple[str, ...]) -> Iterator[tuple[str, Key]]:
    for room in rooms:
        for source in sorted((root / room).rglob("*.py")):
            name = source.relative_to(root).as_posix()
            yield from ((name, key) for key in _messages(ast.parse(source.read_text("utf-8"))))


def _worded(tree: ast.AST) -> Iterator[Key]:
    """The words of a room that knows no catalogues: it keeps them in tuples."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple):
            for word in node.elts:
                if isinstance(word, ast.Constant) and " " in str(word.value):
                    yield str(word.value)


def _messages(tree: ast.AST) -> Iterator[Key]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        texts = [a.value for a in node.args if isinstance(a, ast.Constant)]
        if _says(node.func) and texts and isinstance(texts[0], str):
            yield texts[0]
        elif isinstance(node.func, ast.Attribute) and node.func.attr == "many":
            if _says(node.func.value) and len(texts) >= 2:
                yield str(texts[0]), str(texts[1])
        elif isinstance(node.func, ast.Name) and node.func.id == "later" and texts:
            yield str(texts[0])


def _says(node: ast.expr) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return name in _SAYS


def read(language: str) -> Catalog:
    """The catalogue of a language; an empty one when there is none yet."""
    source = _file(language, "po")
    locale = _LOCALES.get(language, language)
    if not source.exists():
        told = MACHINE_MADE.format(language=language)
        return Catalog(locale=locale, charset="utf-8", header_comment=told)
    return read_po(io.BytesIO(source.read_bytes()), locale=locale)


def faults(said: dict[Key, str], language: str) -> list[str]:
    """What is wrong with one catalogue, a line each."""
    catalogue = read(language)
    entries = {_key(m): m for m in catalogue if m.id}
    lines = [f"{said[k]}: no {language} words for {k!r}" for k in said if not _done(entries.get(k))]
    lines += [f"{language}: nobody says {k!r} any more" for k in entries if k not in said]
    lines += [f"{language}: other places in {k!r}" for k, m in entries.items() if not _places(m)]
    compiled = _file(language, "mo")
    if not compiled.exists() or compiled.read_bytes() != _compiled(catalogue):
        lines.append(f"{language}: the compiled catalogue is not that of its source")
    return lines


def _key(message: Message) -> Key:
    ids = _several(message.id)
    return (ids[0], ids[1]) if len(ids) > 1 else ids[0]


def _several(text: object) -> tuple[str, ...]:
    return tuple(map(str, text)) if isinstance(text, tuple | list) else (str(text or ""),)


def _done(message: Message | None) -> bool:
    if message is None:
        return False
    return all(_several(message.string))


def _places(message: Message) -> bool:
    """The same places in the words; where there are plurals, one and two may do without."""
    wanted = set(_PLACES.findall(_several(message.id)[-1]))
    *others, last = (set(_PLACES.findall(said)) for said in _several(message.string))
    return (last == wanted or not _done(message)) and all(found <= wanted for found in others)


def write(said: dict[Key, str], language: str) -> None:
    """Bring a catalogue up to date: new messages in, old ones out, compiled again."""
    old = read(language)
    known = {_key(m): m for m in old if m.id and _done(m)}
    new = Catalog(
        locale=old.locale, charset="utf-8", fuzzy=False, header_comment=old.header_comment)
    for key in sorted(said, key=str):
        string = known[key].string if key in known else None
        new.add(key, string)
    target = _file(language, "po")
    target.parent.mkdir(parents=True, exist_ok=True)
    out = io.BytesIO()
    write_po(out, new, omit_header=False, width=96, sort_output=True)
    lines = [x for x in out.getvalue().decode().splitlines() if "-Date:" not in x]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    _file(language, "mo").write_bytes(_compiled(read(language)))


def _compiled(catalogue: Catalog) -> bytes:
    small = Catalog(locale=catalogue.locale, charset="utf-8", fuzzy=False, header_comment="")
    small.creation_date = small.revision_date = catalogue.creation_date
    for message in catalogue:
        if message.id and _done(message):
            small.add(message.id, message.string)
    out = io.BytesIO()
    write_mo(out, small)
    dated = re.compile(rb"(POT-Creation|PO-Revision)-Date: [^\n]*")
    return dated.sub(lambda m: m.group(0)[:16] + b" " * (len(m.group(0)) - 16), out.getvalue())


def _file(language: str, kind: str) -> Path:
    return assets.path("locale") / language / "LC_MESSAGES" / f"vardera.{kind}"


def _long(language: str) -> Iterator[str]:
    """Words that are much longer than the Swedish ones, which screens were drawn for."""
    swedish = {_key(m): _several(m.string)[-1] for m in read("sv") if m.id}
    for message in read(language):
        here, there = _several(message.string)[-1], swedish.get(_key(message), "")
        if message.id and len(here) > 2 * len(there) and len(here) > 12:
            yield f"{language}: {len(here)} signs for {len(there)}: {here!r}"


def main(argv: list[str] | None = None) -> int:
    """Check, or with ``--write`` bring up to date. Returns 1 when something is wrong."""
    options = argparse.ArgumentParser(prog="./run words", description=__doc__)
    options.add_argument("--write", action="store_true", help="bring the catalogues up to date")
    options.add_argument("--long", action="store_true", help="tell of words twice as long")
    args = options.parse_args(argv)
    root = assets.path().parent
    everything, respondents = said_in_code(root), said_to_respondents(root)
    lines = []
    for language in (tag for tag in RESPONDENTS if tag != "en"):
        said = everything if language == "sv" else respondents
        if args.write:
            write(said, language)
        lines += faults(said, language)
    if args.long:
        sys.stdout.write("".join(f"{x}\n" for tag in RESPONDENTS[2:] for x in _long(tag)))
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.write(f"{len(everything)} messages, {len(respondents)} of them for respondents, "
                     f"{len(lines)} faults\n")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
