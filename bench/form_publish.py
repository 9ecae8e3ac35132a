"""How long large forms take to be read, published and converted, beside other tools.

    python -m bench.form_publish [--choices 100000] [--rounds 3] [--json]

One workbook, a list of many choices with a column to filter by, is made in passing. *read* is ours
beside openpyxl's bare reading of the same cells; *publish* makes a survey of the form, its bytes
and the same survey of the bytes, beside our reading; *convert* is from the workbook to an XForm
beside pyxform's, without its validator. Times are of the processor; rounds take turns, the median
of the rounds' ratios is told.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from datetime import date
from io import BytesIO
from statistics import median
from uuid import UUID

import openpyxl
from pyxform.xls2xform import convert

from survey.around import Wish, campaign_around
from survey.forms.definition import FormDefinition
from survey.forms.read.form import read_form
from survey.forms.write.xform import write_xform
from survey.reading import read_campaign, write_campaign

DAY = date(2025, 9, 1)


def workbook(choices: int) -> bytes:
    """A form that asks for a region and for a place in it."""
    made = openpyxl.Workbook(write_only=True)
    survey = made.create_sheet("survey")
    for row in (
        ("type", "name", "label", "choice_filter"), ("text", "r", "Region", ""),
        ("select_one places", "p", "Place", "region=${r}"),
    ):  # fmt: skip
        survey.append(row)
    sheet = made.create_sheet("choices")
    sheet.append(("list_name", "name", "label", "region"))
    for at in range(choices):
        sheet.append(("places", f"p{at}", f"Place {at}", f"r{at % 100}"))
    into = BytesIO()
    made.save(into)
    return into.getvalue()


def bare(data: bytes) -> None:
    """Every cell's value, and nothing made of it."""
    book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
    for sheet in book:
        for _ in sheet.iter_rows(values_only=True):
            pass


def read(data: bytes) -> FormDefinition:
    """The form, or ValueError."""
    form = read_form(data, "places").form
    if form is None:
        raise ValueError("the form has faults")
    return form


def publish(form: FormDefinition, number: int) -> None:
    """All that makes a survey of a form, but for the workspace. A survey of its own each time."""
    wish = Wish(
        id=UUID(int=number), organisation="Exempelby", units=((UUID(int=2), "Exempelby"),),
        first_day=DAY, last_day=DAY, consent={"sv": "Ja."}, about={"sv": "Om."},
    )
    campaign, problems = read_campaign(write_campaign(campaign_around(form, wish)))
    if campaign is None:
        raise ValueError(problems[0].message)


def timed(work: Callable[[], object]) -> float:
    """Seconds of the processor."""
    start = time.process_time()
    work()
    return time.process_time() - start


def one_round(data: bytes, number: int) -> dict[str, float]:
    """Seconds of each."""
    found = {"bare": timed(lambda: bare(data)), "read": timed(lambda: read(data))}
    form = read(data)
    found["publish"] = timed(lambda: publish(form, number))
    found["convert"] = timed(lambda: write_xform(read(data)))
    found["pyxform"] = timed(lambda: convert(BytesIO(data), file_type=".xlsx"))
    return found


def main() -> int:
    """Tell the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--choices", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    data = workbook(args.choices)
    rounds = [one_round(data, number) for number in range(1, args.rounds + 1)]
    pairs = {"read": "bare", "publish": "read", "convert": "pyxform"}
    ratios = {
        f"{one}/{other}": [round(times[one] / times[other], 2) for times in rounds]
        for one, other in pairs.items()
    }
    seconds = {name: round(median(times[name] for times in rounds), 2) for name in rounds[0]}
    if args.json:
        print(json.dumps({"choices": args.choices, "seconds": seconds, "ratios": ratios}))
        return 0
    print(f"{args.choices} choices; seconds of the processor, median of {args.rounds} rounds:")
    print("  " + ", ".join(f"{name} {said}" for name, said in seconds.items()))
    for name, found in ratios.items():
        print(f"  {name}: {median(found)} ({', '.join(map(str, found))})")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
