"""Random forms: groups and repeats inside one another, choices with filters, sums, conditions."""

from __future__ import annotations

import os
import random
from dataclasses import dataclass, field

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from survey.forms.definition import FormDefinition
from survey.forms.engine.running import RunningForm, open_form
from survey.forms.engine.state import State, state_of
from tests.forms import still, table

EXAMPLES = int(os.environ.get("FORM_EXAMPLES", "30"))
CHANCE = st.randoms(use_true_random=False)
much = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
_COLUMNS = ("label", "relevant", "calculation", "constraint", "choice_filter", "repeat_count")
_HEAD = f"| survey |\n| | type | name | {' | '.join(_COLUMNS)} |\n"
_CHOICES = (
    "| choices |\n| | list_name | name | label | of |\n| | top | a | A | |\n| | top | b | B | |\n"
    "| | low | a1 | A1 | a |\n| | low | a2 | A2 | a |\n| | low | b1 | B1 | b |\n"
)
_KINDS = (
    "number", "number", "one", "some", "low", "total", "total", "said", "group", "repeat",
    "counted", "end", "end",
)  # fmt: skip
_DEEPEST = 3


@dataclass
class Draft:
    """A form in the making: ``names`` are those that may be read here, with their kinds; ``past``
    are numbers in repeats that are over; ``inside`` what is open, with the names known before;
    ``told`` are names on whose answers other answers hang: counts, and parents of choices.

    ``sure`` are names that are asked whatever was answered, and only they become told: an empty
    count changes nothing, and a choice that is on the list no more is no answer, so that what
    came before is to be seen where a told question comes and goes."""

    rows: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    past: list[str] = field(default_factory=list)
    inside: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    told: set[str] = field(default_factory=set)
    sure: set[str] = field(default_factory=set)
    doubts: list[bool] = field(default_factory=list)

    def of(self, *kinds: str) -> list[str]:
        """Names of these kinds."""
        return [name for name, kind in self.names.items() if kind in kinds]

    def row(self, type: str, name: str, kind: str = "", **cells: str) -> None:
        """One row; its name may be read from now on when it is of a ``kind``."""
        told = {"label": name, **cells}
        if not cells.get("relevant") and not any(self.doubts):
            self.sure.add(name)
        self.rows.append(" | ".join(["|", type, name, *(told.get(c, "") for c in _COLUMNS), ""]))
        if kind:
            self.names[name] = kind

    def end(self) -> None:
        """The innermost group or repeat is over."""
        what, before = self.inside.pop()
        self.doubts.pop()
        self.row(f"end {what}", "")
        if what == "repeat":
            self.past += self.of("number", "total")
            self.names = before


@dataclass(frozen=True)
class Made:
    """A random form, and the names of what others' answers hang on."""

    form: FormDefinition
    told: frozenset[str]


@st.composite
def forms(draw: st.DrawFn) -> Made:
    """Forms of 5 to 18 rows that read what stands before them."""
    draft = Draft()
    for number in range(draw(st.integers(5, 18))):
        kind = draw(st.sampled_from(_KINDS))
        relevant = _condition(draw, draft) if draw(st.booleans()) else ""
        _add(draw, draft, kind, f"n{number}", relevant)
    while draft.inside:
        draft.end()
    return Made(table(_HEAD + "\n".join(draft.rows) + "\n" + _CHOICES), frozenset(draft.told))


def _condition(draw: st.DrawFn, draft: Draft) -> str:
    if not draft.names:
        return ""
    name = draw(st.sampled_from(sorted(draft.names)))
    match draft.names[name]:
        case "number" | "total":
            return f"${{{name}}} {draw(st.sampled_from(('>', '<', '=')))} 2"
        case "some":
            return f"selected(${{{name}}}, 'a')"
        case "one":
            return f"${{{name}}} = 'a'"
    return draw(st.sampled_from((f"not(${{{name}}})", f"${{{name}}} != ''")))


def _add(draw: st.DrawFn, draft: Draft, kind: str, name: str, relevant: str) -> None:
    parents, counts = (
        [one for one in draft.of(which) if one in draft.sure] for which in ("one", "number")
    )
    if kind == "end" and draft.inside:
        draft.end()
    elif kind in ("group", "repeat", "counted") and len(draft.inside) < _DEEPEST:
        what = "group" if kind == "group" else "repeat"
        count = ""
        if kind == "counted" and counts:
            asked = draw(st.sampled_from(counts))
            draft.told.add(asked)
            count = f"${{{asked}}}"
        draft.row(f"begin {what}", f"g{name}", relevant=relevant, repeat_count=count)
        draft.inside.append((what, dict(draft.names)))
        draft.doubts.append(bool(relevant))
        draft.row("integer", name, "number", constraint=". < 4")
    elif kind == "total":
        terms = [f"coalesce(${{{one}}}, 0)" for one in draw(_some(draft.of("number", "total")))]
        terms += [f"sum(${{{one}}})" for one in draw(_some(draft.past))]
        summed = " + ".join(terms or "1")
        draft.row("calculate", name, "total", relevant=relevant, calculation=summed)
    elif kind == "said":
        terms = [f"${{{one}}}" for one in draw(_some(sorted(draft.names)))]
        place = ["position(..)"] if draft.inside and draft.inside[-1][0] == "repeat" else []
        joined = ", ".join([*terms, *place, repr(name)])
        draft.row("calculate", name, "said", calculation=f"concat({joined})")
    elif kind == "low" and parents:
        parent = draw(st.sampled_from(parents))
        draft.told.add(parent)
        draft.row("select_one low", name, "low", choice_filter=f"of = ${{{parent}}}")
    elif kind in ("one", "some"):
        type = "select_one top" if kind == "one" else "select_multiple top"
        draft.row(type, name, kind, relevant=relevant)
    else:
        draft.row("integer", name, "number", relevant=relevant, constraint=". < 4")


def _some(names: list[str]) -> st.SearchStrategy[list[str]]:
    if not names:
        return st.just([])
    return st.lists(st.sampled_from(names), max_size=3, unique=True)


def asked(form: RunningForm) -> dict[str, State]:
    """Everything that can be answered now, relevant or not."""
    return {r: s for r, s in state_of(form).items() if s["kind"] in ("input", "select")}


def some_answer(state: State, chance: random.Random) -> str:
    """An answer that a question takes; never an empty number, which a count passes over."""
    if state["kind"] == "input":
        return str(chance.randint(0, 3))
    names = [name for name, _ in state["choices"]]
    return chance.choice([*names, ""]) if names else ""


def grow(form: RunningForm, chance: random.Random) -> None:
    """One more instance of some of the repeats that a person may add to."""
    for ref, state in list(state_of(form).items()):
        if state["kind"] == "repeat-range:uncontrolled" and chance.random() < 0.6:
            form.add_repeat(ref.removesuffix("#range"))


def name_of(ref: str) -> str:
    """The last name of a reference."""
    return ref.rpartition("/")[2].partition("[")[0]


def relevant(form: RunningForm) -> dict[str, State]:
    """All that is part of the record now.

    Instances that a count made stay when they are hidden, and are made when they are shown first:
    what is hidden depends on what was there.
    """
    return {ref: state for ref, state in state_of(form).items() if state["relevant"]}


def filled(made: Made, chance: random.Random) -> RunningForm:
    """A form with some instances more and an answer to everything, what others hang on first."""
    form = open_form(made.form, still())
    grow(form, chance)
    for first in (True, False):
        for ref in asked(form):
            if (name_of(ref) in made.told) is first:
                form.answer(ref, some_answer(state_of(form)[ref], chance))
    return form
