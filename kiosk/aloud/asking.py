"""What the questions on a form's page say: words, choices, what is chosen, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assets.words import Words
from kiosk.questions.asked import Asked, Kind

_CHOOSING = (Kind.ONE, Kind.MANY, Kind.RATING, Kind.SEARCH, Kind.RANK)


def told_items(items: Sequence[Asked], words: Words, few: int) -> Iterator[str]:
    """Every question of a page in its order; choices are read when they are ``few``."""
    alone = len(items) == 1
    for item in items:
        yield item.label
        yield item.hint
        yield item.reason
        if item.kind in _CHOOSING:
            yield from _choices(item, words, few if alone else 0)
        for part in item.parts:
            yield part.label
        yield from _given(item, words)
        yield item.violation


def _choices(item: Asked, words: Words, few: int) -> Iterator[str]:
    if item.kind is Kind.MANY:
        yield words("You may choose several")
    if len(item.choices) > few:
        yield words.many("{n} choice", "{n} choices", len(item.choices))
        return
    for number, offer in enumerate(item.choices, 1):
        yield words("{n}: {choice}", n=number, choice=offer.label or offer.value)


def _given(item: Asked, words: Words) -> Iterator[str]:
    """What is chosen. What was typed is told where the cursor stands, and not by the page."""
    if item.declined:
        yield words("Chosen: {choice}", choice=words("Rather not say"))
    labels = {offer.value: offer.label or offer.value for offer in item.choices}
    if item.kind in _CHOOSING and labels:
        for value in item.chosen:
            if value in labels:
                yield words("Chosen: {choice}", choice=labels[value])
