"""What results see of a whole form: its ratings and single choices as plain questions.

They keep the ids of the form's nodes, so that answers, weights and results fit as in a campaign
that has questions only. What stands in a repeat is no such question: a person gives many there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from uuid import UUID

from survey.forms.definition import Choice as FormChoice
from survey.forms.definition import ChoiceList, FormDefinition, Node, NodeKind
from survey.forms.factors import Factors
from survey.forms.model import Choice, Form, Question, QuestionType, Scale
from survey.forms.scale import bounds
from survey.forms.tongues import in_tags
from survey.forms.types import type_of

MOST_CHOICES = 500
"""Of a question that results may be grouped by; a longer list is no grouping."""


def simple_form(
    form: FormDefinition, version: int, named: dict[str, str], factors: Mapping[str, UUID]
) -> Form:
    """The ratings and choices of ``form`` outside repeats, in its order.

    ``named`` is tag → the form's name of the language. ``factors`` leads from a name in small
    letters, or an id as text, to the factor; one that is not there leads to no factor.
    """
    lists = {made.name: made for made in form.lists if made.sheet == "choices"}
    found = Factors(form, factors)
    questions = []
    names: set[str] = set()
    for node, path in outside_repeats(form.nodes):
        made = _question(node, lists, named, found)
        if made is not None:
            name = _own(node.name, path, names)
            questions.append((name, made))
            names.add(name)
    return Form(
        id=form.id, version=version, title=dict.fromkeys(named, form.title or form.name),
        questions=tuple(_renamed(question, name) for name, question in questions),
    )


def outside_repeats(
    nodes: tuple[Node, ...], path: tuple[str, ...] = ()
) -> Iterator[tuple[Node, tuple[str, ...]]]:
    """Every question and value that stands in no repeat, with the names of its groups."""
    for node in nodes:
        if node.kind is NodeKind.GROUP:
            yield from outside_repeats(node.nodes, (*path, node.name))
        elif node.kind is not NodeKind.REPEAT:
            yield node, path


def must_answer(form: FormDefinition) -> bool:
    """Whether some question of the form, in some case at least, has to be answered."""
    return any(
        node.kind is NodeKind.QUESTION and node.required.replace(" ", "") not in ("", "false()")
        for node in form.walk()
    )


def outside_repeat(form: FormDefinition, id: UUID) -> Node | None:
    """The question or value with this id, unless it stands in a repeat."""
    return next((node for node, _ in outside_repeats(form.nodes) if node.id == id), None)


def scale_of(node: Node, choices: ChoiceList | None) -> tuple[int, int] | None:
    """Lowest and highest step of a rating; ``None`` when its steps are no run of whole numbers."""
    if node.type != "rating":
        return None
    if node.parameters.get("below") == "select_one":
        names = [choice.name for choice in choices.choices] if choices else []
        try:
            steps = sorted({int(name) for name in names if str(int(name)) == name})
        except ValueError:
            return None
        whole = len(steps) == len(names) > 1 and steps[-1] - steps[0] == len(steps) - 1
        return (steps[0], steps[-1]) if whole and -100 <= steps[0] <= steps[-1] <= 100 else None
    start, end, step = bounds(node.parameters, node.parameters.get("scale", "1-5"))
    whole = step == 1 and start == int(start) and end == int(end)
    return (int(start), int(end)) if whole and -100 <= start < end <= 100 else None


def chosen_from(node: Node, lists: Mapping[str, ChoiceList]) -> ChoiceList | None:
    """The list that a question's choices stand in; ``None`` for files, repeats and expressions."""
    if not node.list or node.file or node.source or node.itemset is not None:
        return None
    return lists.get(node.list)


def _question(
    node: Node, lists: Mapping[str, ChoiceList], named: dict[str, str], factors: Factors
) -> Question | None:
    choices = chosen_from(node, lists)
    ends = scale_of(node, choices)
    label = in_tags(node.text.get("label", {}), named) or {next(iter(named)): node.name}
    help = in_tags(node.text.get("hint", {}), named)
    if ends is not None:
        labels = _steps(range(ends[0], ends[1] + 1), choices, named)
        return Question(
            id=node.id, name="", type=QuestionType.RATING, label=label, help=help,
            factor=factors.of(node), scale=Scale(low=ends[0], high=ends[1], labels=labels),
        )
    if choices is None or not is_single(node):
        return None
    made = _choices(choices, named)
    if not 2 <= len(made) <= MOST_CHOICES:
        return None
    return Question(
        id=node.id, name="", type=QuestionType.SELECT_ONE, label=label, help=help, choices=made
    )


def is_single(node: Node) -> bool:
    """Whether a person picks one of several here."""
    if node.type == "rating":
        return node.parameters.get("below") == "select_one"
    return type_of(node).control == "select" and not node.type.startswith("select_multiple")


def _choices(list: ChoiceList, named: dict[str, str]) -> tuple[Choice, ...]:
    """Each name once: with a filter, a list may have the same one for several answers before.

    Of a list that is too long for results, no more than tells that it is.
    """
    found: dict[str, Choice] = {}
    for choice in list.choices:
        if len(found) > MOST_CHOICES:
            break
        if choice.name not in found:
            label = _label(choice, named)
            found[choice.name] = Choice(id=choice.id, name=choice.name, label=label)
    return tuple(found.values())


def _steps(
    steps: range, list: ChoiceList | None, named: dict[str, str]
) -> tuple[Mapping[str, str], ...]:
    by_name = {choice.name: choice for choice in list.choices} if list else {}
    return tuple(
        _label(by_name[str(step)], named) if str(step) in by_name
        else dict.fromkeys(named, str(step))
        for step in steps
    )


def _label(choice: FormChoice, named: dict[str, str]) -> dict[str, str]:
    return in_tags(choice.text.get("label", {}), named) or {next(iter(named)): choice.name}


def _own(name: str, path: tuple[str, ...], taken: set[str]) -> str:
    """A column's name of its own: the node's, else with its groups', else with a number."""
    plain = _plain(name)
    if plain not in taken:
        return plain
    long = _plain("_".join((*path, name)))
    number = 2
    while long in taken:
        long, number = f"{plain}_{number}", number + 1
    return long


def _plain(name: str) -> str:
    made = "".join(c if c.isascii() and (c.isalnum() or c == "_") else "_" for c in name)
    return made if made[:1].isalpha() or made[:1] == "_" else f"_{made}"


def _renamed(question: Question, name: str) -> Question:
    return replace(question, name=name)
