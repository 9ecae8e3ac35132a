"""A loop over a list: a group for each choice, its questions written once with places in them.

``%(name)s`` and ``%(label)s`` in any column stand for the choice's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from survey.forms.defaults import is_name
from survey.forms.definition import NodeKind, Text
from survey.forms.limits import LONGEST, MOST_NODES, MOST_VALUES
from survey.forms.problems import Findings
from survey.forms.read.drafts import ChoiceDraft, Draft
from survey.forms.read.workbook import MOST_SIGNS, Unreadable, too_much

MOST = 10_000
"""Questions that a loop makes, all choices together."""

_WIDTH = re.compile(r"%(?:\([^)]*\))?[-+ #]*[\d.*]")  # of any length: nobody means that


class Loops:
    """Unrolls the loops of one form, one after another, and counts what all of them make."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._questions = self._signs = 0

    def unroll(self, loop: Draft, choices: list[ChoiceDraft]) -> None:
        """Puts a group for each choice (but ``none``) where the loop's questions stood."""
        questions, loop.drafts = loop.drafts, []
        if self._too_many(loop, len(choices) * sum(map(_size, questions))):
            return
        for choice in choices:
            if choice.name == "none":
                continue
            if not is_name(choice.name):
                self._findings.error("name-in-loop", loop.spot("type"), name=choice.name)
            group = Draft(NodeKind.GROUP, choice.name, "", None, choice.text)
            try:
                group.drafts = [self._said(question, choice) for question in questions]
            except Unreadable as fault:
                self._findings.error(fault.code, loop.spot("type"), offset=None, **fault.values)
                return
            except (ValueError, KeyError, TypeError):
                self._findings.error("loop-place", loop.spot("type"), choice=choice.name)
                return
            loop.drafts.append(group)

    def _too_many(self, loop: Draft, number: int) -> bool:
        if number > MOST:
            self._findings.error("loop-too-long", loop.spot("type"), most=MOST)
            return True
        self._questions += number
        if self._questions > MOST_NODES:
            spot = loop.spot("type")
            self._findings.error("form-too-large", spot, nodes=MOST_NODES, most=MOST_VALUES)
        return self._questions > MOST_NODES

    def _said(self, draft: Draft, choice: ChoiceDraft) -> Draft:
        plain = {"name": choice.name, "label": _plain(choice.text), **choice.columns}
        made = Draft(draft.kind, self._filled(draft.name, plain), draft.type, draft.entry)
        made.text = self._text(draft.text, choice, plain)
        made.fields = {name: self._field(value, plain) for name, value in draft.fields.items()}
        made.fields["generated"] = True
        made.drafts = draft.drafts  # places in questions of inner groups stay as they are
        return made

    def _text(self, text: Text, choice: ChoiceDraft, plain: Mapping[str, str]) -> Text:
        labels = choice.text.get("label", {})
        usual = plain["label"]
        return {
            name: {
                language: self._filled(said, {**plain, "label": labels.get(language, usual)})
                for language, said in words.items()
            }
            for name, words in text.items()
        }

    def _filled(self, said: str, plain: Mapping[str, str]) -> str:
        """A text with the choice in its places; refused before it is made where it is too long."""
        if "%" in said:
            if _WIDTH.search(said.replace("%%", "")):
                raise ValueError("a place with a width")
            longest = said.count("%(") * max(map(len, plain.values()))
            if len(said) + longest > LONGEST:
                raise Unreadable("text-too-long", most=LONGEST)
            said = said % plain
        self._signs += len(said)
        if self._signs > MOST_SIGNS:
            raise too_much()
        return said

    def _field(self, value: object, plain: Mapping[str, str]) -> object:
        if isinstance(value, str):
            return self._filled(value, plain)
        if isinstance(value, dict):
            return {name: self._field(inner, plain) for name, inner in value.items()}
        return value


def _size(draft: Draft) -> int:
    """Questions and groups at and below it."""
    return 1 + sum(map(_size, draft.drafts))


def _plain(text: Text) -> str:
    words = text.get("label", {})
    return next(iter(words.values()), "")
