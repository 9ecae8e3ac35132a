"""The parts of a campaign's canonical JSON, each read strictly; see :mod:`survey.reading`."""

from __future__ import annotations

import re

from survey.campaign import Consent, Factor, Unit
from survey.forms.model import Choice, Form, Question, QuestionType, Scale, Texts
from survey.strict import Node

BIG = 2**31 - 1
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def read_tag(node: Node) -> str:
    """A language tag."""
    tag = node.text(35)
    if tag and not _TAG.fullmatch(tag):
        node.wrong("bad-language", "This is not a language tag.", "Write for example sv or en.")
    return tag


def read_texts(node: Node, tags: tuple[str, ...], longest: int, *, needed: bool = True) -> Texts:
    """Words per language; a campaign language without words is a warning, no words an error."""
    if not isinstance(node.value, dict):
        node.fields((), ())
        return {}
    said = {
        tag: at.text(longest, lines=True) for tag, at in node.fields((), tuple(node.value)).items()
    }
    for tag in said:
        if tag not in tags:
            hint = "Add the language to the campaign or remove the words."
            node.notes.warning(f"{node.where}.{tag}", "unused-language", "Nobody sees these.", hint)
    if needed and not said:
        node.wrong("no-words", "There are no words in any language.", "Write the words.")
    elif said:
        for tag in (tag for tag in tags if tag not in said):
            where, hint = f"{node.where}.{tag}", "Translate it."
            node.notes.warning(where, "missing-translation", "Not translated yet.", hint)
    return said


def read_unit(node: Node, tags: tuple[str, ...]) -> Unit:
    """A unit; its name has words in ``tags``."""
    at = node.fields(("id", "name"))
    return Unit(id=at["id"].uuid(), name=read_texts(at["name"], tags, 200))


def read_factor(node: Node, tags: tuple[str, ...]) -> Factor:
    """A factor, named as a unit is."""
    at = node.fields(("id", "name"))
    return Factor(id=at["id"].uuid(), name=read_texts(at["name"], tags, 200))


def read_consent(node: Node, tags: tuple[str, ...], *, format: int) -> Consent:
    """The consent; since format 4 it says in which languages somebody has read it over."""
    at = node.fields(("version", "text"), ("reviewed",))
    if format < 4 and at["reviewed"].given:
        hint = "Write format 4, or leave it out."
        at["reviewed"].wrong("not-in-format", f"Format {format} does not have this.", hint)
    reviewed = at["reviewed"].items(0, 50) if at["reviewed"].given else ()
    return Consent(
        version=at["version"].text(60), text=read_texts(at["text"], tags, 5000),
        reviewed=tuple(read_tag(item) for item in reviewed),
    )


def read_form(node: Node, tags: tuple[str, ...]) -> Form:
    """A simple form with its questions."""
    at = node.fields(("id", "version", "title", "questions"))
    return Form(
        id=at["id"].uuid(),
        version=at["version"].whole(1, BIG),
        title=read_texts(at["title"], tags, 300),
        questions=tuple(_question(item, tags) for item in at["questions"].items(1, 1000)),
    )


def _question(node: Node, tags: tuple[str, ...]) -> Question:
    at = node.fields(
        ("id", "name", "type", "label"), ("help", "factor", "scale", "choices", "required")
    )
    choices = at["choices"].items(0, 500) if at["choices"].given else ()
    return Question(
        id=at["id"].uuid(),
        name=at["name"].text(60),
        type=at["type"].one_of(QuestionType),
        label=read_texts(at["label"], tags, 1000),
        help=read_texts(at["help"], tags, 2000, needed=False) if at["help"].given else {},
        factor=at["factor"].uuid() if at["factor"].given else None,
        scale=_scale(at["scale"], tags) if at["scale"].given else None,
        choices=tuple(_choice(item, tags) for item in choices),
        required=at["required"].flag() if at["required"].given else False,
    )


def _scale(node: Node, tags: tuple[str, ...]) -> Scale:
    at = node.fields(("low", "high", "labels"))
    return Scale(
        low=at["low"].whole(-100, 100),
        high=at["high"].whole(-100, 100),
        labels=tuple(read_texts(item, tags, 200) for item in at["labels"].items(2, 201)),
    )


def _choice(node: Node, tags: tuple[str, ...]) -> Choice:
    at = node.fields(("id", "name", "label"))
    return Choice(
        id=at["id"].uuid(), name=at["name"].text(100), label=read_texts(at["label"], tags, 300)
    )
