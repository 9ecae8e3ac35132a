"""What people answered in a whole form, from an open workspace: as rows, JSON and sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from admin.results.state import QuestionRow
from assets.words import Words
from survey.forms.counting import Counted, Limits, Shape
from survey.forms.figures import Figures
from survey.forms.model import said
from survey.forms.numbers import Given
from survey.forms.tongues import by_tag, in_tags

if TYPE_CHECKING:
    from uuid import UUID

    from storage.workspace import Workspace
    from survey.campaign import Campaign
    from survey.forms.definition import FormDefinition, Node, Text
    from survey.forms.pooling import Column

_INSERTED = re.compile(r"\$\{[^}]*\}")
AT_ONCE = 400_000
"""Answers that are held at a time, about: as many questions are read together."""

MOST_ROWS = 600
"""Lines in the window; a form with more is read in the report."""

LONGEST = 200
"""Characters of a label that are told."""

NAMED = 4
"""Hidden choices that are named; more are only counted."""

_MARKS = re.compile(r"<[^<>]{1,60}>|\*\*|__")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One question with its words. ``group`` is the words of the groups around it, as the heading
    of a matrix and of its row, outermost first; empty where there are none. ``choices`` are those
    of its choices and steps, in their order; ``versions`` count from 1."""

    counted: Counted
    label: str
    group: str
    choices: tuple[str, ...]
    versions: tuple[int, ...]

    def plain(self) -> dict[str, object]:
        """For JSON; what is hidden is null."""
        one = self.counted
        return {
            "id": str(one.column.id), "name": one.node.name, "label": self.label,
            "group": self.group,
            "versions": list(self.versions), "side_by_side": one.apart, "shape": one.shape.value,
            "n": one.n, "hidden": one.hidden, "mean": one.mean,
            "answers": [
                {"name": share.name, "label": label, "n": share.n}
                for share, label in zip(one.shares, self.choices, strict=True)
            ],
        }


