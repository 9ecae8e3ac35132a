"""What changed between two versions of a form, told in any language."""

from __future__ import annotations

from collections.abc import Callable

from survey.forms import wording_changes as wording
from survey.forms.compare import Change, Kind

Say = Callable[[str], str]
"""Words of another language for a message: :class:`assets.words.Words`."""


def told(change: Change) -> tuple[str, dict[str, str]]:
    """A message and its values, both in English: the message with places for the values."""
    return _message(change), _values(change, _english)


def sentence(change: Change, words: Say | None = None) -> str:
    """One difference as a sentence; English without ``words``."""
    say = words or _english
    return say(_message(change)).format(**_values(change, say))


def apart(name: str, words: Say | None = None) -> str:
    """That answers to a question of two versions are not counted as one."""
    return (words or _english)(wording.APART[0]).format(name=name)


def equal(words: Say | None = None) -> str:
    """That nothing changed."""
    return (words or _english)(wording.EQUAL[0])


def _english(message: str) -> str:
    return message


def _values(change: Change, say: Say) -> dict[str, str]:
    before, after = change.before, change.after
    if change.kind is Kind.MEANING and change.aspect == "type":
        before, after = (say(wording.TYPES.get(one, (one,))[0]) for one in (before, after))
    nothing = say(wording.NOTHING[0])
    return {
        "name": change.name, "choice": change.choice_name, "aspect": change.aspect,
        "before": before or nothing, "after": after or nothing,
    }  # fmt: skip


def _message(change: Change) -> str:
    if change.choice is not None:
        if change.kind is Kind.MEANING:
            return (wording.CHOICE_RENAMED if change.after else wording.CHOICE_GONE)[0]
        return wording.CHOICE[change.kind.value][0]
    if change.kind is Kind.MEANING:
        return wording.MEANING.get(change.aspect, wording.PLAIN["meaning"])[0]
    if change.aspect == "factor":
        return wording.FACTOR[0]
    return wording.PLAIN[change.kind.value][0]


def messages() -> tuple[str, ...]:
    """All of them, for translators."""
    tables = (wording.PLAIN, wording.MEANING, wording.CHOICE, wording.TYPES)
    more = (
        wording.FACTOR, wording.CHOICE_RENAMED, wording.CHOICE_GONE, wording.NOTHING,
        wording.APART, wording.EQUAL,
    )
    return (*(said[0] for table in tables for said in table.values()), *(m[0] for m in more))
