"""The drawing of a person's way, made from the table that the kiosk runs by.

    python -m kiosk.way_drawing --write    writes docs/kiosk-way.md and docs/kiosk-way.svg
    python -m kiosk.way_drawing            says whether they are up to date (1 when not)
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from kiosk.way import TABLE, WRITES, Deed, Row, Spot

DOCS = Path(__file__).resolve().parents[1] / "docs"
WIDE, HIGH, STEP, ROW = 138, 48, 218, 152
_WHERE = {
    Spot.ASLEEP: (0, 0), Spot.WITHDRAW: (1, 0), Spot.WITHDRAWN: (2, 0),
    Spot.ATTRACT: (0, 1), Spot.LANGUAGE: (1, 1), Spot.CONSENT: (2, 1), Spot.QUESTION: (3, 1),
    Spot.CODE: (4, 1), Spot.VOUCHER: (5, 1), Spot.THANKS: (6, 1),
    Spot.TAPPED: (1, 2),
}
"""Columns and rows of the drawing."""

_BESIDE = (Spot.STILL_THERE, Spot.STOP_ASKED, Spot.NOT_KEPT, Spot.STAFF)
"""They stand before whatever was there, and are told in words."""

_FIRST = frozenset({Spot.ATTRACT, Spot.ASLEEP})
_AWAY = frozenset({Deed.LEAVE, Deed.LEAVE_ALONE, Deed.COME_BACK})
_IDLE = frozenset({Deed.SHOW, Deed.NOTHING, Deed.ADJUST, Deed.SPEAK, Deed.BACK_TO_IT})

_STYLE = """
text { font: 13px "Noto Sans", sans-serif; fill: #1f1f25; text-anchor: middle }
.name { font-weight: 600; font-size: 15px }
.by { font-size: 11px; fill: #444450; stroke: #ffffff; stroke-width: 4; paint-order: stroke }
rect { fill: #f0f5f9; stroke: #005595; stroke-width: 2 }
.first rect { fill: #005595 } .first text { fill: #ffffff }
.kept rect { fill: #f1f9f5; stroke: #00733b }
path.way { fill: none; stroke: #51515c; stroke-width: 1.6; marker-end: url(#tip) }
path.back { stroke-dasharray: 5 4 }
"""


def told(kind: type) -> str:
    """A wish's name as words: ``ChooseLanguage`` is *choose language*."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind.__name__).lower()


def edges() -> dict[tuple[Spot, Spot], list[str]]:
    """Which wishes lead from one drawn place to another; those that begin anew are left out."""
    found: dict[tuple[Spot, Spot], list[str]] = {}
    for kind, line in TABLE.items():
        for spot, row in line.items():
            for to in Spot:
                drawn = spot in _WHERE and to in _WHERE and spot is not to
                if drawn and to in row.leads and row.deed not in _AWAY and not _ends(row, spot):
                    found.setdefault((spot, to), []).append(told(kind))
    return found


def _ends(row: Row, spot: Spot) -> bool:
    """Whether a wish mostly does something else, and begins anew only where nothing is there."""
    return row.deed in (Deed.ASK_TO_STOP, Deed.END_HERE, Deed.FORGET)


def svg() -> str:
    """The drawing."""
    width, height = 7 * STEP + 40, 3 * ROW + 60
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
        "<title>A person's way through the kiosk</title>",
        f"<style>{_STYLE}</style>",
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" '
        'markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8z" fill="#51515c"/></marker></defs>',
        f'<rect x="0" y="0" width="{width}" height="{height}" style="fill:#fff;stroke:none"/>',
        *(_arrow(a, b, names) for (a, b), names in sorted(edges().items())),
        *(_box(spot) for spot in _WHERE),
        f'<text class="by" x="{width // 2}" y="{height - 14}">'
        "From every place: left alone or stopped, and the first screen comes back; "
        "what was answered is sealed.</text>",
        "</svg>\n",
    ]
    return "\n".join(parts)


def _middle(spot: Spot) -> tuple[int, int]:
    column, row = _WHERE[spot]
    return 20 + WIDE // 2 + column * STEP, 84 + row * ROW


def _box(spot: Spot) -> str:
    x, y = _middle(spot)
    kind = "first" if spot in _FIRST else "kept" if spot in (Spot.THANKS, Spot.TAPPED) else "page"
    return (
        f'<g class="{kind}"><rect x="{x - WIDE // 2}" y="{y - HIGH // 2}" width="{WIDE}" '
        f'height="{HIGH}" rx="12"/><text class="name" x="{x}" y="{y + 5}">{spot}</text></g>'
    )


def _arrow(a: Spot, b: Spot, names: Sequence[str]) -> str:
    (x1, y1), (x2, y2) = _middle(a), _middle(b)
    label = _short(names)
    if y1 != y2:
        return _slant((x1, y1), (x2, y2), label, back=x2 < x1 or (x1 == x2 and y2 < y1))
    away = abs(x2 - x1) // STEP
    if x2 > x1 and away == 1:
        path = f"M{x1 + WIDE // 2} {y1 - 8}H{x2 - WIDE // 2 - 2}"
        return _drawn(path, label, (x1 + x2) // 2, y1 - 14, back=False, narrow=True)
    up = -1 if x2 > x1 else 1
    lift = up * (HIGH // 2 + 26 * away)
    start, end = y1 + up * HIGH // 2, y2 + up * (HIGH // 2 + 2)
    top = y1 + 1.5 * lift
    path = f"M{x1 - 10 * up} {start}C{x1} {top} {x2} {top} {x2 + 10 * up} {end}"
    return _drawn(path, label, (x1 + x2) // 2, int(y1 + 1.22 * lift), back=x2 < x1)


def _slant(a: tuple[int, int], b: tuple[int, int], label: str, *, back: bool) -> str:
    (x1, y1), (x2, y2) = a, b
    down = 1 if y2 > y1 else -1
    shift = 16 if back else -16
    path = f"M{x1 + shift} {y1 + down * HIGH // 2}L{x2 + shift} {y2 - down * (HIGH // 2 + 2)}"
    x = (x1 + x2) // 2 + shift + (36 if back else -36)
    return _drawn(path, label, x, (y1 + y2) // 2 + (18 if back else -6), back=back)


def _drawn(
    path: str, label: str, x: int, y: int, *, back: bool, narrow: bool = False
) -> str:
    words = label.split(" / ") if narrow else [label]
    lines = "".join(
        f'<text class="by" x="{x}" y="{y - 12 * (len(words) - 1 - at)}">{escape(word)}</text>'
        for at, word in enumerate(words)
    )
    return f'<path class="way{" back" if back else ""}" d="{path}"/>{lines}'


def _short(names: Sequence[str]) -> str:
    return " / ".join(dict.fromkeys(names))


def page() -> str:
    """The page: the drawing, what stands before it, and the whole table."""
    return "\n".join([*_INTRO, *_beside(), *_table(), ""])


_INTRO = (
    "# A person's way through the kiosk",
    "",
    "Made by `python -m kiosk.way_drawing --write` from the table in `kiosk/way.py`, which the",
    "kiosk runs by; a test says when it is not up to date, and another goes every way there is.",
    "The rules that the table does not show stand in [what a kiosk decides](kiosk-rules.md).",
    "",
    "![The way from the first screen to thanks](kiosk-way.svg)",
    "",
    "Every answer is durable before the next screen is shown. Where that fails, *not-kept* says",
    "so, and nothing goes past it but a new try or leaving. What does not belong to a place (a",
    "late tap) shows the same screen again.",
    "",
)


def _beside() -> Iterator[str]:
    yield "## What stands before a screen"
    yield ""
    for spot in _BESIDE:
        comes = sorted({
            f"{told(kind)} at {a}" for kind, line in TABLE.items() for a, row in line.items()
            if spot in row.leads and a is not spot
        })
        if spot is Spot.NOT_KEPT:
            deeds = ", ".join(sorted(deed.value for deed in WRITES))
            comes = [f"what was to be durable is not: {deeds}"]
        yield f"- **{spot}** — {'; '.join(comes)}."
    yield ""


def _table() -> Iterator[str]:
    yield "## The table"
    yield ""
    for spot in Spot:
        yield f"### {spot}"
        yield ""
        yield "| wish | what happens | and then, if not here |"
        yield "|---|---|---|"
        rows: dict[Row, list[str]] = {}
        for kind, line in TABLE.items():
            rows.setdefault(line[spot], []).append(told(kind))
        for row, names in sorted(rows.items(), key=lambda item: item[0].deed in _IDLE):
            leads = ", ".join(to for to in Spot if to in row.leads)
            yield f"| {', '.join(names)} | {row.deed} | {leads} |"
        yield ""


def main(arguments: Sequence[str]) -> int:
    """Write the files, or say whether they are as the table says."""
    made = {DOCS / "kiosk-way.md": page(), DOCS / "kiosk-way.svg": svg()}
    if "--write" in arguments:
        for path, text in made.items():
            path.write_text(text, "utf-8")
        return 0
    stale = [path.name for path, text in made.items() if path.read_text("utf-8") != text]
    sys.stdout.write("".join(f"{name} is not as the table says\n" for name in stale))
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
