"""What changed between two versions, in words with places for values."""

from __future__ import annotations

from survey.forms.compare import Change, Kind

_PLAIN: dict[Kind, str] = {
    Kind.ADDED: "{name} is new.",
    Kind.REMOVED: "{name} is gone.",
    Kind.RENAMED: "{before} is now called {name}; its answers stay in one column.",
    Kind.RELABELLED: "{name} says “{after}” instead of “{before}”.",
    Kind.MOVED: "{name} stands elsewhere.",
    Kind.MEANING: "{name} has changed ({aspect}): {before} → {after}.",
    Kind.ASIDE: "{name} is asked otherwise ({aspect}): {before} → {after}.",
}
_MEANING: dict[str, str] = {
    "type": "{name} asks for another kind of answer: {before} → {after}.",
    "scale": "The scale of {name} is another: {before} → {after}.",
    "unit": "The unit of {name} is another: {before} → {after}.",
    "relevant": "{name} is asked of others than before: {before} → {after}.",
    "calculation": "{name} is worked out otherwise: {before} → {after}.",
    "constraint": "{name} refuses answers that were let through: {before} → {after}.",
    "choice_filter": "{name} offers its choices by another rule: {before} → {after}.",
    "choices": "{name} takes its choices from elsewhere: {before} → {after}.",
    "count": "{name} is repeated by another rule: {before} → {after}.",
    "repeat": "{name} is asked another number of times: {before} → {after}.",
}
_CHOICE: dict[Kind, str] = {
    Kind.ADDED: "{name} has the new choice {choice}.",
    Kind.RELABELLED: "The choice {choice} of {name} says “{after}” instead of “{before}”.",
}
_CHOICE_RENAMED = "The choice {before} of {name} is stored as {after}."
_CHOICE_GONE = "{name} has lost the choice {choice}."
_NOTHING = "nothing"
APART = "Answers of both versions stand side by side."
TOGETHER = "Answers of both versions are counted together."
EQUAL = "The two versions mean and say the same."


def told(change: Change) -> tuple[str, dict[str, str]]:
    """A message and its values. Empty sides say ``nothing``, which is a message of its own."""
    values = {
        "name": change.name, "choice": change.choice_name, "aspect": change.aspect,
        "before": change.before or _NOTHING, "after": change.after or _NOTHING,
    }  # fmt: skip
    return _message(change), values


def _message(change: Change) -> str:
    if change.choice is not None:
        if change.kind is Kind.MEANING:
            return _CHOICE_RENAMED if change.after else _CHOICE_GONE
        return _CHOICE[change.kind]
    if change.kind is Kind.MEANING:
        return _MEANING.get(change.aspect, _PLAIN[Kind.MEANING])
    return _PLAIN[change.kind]


def messages() -> tuple[str, ...]:
    """All of them, for translators."""
    more = (_CHOICE_RENAMED, _CHOICE_GONE, _NOTHING, APART, TOGETHER, EQUAL)
    return (*_PLAIN.values(), *_MEANING.values(), *_CHOICE.values(), *more)
