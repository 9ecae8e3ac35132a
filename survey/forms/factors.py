"""The value factors that a form's ratings name: each by a key that stays, shown in any language.

The key is the parameter ``factor`` (``x-factor-KEY`` in a workbook). A choice list called
``factors`` may hold a choice for each key, whose labels are what people read; no question needs to
ask it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

from survey.forms.definition import FormDefinition, Node, Words
from survey.forms.ids import made_id

LIST = "factors"
"""The choice list that holds the factors' words."""


def key_of(node: Node) -> str:
    """The key of the factor that a node names, as written; empty for none."""
    return node.parameters.get("factor", "").strip()


def keys(form: FormDefinition) -> tuple[str, ...]:
    """The key of each factor that the form names, once, in the order they are met."""
    found: dict[str, str] = {}
    for node in form.walk():
        if key := key_of(node):
            found.setdefault(key.casefold(), key)
    return tuple(found.values())


def factor_id(form: FormDefinition, key: str) -> UUID:
    """The id of the factor that a campaign made of the form has for a key."""
    return made_id(form.name, "factor", key.casefold())


def labels(form: FormDefinition) -> dict[str, Words]:
    """Key in small letters → the words that the form has for it; none where it has none."""
    return {
        choice.name.casefold(): choice.text["label"]
        for made in form.lists if made.name == LIST
        for choice in made.choices if choice.text.get("label")
    }


class Factors:
    """Finds the factors of a campaign that the nodes of ``form`` belong to.

    ``known`` leads from an id as text, and from a name in small letters, to a factor.
    """

    def __init__(self, form: FormDefinition, known: Mapping[str, UUID]) -> None:
        self._form, self._known = form, known
        self._labels = labels(form)

    def of(self, node: Node) -> UUID | None:
        """``None`` for a node that names none, or none that the campaign has."""
        key = key_of(node)
        return self.named(key) if key else None

    def named(self, key: str) -> UUID | None:
        """By what never changes first, so that no factor is taken for another of that name."""
        return next((self._known[name] for name in self._names(key) if name in self._known), None)

    def _names(self, key: str) -> Iterator[str]:
        yield str(factor_id(self._form, key))
        yield key.casefold()
        yield key.replace("_", " ").casefold()
        for words in self._labels.get(key.casefold(), {}).values():
            yield words.strip().casefold()
