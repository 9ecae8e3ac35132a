"""What people answered in a whole form, from an open workspace: as rows, JSON and sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from admin.results.state import QuestionRow
from assets.words import Words
from survey.forms.counting import Counted, Limits, Shape, Share
from survey.forms.figures import Figures
from survey.forms.model import said
from survey.forms.numbers import Given
from survey.forms.tongues import by_tag, in_tags

if TYPE_CHECKING:
    from uuid import UUID

    from storage.workspace import Workspace
    from storage.workspace.form_answers import Asked
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
    of its choices and steps, in their order; ``versions`` count from 1. ``only_in`` are the
    versions that have the question where not all do, ``earlier`` its words in those that said it
    otherwise, newest first."""

    counted: Counted
    label: str
    group: str
    choices: tuple[str, ...]
    versions: tuple[int, ...]
    only_in: tuple[int, ...] = ()
    earlier: tuple[tuple[int, str], ...] = ()

    def plain(self) -> dict[str, object]:
        """For JSON; what is hidden is null."""
        one = self.counted
        return {
            "id": str(one.column.id), "name": one.node.name, "label": self.label,
            "group": self.group,
            "versions": list(self.versions), "side_by_side": one.apart, "shape": one.shape.value,
            "only_in": list(self.only_in),
            "earlier": [{"version": version, "label": label} for version, label in self.earlier],
            "n": one.n, "declined": one.declined, "asked": one.asked, "hidden": one.hidden,
            "mean": one.mean,
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
    forms = _Forms(asked, campaign, language)
    together = max(1, AT_ONCE // max(1, limits.people))
    return tuple(forms.answered(one) for one in figures.all(together))


class _Forms:
    """The words of every version of a survey's form, read when they are first needed."""

    def __init__(self, asked: Asked, campaign: Campaign, language: str) -> None:
        self._asked, self._campaign, self._language = asked, campaign, language
        self._wordings: dict[int, _Wording] = {}

    def answered(self, one: Counted) -> Answered:
        newest, numbers = self._of(max(one.versions)), [v.version for v in self._asked.versions]
        nodes = one.column.nodes
        said = {at: self._of(at).label(node) for at in one.versions if (node := nodes[at])}
        has = tuple(numbers[at] for at, node in enumerate(nodes) if node is not None)
        return Answered(
            counted=one, label=newest.label(one.node), group=newest.group(one.node),
            choices=tuple(map(newest.choice, one.shares)),
            versions=tuple(numbers[at] for at in one.versions),
            only_in=has if len(has) < len(numbers) and not one.apart else (),
            earlier=tuple(
                (numbers[at], label) for at, label in sorted(said.items(), reverse=True)
                if label != newest.label(one.node)
            ),
        )

    def _of(self, at: int) -> _Wording:
        if at not in self._wordings:
            form = self._asked.definitions[at]
            self._wordings[at] = _Wording(form, self._campaign, self._language)
        return self._wordings[at]


class _Wording:
    """Words of one form in one language."""

    def __init__(self, form: FormDefinition, campaign: Campaign, language: str) -> None:
        self._named = by_tag(form, campaign.languages)
        self._language = language
        self._above = dict(_above(form.nodes, ()))
        self._texts = {choice.id: choice.text for made in form.lists for choice in made.choices}

    def label(self, node: Node) -> str:
        return self._said(node.text, node.name)

    def group(self, node: Node) -> str:
        headings = (self._said(text, "") for text in self._above.get(node.id, ()))
        return " · ".join(words for words in headings if words)

    def choice(self, share: Share) -> str:
        if share.choice is None:
            return share.name
        return self._said(self._texts.get(share.choice, {}), share.name)

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
    said = [_how_many(found, words)]
    if found.declined:
        said.append(words("{n} would rather not say.", n=found.declined))
    if found.shape is Shape.GIVEN:
        said.append(words("What each one answered is not shown."))
    if found.shape is Shape.FIRST and found.shares:
        said.append(words("The number is how many put the choice first."))
    if found.mean is not None:
        said.append(words("Mean {mean}.", mean=number(found.mean)))
    if any(share.n is None for share in found.shares):
        said.append(words("What few chose is not shown, so that nobody can be pointed out."))
    if one.only_in:
        versions = ", ".join(map(str, one.only_in))
        said.append(words("Asked in version {versions} of the form only.", versions=versions))
    said += (
        words("In version {version} it read: “{label}”.", version=version, label=label)
        for version, label in one.earlier
    )
    return " ".join(filter(None, said))


def _how_many(found: Counted, words: Words) -> str:
    if found.n is None:
        return ""
    if found.asked is None or found.asked == found.n:
        return words("{n} people have answered.", n=found.n)
    return words("{n} of the {asked} who were asked have answered.", n=found.n, asked=found.asked)


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
    answered: Sequence[Answered], words: Words, number: Callable[[float], str], more: str = ""
) -> tuple[QuestionRow, ...]:
    """Everything as lines of a table, at most :data:`MOST_ROWS` and then what to do; ``more`` is a
    sentence at the end."""
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
    if more:
        rows.append(QuestionRow(question="", answer=more, people=""))
    return tuple(rows)


def lines(answered: Sequence[Answered], words: Words, more: str = "") -> list[str]:
    """Everything for a terminal: a question, what is to be said of it, and its choices; ``more`` is
    a sentence at the end."""
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
    if few:
        said += ["", words("Not shown, so that nobody can be pointed out:")]
        said += (f"  {name}" for name in few)
    return [*said, "", more] if more else said


def _plainly(number: float) -> str:
    return f"{number:.1f}"
