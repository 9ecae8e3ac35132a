"""How long the worst tap takes in forms made to take long, and how much work it told.

Each form is opened as a kiosk opens it; those that are refused cost nobody a tap.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from uuid import UUID, uuid5

from bench.form_engine import choosing, world
from survey.forms.definition import Action, FormDefinition, Node, NodeKind
from survey.forms.engine.refused import FormRefused
from survey.forms.engine.running import RunningForm, open_form

TABLE = 20_000
_SPACE = UUID(int=8)
_LETTERS = "ab" * 450
_LONG = " + ".join(["${a}"] * 8_000)
_WIDE = f"concat({', '.join(['${a}'] * 90)})"


def _node(kind: NodeKind, name: str, *nodes: Node, **told: str) -> Node:
    id = uuid5(_SPACE, name)
    return Node(id=id, kind=kind, name=name, nodes=nodes, **told)  # type: ignore[arg-type]


def _asked(name: str) -> Node:
    return _node(NodeKind.QUESTION, name, type="text")


def _value(name: str, calculation: str) -> Node:
    return _node(NodeKind.VALUE, name, type="calculate", calculation=calculation)


def _values(calculation: str, number: int) -> tuple[Node, ...]:
    return tuple(_value(f"c{n}", calculation.replace("#", str(n))) for n in range(number))


def _texts(number: int) -> tuple[Node, ...]:
    return tuple(_asked(f"x{n}") for n in range(number))


def _group(*nodes: Node, relevant: str = "") -> Node:
    return _node(NodeKind.GROUP, "g", *nodes, relevant=relevant)


def _repeat(count: str, *nodes: Node) -> Node:
    return _node(NodeKind.REPEAT, "r", *nodes, count=count)


def _chain(number: int) -> tuple[Node, ...]:
    return tuple(_value(f"c{n}", f"${{c{n - 1}}} + 1" if n else "${a}") for n in range(number))


def _setting_off(number: int) -> tuple[Node, ...]:
    """Each sets the next, and the last the first."""
    return tuple(
        replace(
            _asked(f"s{n}"),
            actions=(
                Action(
                    event="xforms-value-changed",
                    target=f"${{s{(n + 1) % number}}}",
                    value="concat(., ${a}, '1')",
                ),
            ),
        )
        for n in range(number)
    )


def _beside(*nodes: Node) -> FormDefinition:
    return FormDefinition(id=_SPACE, name="data", nodes=(_asked("a"), *nodes))


def _filtered(filter: str, number: int) -> FormDefinition:
    """Many choices, looked through one by one whenever the answer changes."""
    form = choosing(TABLE)
    some = replace(form.nodes[2], choice_filter=filter)
    more = (replace(some, name=f"some{n}", id=uuid5(_SPACE, f"s{n}")) for n in range(number))
    return replace(form, nodes=(form.nodes[0], *more))


FORMS: dict[str, tuple[Callable[[], FormDefinition], str]] = {
    "one read by 10 000": (lambda: _beside(*_values("${a} + #", 10_000)), "7"),
    "sums of 8 000": (lambda: _beside(*_values(_LONG + " + #", 60)), "7"),
    "a chain of 5 000": (lambda: _beside(*_chain(5_000)), "7"),
    "20 000 shown": (lambda: _beside(_group(*_texts(20_000), relevant="${a} = 'x1'")), "x"),
    "a count": (lambda: _beside(_repeat("${a}", *_texts(9))), "9999"),
    "a count of counts": (
        lambda: _beside(_repeat("${a}", replace(_repeat("${a}", *_texts(9)), name="i"))),
        "99",
    ),
    "rows that read all rows": (
        lambda: _beside(_repeat("2000", _value("s", "sum(../../r/v) + ${a}"), _asked("v"))),
        "7",
    ),
    "rows that read the rest": (
        lambda: _beside(
            _repeat(
                "300", _value("s", "${a} + count(../preceding-sibling::*[v != ${a}])"), _asked("v")
            )
        ),
        "7",
    ),
    "rows of a place": (lambda: _beside(_repeat("5000", _value("s", "position(..) + ${a}"))), "7"),
    "searches": (
        lambda: _beside(
            _group(*_texts(60)), *_values("count(/data/g/*[count(../*[. = ${a}]) > #])", 60)
        ),
        "7",
    ),
    "searches of everything": (
        lambda: _beside(
            _group(*_texts(700)), *_values("count(/data/g/descendant::*[. = ${a}])", 100)
        ),
        "7",
    ),
    "nodes in order": (
        lambda: _beside(
            _group(*_texts(400)),
            *_values("count((/data/g/x9 | /data/g/*/../* | /data/g/x3)[. = ${a}])", 50),
        ),
        "7",
    ),
    "following": (
        lambda: _beside(
            _group(*_texts(300)), *_values("count(/data/g/*/following::*[. = ${a}])", 20)
        ),
        "7",
    ),
    "long texts": (
        lambda: _beside(
            _value("b", _WIDE), *_values("string-length(translate(${b}, 'a', '#'))", 500)
        ),
        _LETTERS,
    ),
    "digests": (
        lambda: _beside(_value("b", _WIDE), *_values("digest(concat(${b}, '#'), 'SHA-512')", 500)),
        _LETTERS,
    ),
    "splitting": (
        lambda: _beside(
            _value("b", _WIDE), *_values("count-selected(${b}) + selected-at(${b}, #)", 500)
        ),
        "a " * 450,
    ),
    "patterns": (
        lambda: _beside(_value("b", _WIDE), *_values("regex(${b}, '(a?b?c?){20}.*#')", 100)),
        _LETTERS,
    ),
    "patterns of classes": (
        lambda: _beside(*_values("regex(${a}, '([\\p{L}\\d\\w\\s]?[^\\p{N}#-z]*){600}')", 40)),
        "abcdefghijk",
    ),
    "patterns never met": (
        lambda: _beside(*_values("regex(${a}, '([a-z]?[b-y]*[^z]){9}.*#')", 200)),
        "".join(map(chr, range(0x4E00, 0x4E00 + 2_000))),
    ),
    "dates": (
        lambda: _beside(*_values("format-date(date(decimal-date-time(${a}) + #), '%Y%m')", 5_000)),
        "2026-01-0",
    ),
    "shuffled": (
        lambda: _beside(
            _group(*_texts(2_000)),
            *_values("join(' ', randomize(/data/g/*, string-length(${a}) + #))", 60),
        ),
        "7",
    ),
    "places on a map": (
        lambda: _beside(
            _value("b", f"concat({', '.join(['${a}'] * 90)})"),
            *_values("area(concat(${b}, '# 1;'))", 300),
        ),
        "1 2;" * 50,
    ),
    "numbers exactly": (
        lambda: _beside(*_values("round(number(${a}) div 7, #) + pow(${a}, 3)", 5_000)),
        "7",
    ),
    "words of choices": (
        lambda: replace(
            _filtered("true()", 1),
            nodes=(
                _asked("a"),
                *_filtered("true()", 1).nodes[1:],
                *_values("jr:choice-name(concat('c', ${a}), '${some0}')", 60),
            ),
        ),
        "1999",
    ),
    "choices looked through": (
        lambda: _filtered("contains(concat(name, region), ${region})", 60),
        "r9",
    ),
    "actions": (lambda: _beside(*_setting_off(30)), "7"),
    "actions on long texts": (
        lambda: _beside(
            *(
                replace(
                    one,
                    actions=(
                        Action(
                            event="xforms-value-changed", target="${a}", value="concat(${a}, ${a})"
                        ),
                    ),
                )
                for one in (_asked("z"),)
            )
        ),
        "7",
    ),
}
"""What takes long → the form, and an answer to its first question."""


def taps(form: RunningForm, value: str) -> Iterator[tuple[float, int]]:
    """Seconds and work of each answer to the first three questions."""
    asked = [plan for plan in form.plan.walk() if plan.type.control and not plan.repeats][:3]
    for plan in asked:
        for text in (value, f"{value}1", "", value):
            start = time.process_time()
            form.answer(plan.ref, text)
            yield time.process_time() - start, form.around.spent + form.around.effort


def measured(form: FormDefinition, value: str) -> dict[str, float]:
    """``open_s``, ``tap_s`` and ``tap_work`` of the worst tap; ``refused``: it does not open."""
    start = time.process_time()
    try:
        running = open_form(form, world())
    except FormRefused:
        return {"open_s": time.process_time() - start, "refused": 1.0}
    found = {"open_s": time.process_time() - start}
    seconds, work = max(taps(running, value))
    found.update(tap_s=seconds, tap_work=float(work))
    return found


def main() -> int:
    """Print a line for each form; with ``--json`` one object. ``--only`` picks by name."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--only", default="", help="forms whose name has this in it")
    args = parser.parse_args()
    found = {}
    for name, (make, value) in FORMS.items():
        if args.only in name:
            found[name] = measured(make(), value)
            if not args.json:
                told = "  ".join(f"{what} {number:.3f}" for what, number in found[name].items())
                print(f"{name:26} {told}", flush=True)
    if args.json:
        print(json.dumps(found))
    else:
        taps_s = [(one["tap_s"], name) for name, one in found.items() if "tap_s" in one]
        print("worst tap {:.3f} s: {}".format(*max(taps_s, default=(0.0, "none"))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