def form_results(
    workspace: Workspace, campaign: Campaign, language: str = "sv"
) -> tuple[Answered, ...]:
    """Every question of every version, in the newest's order; none without a whole form."""
    if campaign.definition is None:
        return ()
    asked = workspace.forms.asked(campaign.id)
    people = workspace.forms.people(campaign.id, partials=campaign.use_partials)
    limits = Limits(
        people=len(people), threshold=campaign.threshold, grouped=frozenset(campaign.group_by)
    )

    def read(some: Sequence[Column]) -> Mapping[UUID, Sequence[Given]]:
        return workspace.forms.of_columns(campaign.id, some, partials=campaign.use_partials)

    figures = Figures(asked.columns, asked.definitions, people, limits, read)
    forms: dict[int, _Wording] = {}
    made: list[Answered] = []
    for one in figures.all(together=max(1, AT_ONCE // max(1, limits.people))):
        at = max(one.versions)
        if at not in forms:
            forms[at] = _Wording(asked.definitions[at], campaign, language)
        versions = tuple(asked.versions[at].version for at in one.versions)
        made.append(forms[at].answered(one, versions))
    return tuple(made)


class _Wording:
    """Words of one form in one language."""

    def __init__(self, form: FormDefinition, campaign: Campaign, language: str) -> None:
        self._named = by_tag(form, campaign.languages)
        self._language = language
        self._above = dict(_above(form.nodes, ()))
        self._texts = {choice.id: choice.text for made in form.lists for choice in made.choices}

    def answered(self, one: Counted, versions: tuple[int, ...]) -> Answered:
        headings = (self._said(text, "") for text in self._above.get(one.node.id, ()))
        return Answered(
            counted=one, label=self._said(one.node.text, one.node.name),
            group=" · ".join(words for words in headings if words),
            choices=tuple(
                share.name if share.choice is None
                else self._said(self._texts.get(share.choice, {}), share.name)
                for share in one.shares
            ),
            versions=versions,
        )

    def _said(self, text: Text, otherwise: str) -> str:
        words = said(in_tags(text.get("label", {}), self._named), self._language)
        plain = _MARKS.sub("", _INSERTED.sub("…", words))
        short = " ".join(plain.split())
        if len(short) > LONGEST:
            short = f"{short[: LONGEST - 1].rstrip()}…"
        return short or otherwise


def _above(
    nodes: Sequence[Node], headings: tuple[Text, ...]
) -> Iterator[tuple[UUID, tuple[Text, ...]]]:
    """Every node's id, with the texts of the groups around it, outermost first."""
    for node in nodes:
        yield node.id, headings
        yield from _above(node.nodes, (*headings, node.text))


def remark(one: Answered, words: Words, number: Callable[[float], str]) -> str:
    """How many answered and, where there are no rows, what; ``number`` writes a number out."""
    found = one.counted
    if found.shape is Shape.GIVEN:
        return words("{n} people have answered. What each one answered is not shown.", n=found.n)
    said = [] if found.n is None else [words("{n} people have answered.", n=found.n)]
    if found.mean is not None:
        said.append(words("Mean {mean}.", mean=number(found.mean)))
    if any(share.n is None for share in found.shares):
        said.append(words("What few chose is not shown, so that nobody can be pointed out."))
    return " ".join(said)


def shown(one: Answered) -> list[tuple[str, int]]:
    """The words of each choice or step that is shown, and how many people, in their order."""
    return [
        (label, share.n) for share, label in zip(one.counted.shares, one.choices, strict=True)
        if share.n is not None
    ]


def not_shown(one: Answered, words: Words) -> str:
    """The choices that are hidden, by name while they are few; empty when all are shown."""
    hidden = [
        label for share, label in zip(one.counted.shares, one.choices, strict=True)
        if share.n is None
    ]
    if len(hidden) <= NAMED:
        return ", ".join(hidden)
    return words("{n} choices", n=len(hidden))


def title(one: Answered, words: Words) -> str:
    """The question's words after those of its groups, with its versions where others stand beside
    it. A cell of a matrix says nothing without its row."""
    return " · ".join(filter(None, (one.group, own_title(one, words))))


def own_title(one: Answered, words: Words) -> str:
    """The same without the groups, for where those stand above it."""
    if not one.counted.apart:
        return one.label
    return words(
        "{question} (as asked in version {versions})", question=one.label,
        versions=", ".join(map(str, one.versions)),
    )


def table_rows(
    answered: Sequence[Answered], words: Words, number: Callable[[float], str]
) -> tuple[QuestionRow, ...]:
    """Everything as lines of a table, at most :data:`MOST_ROWS` and then what to do."""
    rows: list[QuestionRow] = []
    for one in answered:
        if one.counted.hidden:
            continue
        said = remark(one, words, number)
        rows.append(QuestionRow(question=title(one, words), answer=said, people=""))
        rows += (QuestionRow(question="", answer=label, people=str(n)) for label, n in shown(one))
        if hidden := not_shown(one, words):
            rows.append(QuestionRow(question="", answer=hidden, people=words("not shown")))
    if len(rows) > MOST_ROWS:
        rest = words("The rest stands in the report.")
        rows[MOST_ROWS:] = [QuestionRow(question="", answer=rest, people="")]
    few = [title(one, words) for one in answered if one.counted.hidden]
    if few:
        head = words("Not shown, so that nobody can be pointed out:")
        rows.append(QuestionRow(question=head, answer="\n".join(few), people=""))
    return tuple(rows)


def lines(answered: Sequence[Answered], words: Words) -> list[str]:
    """Everything for a terminal: a question, what is to be said of it, and its choices."""
    said: list[str] = []
    for one in answered:
        if one.counted.hidden:
            continue
        said += ["", title(one, words), f"  {remark(one, words, _plainly)}"]
        cells = [(str(n), label) for label, n in shown(one)]
        if hidden := not_shown(one, words):
            cells.append((words("not shown"), hidden))
        if cells:
            wide = max(len(count) for count, _ in cells)
            said += [f"  {count.rjust(wide)}  {label}" for count, label in cells]
    few = [title(one, words) for one in answered if one.counted.hidden]
    return [*said, "", words("Not shown, so that nobody can be pointed out:"), *(
        f"  {name}" for name in few
    )] if few else said


def _plainly(number: float) -> str:
    return f"{number:.1f}"
