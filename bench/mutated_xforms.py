"""Real XForms with pieces broken: they are refused, or open and can be answered; nothing else."""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from survey.forms.canonical import read_canonical, write_form
from survey.forms.engine.circumstances import Circumstances
from survey.forms.engine.refused import FormRefused, Refused
from survey.forms.engine.running import open_form
from survey.forms.engine.state import state_of
from survey.forms.engine.submission import instance_xml
from survey.forms.read.form import read_form
from survey.forms.write.xform import write_xform

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "conformance"
_NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
_VALUES = (
    "", "0", "-1", "1000000000", "1 div 0", ".", "..", "../..", "/data", "//*", "current()/.",
    "instance('no')/root/item", "count(/data/*) + 1", "position(..)", "((", "'", "${x}", "\u0000",
    "jr:itext('no')", "once(random())", "true()", "randomize(/data/*)", "a" * 5000, "🜁", "2026-02",
)
_ANSWERS = ("", "1", "yes", "-7.5", "2026-02-30", "x" * 3000, "a b c", "🜁\u202e", "NaN", "<a>")
_ATTRIBUTE = re.compile(r'([\w:.-]+)="([^"]*)"')
_ELEMENT = re.compile(r"<(\w[\w:.-]*)[^<>]*/>|</?\w[^<>]*>")


def mutated(source: str, chance: random.Random) -> str:
    """The same document with one to four pieces otherwise."""
    for _ in range(chance.randint(1, 4)):
        source = chance.choice((_value, _name, _twice, _gone, _swapped, _cut))(source, chance)
    return source


def _pick(source: str, pattern: re.Pattern[str], chance: random.Random) -> re.Match[str] | None:
    found = list(pattern.finditer(source))
    return chance.choice(found) if found else None


def _value(source: str, chance: random.Random) -> str:
    found = _pick(source, _ATTRIBUTE, chance)
    if found is None:
        return source
    value = chance.choice(_VALUES).replace("&", "&amp;").replace("<", "&lt;").replace('"', "'")
    return f'{source[: found.start(2)]}{value}{source[found.end(2) :]}'


def _name(source: str, chance: random.Random) -> str:
    found = _pick(source, _ATTRIBUTE, chance)
    if found is None:
        return source
    new = chance.choice(("calculate", "relevant", "ref", "nodeset", "jr:count", "jr:template"))
    return f"{source[: found.start(1)]}{new}{source[found.end(1) :]}"


def _twice(source: str, chance: random.Random) -> str:
    found = _pick(source, _ELEMENT, chance)
    return source if found is None else source[: found.end()] + found[0] + source[found.end() :]


def _gone(source: str, chance: random.Random) -> str:
    found = _pick(source, _ELEMENT, chance)
    return source if found is None else source[: found.start()] + source[found.end() :]


def _swapped(source: str, chance: random.Random) -> str:
    one, other = _pick(source, _ATTRIBUTE, chance), _pick(source, _ATTRIBUTE, chance)
    if one is None or other is None or one.end() > other.start():
        return source
    return (
        source[: one.start(2)] + other[2] + source[one.end(2) : other.start(2)] + one[2]
        + source[other.end(2) :]
    )


def _cut(source: str, chance: random.Random) -> str:
    if chance.random() < 0.8:
        return source
    at = chance.randrange(len(source))
    return source[:at] + source[at + chance.randrange(40) :]


def tried(source: str, chance: random.Random) -> str:
    """Read, open and answer it; what became of it: ``refused`` or ``ran``. All else is raised."""
    form = read_form(source.encode(errors="replace"), "x").form
    if form is None:
        return "refused"
    kept, _ = read_canonical(write_form(form))
    if kept != form or read_form(write_xform(form), "x").form is None:
        raise AssertionError("what was read cannot be written and read again")
    world = Circumstances(clock=lambda: _NOW, zone=UTC, random=random.Random(1))
    try:
        running = open_form(form, world)
    except FormRefused:
        return "refused"
    refs = list(state_of(running))
    for _ in range(10):
        ref = chance.choice(refs)
        try:
            if ref.endswith("#range"):
                running.add_repeat(ref.removesuffix("#range"))
            elif ref.endswith("]") and chance.random() < 0.5:
                running.remove_repeat(ref)
            else:
                running.answer(ref, chance.choice(_ANSWERS))
        except Refused:
            continue
    state_of(running)
    open_form(form, world, instance_xml(running))
    return "ran"


def sources() -> list[str]:
    """The XForms beside the project; empty where they are absent."""
    folders = (DATA / "scenarios" / "forms", DATA / "xlsform" / "xforms")
    files = sorted(file for folder in folders for file in folder.glob("*.xml"))
    return [text for file in files if len(text := file.read_text("utf-8")) < 30_000]


def main() -> int:
    """Break many; exit 1 when one is neither refused nor runs, 2 without XForms."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    found = sources()
    if not found:
        print(f"There are no XForms in {DATA}.", file=sys.stderr)
        return 2
    counts = {"refused": 0, "ran": 0, "slow": 0}
    for number in range(args.number):
        chance = random.Random(f"{args.seed}/{number}")
        start = time.process_time()
        counts[tried(mutated(chance.choice(found), chance), chance)] += 1
        counts["slow"] += time.process_time() - start > 10
    print(counts)
    return 1 if counts["slow"] else 0


if __name__ == "__main__":
    sys.exit(main())
