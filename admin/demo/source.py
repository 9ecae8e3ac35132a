"""The example survey's rows, read strictly and mapped as ``assets/demo/README.md`` says."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import assets

SLIDER = range(-1, 15)
FACTORS = tuple(f"x{i}" for i in range(1, 11))
_ITEM = re.compile(r"^X(\d+[a-e])\.\.")
_FACTOR = re.compile(r"^X(\d+)\.\.")
_AREA, _GENDER = "Var.bor.du.", "Vilket.kön.har.du."
_ANSWERS_FROM = 7
_ROWS_LIMIT = 100_000


class SourceError(Exception):
    """The file is not the example survey; says what was expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Respondent:
    """One valid row: ``answers`` by question name, ``points`` by factor name, time in UTC."""

    at: datetime
    answers: Mapping[str, int | str]
    points: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The whole file: how many rows, which were refused and why, and the valid ones in order."""

    rows: int
    refused: Mapping[str, int]
    respondents: tuple[Respondent, ...]


def read_source(text: str | None = None) -> Source:
    """Read the example survey (``assets/demo``). Raises SourceError when it is another file."""
    table = csv.DictReader(
        io.StringIO(text if text is not None else assets.text("demo", "upplands_vasby_2015.csv")),
        delimiter=";",
    )
    columns = list(table.fieldnames or ())
    items = {c: f"x{m[1]}" for c in columns if (m := _ITEM.match(c)) and m[1][:-1] in _numbers()}
    factors = {c: f"x{m[1]}" for c in columns if (m := _FACTOR.match(c)) and m[1] in _numbers()}
    if len(items) != 50 or len(factors) != 10 or not {_AREA, _GENDER, "Time"} <= set(columns):
        raise SourceError("the example survey has 50 proposals, 10 areas, home area and gender")
    return _sort_out(list(table), items, factors, columns[_ANSWERS_FROM:])


def _numbers() -> tuple[str, ...]:
    return tuple(str(i) for i in range(1, 11))


def _sort_out(
    rows: list[dict[str, str]],
    items: Mapping[str, str],
    factors: Mapping[str, str],
    answers: list[str],
) -> Source:
    if len(rows) > _ROWS_LIMIT:
        raise SourceError("the example survey has about a thousand rows")
    homes = {area for area, n in Counter(r[_AREA] for r in rows).items() if area and _is_area(area)}
    refused: Counter[str] = Counter()
    seen: set[tuple[str, ...]] = set()
    kept: list[Respondent] = []
    for row in rows:
        answered = tuple(row[c] for c in answers)
        reason = _reason(row, homes, answered in seen)
        if reason is None:
            seen.add(answered)
            kept.append(_respondent(row, items, factors))
        else:
            refused[reason] += 1
    return Source(rows=len(rows), refused=dict(refused), respondents=tuple(kept))


def _is_area(text: str) -> bool:
    # A shifted row holds years of residence ("0-4 år") where the area belongs.
    return not re.match(r"^\d", text)


def _reason(row: Mapping[str, str], homes: set[str], known: bool) -> str | None:
    area = row[_AREA]
    if area and area not in homes:
        return "shifted"
    if not area:
        return "incomplete"
    return "duplicate" if known else None


def _respondent(
    row: Mapping[str, str], items: Mapping[str, str], factors: Mapping[str, str]
) -> Respondent:
    ratings = {n: v // 3 + 1 for c, n in items.items() if (v := _slider(row[c])) is not None}
    points = {n: v for c, n in factors.items() if (v := _slider(row[c])) is not None}
    local = datetime.strptime(row["Time"], "%m/%d/%Y - %H:%M")
    return Respondent(
        at=local.replace(tzinfo=ZoneInfo("Europe/Stockholm")).astimezone(UTC),
        answers={**ratings, "area": row[_AREA], "gender": row[_GENDER]},
        points=points,
    )


def _slider(cell: str) -> int | None:
    if cell in ("", "NA"):
        return None
    value = int(cell)
    if value not in SLIDER:
        raise SourceError(f"a slider shows {value}; the example's sliders run from 0 to 14")
    return None if value < 0 else value
