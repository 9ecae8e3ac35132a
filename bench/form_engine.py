"""How long a form takes to open, and one answer to be followed through, in the process's own time.

Every figure of answers is of all answers given, each once: the worst is the worst there was.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from uuid import UUID, uuid5

from survey.forms.definition import Choice, ChoiceList, FormDefinition, Node, NodeKind
from survey.forms.engine.circumstances import Circumstances
from survey.forms.engine.running import RunningForm, open_form
from survey.forms.read.form import read_form

WHOVA = (
    Path(__file__).resolve().parents[2]
    / "shared/data/xlsform/odk_web_forms/whova_form.xlsx"
)
_SPACE = UUID(int=5)
_NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def world() -> Circumstances:
    """A still clock and the same chance each time."""
    return Circumstances(clock=lambda: _NOW, zone=UTC, random=Random(1))


def _node(name: str, type: str, **given: str) -> Node:
    kind = NodeKind.VALUE if type == "calculate" else NodeKind.QUESTION
    return Node(
        id=uuid5(_SPACE, name), kind=kind, name=name, type=type,
        text={"label": {"": f"Question {name}"}}, **given,  # type: ignore[arg-type]
    )


def skipping(size: int = 200) -> FormDefinition:
    """Questions of which every other is shown by the answer before; constraints, sums, a group."""
    nodes = []
    for number in range(size):
        name = f"q{number}"
        if number % 10 == 9:
            terms = " + ".join(f"coalesce(${{q{n}}}, 0)" for n in range(number - 9, number))
            nodes.append(_node(name, "calculate", calculation=terms))
        elif number % 2 and number > 1:
            nodes.append(
                _node(name, "integer", relevant=f"${{q{number - 1}}} > 3", constraint=". < 100")
            )
        else:
            nodes.append(_node(name, "integer", required="true()"))
    return FormDefinition(id=_SPACE, name="skipping", nodes=tuple(nodes))


def choosing(size: int = 100_000) -> FormDefinition:
    """One choice of many, filtered by another answer."""
    choices = tuple(
        Choice(
            id=uuid5(_SPACE, f"c{n}"), name=f"c{n}", text={"label": {"": f"Place {n}"}},
            columns={"region": f"r{n % 100}"},
        )
        for n in range(size)
    )
    nodes = (
        _node("region", "text"),
        _node("all", "select_one", list="places"),
        _node("some", "select_one", list="places", choice_filter="region = ${region}"),
    )
    places = ChoiceList(id=uuid5(_SPACE, "places"), name="places", choices=choices)
    return FormDefinition(id=_SPACE, name="choosing", nodes=nodes, lists=(places,))


def timed(work: Callable[[], object], times: int) -> list[float]:
    """Seconds of each go."""
    found = []
    for _ in range(times):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return found


def answers(form: RunningForm, rounds: int) -> list[float]:
    """Seconds of every answer, when all that may be asked is answered anew each round."""
    asked = [p for p in form.plan.walk() if p.type.control and not p.repeats]
    found = []
    for turn in range(rounds):
        for number, plan in enumerate(asked):
            value = str((turn * 7 + number) % 11) if plan.type.control == "input" else "yes"
            start = time.process_time()
            form.answer(plan.ref, value)
            found.append(time.process_time() - start)
    return found


def measures() -> dict[str, float]:
    """All figures, in milliseconds or (``…_us``) microseconds."""
    form = skipping()
    given = answers(open_form(form, world()), 10)
    found = {
        "load_200_ms": min(timed(lambda: open_form(form, world()), 7)) * 1e3,
        "answer_median_us": statistics.median(given) * 1e6,
        "answer_p99_us": statistics.quantiles(given, n=100)[98] * 1e6,
        "answer_worst_us": max(given) * 1e6,
    }
    found.update(real())
    found.update(many_choices())
    return found


def many_choices() -> dict[str, float]:
    """Figures of a choice of 100 000; last, since so many objects slow the collector down."""
    found: dict[str, float] = {}
    made = choosing()
    start = time.process_time()
    many = open_form(made, world())
    found["choices_opened"] = float(len(many.options.of(many.find("/data/all"))))
    found["choices_open_ms"] = (time.process_time() - start) * 1e3
    many.answer("/data/region", "r1")
    some = many.find("/data/some")
    found["choices_first_filter_ms"] = min(timed(lambda: many.options.of(some), 1)) * 1e3
    many.answer("/data/region", "r7")
    found["choices_filter_ms"] = min(timed(lambda: many.options.of(some), 3)) * 1e3
    return found


def real() -> dict[str, float]:
    """Figures of a real form, where it is beside the project."""
    found: dict[str, float] = {}
    if WHOVA.is_file():
        data = WHOVA.read_bytes()
        start = time.process_time()
        reading = read_form(data, "whova")
        found["whova_read_ms"] = (time.process_time() - start) * 1e3
        if reading.form is not None:
            real = reading.form
            found["whova_controls"] = float(sum(n.kind is NodeKind.QUESTION for n in real.walk()))
            found["whova_open_ms"] = min(timed(lambda: open_form(real, world()), 5)) * 1e3
            given = answers(open_form(real, world()), 3)
            found["whova_answer_median_us"] = statistics.median(given) * 1e6
            found["whova_answer_worst_us"] = max(given) * 1e6
    return found


def main() -> int:
    """Print the figures; with ``--json`` as one object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    found = measures()
    if args.json:
        print(json.dumps(found))
        return 0
    for name, value in found.items():
        print(f"{name:26} {value:12.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
