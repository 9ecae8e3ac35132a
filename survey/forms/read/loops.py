"""A loop over a list: a group for each choice, its questions written once with places in them.

``%(name)s`` and ``%(label)s`` in any column stand for the choice's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from survey.forms.defaults import is_name
from survey.forms.definition import NodeKind, Text
from survey.forms.problems import Findings
from survey.forms.read.drafts import ChoiceDraft, Draft

MOST = 10_000
"""Questions that a loop makes, all choices together."""

_WIDTH = re.compile(r"%(?:\([^)]*\))?[-+ #]*[\d.*]")  # of any length: nobody means that


def unrolled(loop: Draft, choices: list[ChoiceDraft], findings: Findings) -> None:
    """Puts a group for each choice (but ``none``) where the loop's questions stood."""
    questions = loop.drafts
    loop.drafts = []
    if len(choices) * len(questions) > MOST:
        findings.error("loop-too-long", loop.spot("type"), most=MOST)
        return
    for choice in choices:
        if choice.name == "none":
            continue
        if not is_name(choice.name):
            findings.error("name-in-loop", loop.spot("type"), name=choice.name)
        group = Draft(NodeKind.GROUP, choice.name, "", None, choice.text)
        try:
            group.drafts = [_said(question, choice) for question in questions]
        except (ValueError, KeyError, TypeError):
            findings.error("loop-place", loop.spot("type"), choice=choice.name)
            return
        loop.drafts.append(group)


def _said(draft: Draft, choice: ChoiceDraft) -> Draft:
    plain = {"name": choice.name, "label": _plain(choice.text), **choice.columns}
    made = Draft(draft.kind, _filled(draft.name, plain), draft.type, draft.entry)
    made.text = _text(draft.text, choice, plain)
    made.fields = {name: _field(value, plain) for name, value in draft.fields.items()}
    made.fields["generated"] = True
    made.drafts = draft.drafts  # places in questions of inner groups stay as they are
    return made


def _plain(text: Text) -> str:
    words = text.get("label", {})
    return next(iter(words.values()), "")


def _text(text: Text, choice: ChoiceDraft, plain: Mapping[str, str]) -> Text:
    labels = choice.text.get("label", {})
    return {
        name: {
            language: _filled(said, {**plain, "label": labels.get(language, plain["label"])})
            for language, said in words.items()
        }
        for name, words in text.items()
    }


def _filled(said: str, plain: Mapping[str, str]) -> str:
    if _WIDTH.search(said.replace("%%", "")):
        raise ValueError("a place with a width")
    return said % plain


def _field(value: object, plain: Mapping[str, str]) -> object:
    if isinstance(value, str):
        return _filled(value, plain)
    if isinstance(value, dict):
        return {name: _field(inner, plain) for name, inner in value.items()}
    return value
