"""What the questions on a form's page say: words, how they are answered, what is chosen now, and
what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from assets.words import Words
from kiosk.aloud.lines import Line
from kiosk.forms.handed import photo_told, sound_told
from kiosk.questions.asked import Asked, Kind
from kiosk.questions.cell import shown
from kiosk.questions.entry import shown_number
from kiosk.questions.moment import parts_of, taken_apart, words_of
from kiosk.questions.points import left_told
from kiosk.questions.slider import ends_told
from kiosk.questions.sums import Sums

Told = Iterator[str | Line]

_CHOOSING = (Kind.ONE, Kind.MANY, Kind.RATING, Kind.SEARCH)
_HIDDEN = ("masked", "hidden-answer")


def told_items(items: Sequence[Asked], words: Words, few: int) -> Told:
    """Every question of a page in its order; choices, and cells of a table, are read when they
    are ``few``."""
    alone = len(items) == 1
    for item in items:
        yield item.label
        yield item.hint
        yield item.guidance
        yield item.reason
        yield from _TOLD.get(item.kind, _nothing)(item, words, few if alone else 0)
        if item.declined:
            yield words("Chosen: {choice}", choice=words("Rather not say"))
        calm = words("Needs an answer") if item.needs_answer and not item.declined else ""
        yield item.violation or Line(calm, words.language, still=True)


def _nothing(item: Asked, words: Words, few: int) -> Told:
    yield from ()


# --- choices

def _choices(item: Asked, words: Words, few: int) -> Told:
    if item.kind is Kind.MANY:
        yield words("You may choose several")
    if item.kind is Kind.RATING and not all(offer.label for offer in item.choices):
        yield _from_to(item, words)
    elif len(item.choices) > few:
        yield words.many("{n} choice", "{n} choices", len(item.choices))
    else:
        for number, offer in enumerate(item.choices, 1):
            yield words("{n}: {choice}", n=number, choice=offer.label or offer.value)
    if item.kind is Kind.SEARCH:
        yield words("Type a few letters to find it in the list")
    labels = {offer.value: offer.label or offer.value for offer in item.choices}
    for value in item.chosen:
        if value in labels:
            yield words("Chosen: {choice}", choice=labels[value])


def _from_to(item: Asked, words: Words) -> str:
    """A scale of numbers by its ends, which may have words of their own."""
    first, last = (
        f"{offer.value} ({offer.label})" if offer.label else offer.value
        for offer in (item.choices[0], item.choices[-1])
    )
    return words("From {low} to {high}", low=first, high=last)


def _range(item: Asked, words: Words, few: int) -> Told:
    low, high = ends_told(item)
    yield words("From {low} to {high}", low=low, high=high)
    given = shown_number(item.value, item.language)
    yield words("Chosen: {choice}", choice=given) if given else words("Not chosen yet")


def _rank(item: Asked, words: Words, few: int) -> Told:
    """In the order that stands there, so that after a move the two that changed places are said."""
    labels = {offer.value: offer.label or offer.value for offer in item.choices}
    if not item.chosen:
        yield words("Not in any order yet")
        yield from labels.values()
    given = [value for value in item.chosen if value in labels]
    for number, value in enumerate(given, 1):
        yield words("{n}: {choice}", n=number, choice=labels[value])


# --- what is typed: told with its page, and where the cursor stands

def _typed(item: Asked, words: Words, few: int) -> Told:
    if item.kind is Kind.NUMBER:
        yield words("Write a number with figures")
    value = item.typed or item.value
    if item.kind is Kind.NUMBER:
        value = shown_number(value, item.language)
    if not item.looks_like(*_HIDDEN):
        yield _written(item.label, value, words)


def _counter(item: Asked, words: Words, few: int) -> Told:
    yield words("Write a number with figures")
    if item.typed or item.value:
        yield words("Chosen: {choice}", choice=item.typed or item.value)


def _moment(item: Asked, words: Words, few: int) -> Told:
    named, apart = words_of(words), taken_apart(item.typed or item.value)
    parts = parts_of(item)
    yield words("Write with figures: {what}", what=", ".join(named[part] for part in parts))
    said = (f"{named[part]} {apart[part].lstrip('0') or '0'}" for part in parts if apart.get(part))
    yield _written(item.label, ", ".join(said), words)


def _written(name: str, text: str, words: Words) -> Line:
    said = words("{name}. You have written: {text}", name=name, text=text) if text else ""
    return Line(said, words.language, still=True)


# --- several numbers and several things

def _points(item: Asked, words: Words, few: int) -> Told:
    for part in item.parts:
        value = part.typed or shown_number(part.value, part.language)
        yield f"{part.label}: {value}" if value else part.label
    yield left_told(item, words)


def _matrix(item: Asked, words: Words, few: int) -> Told:
    """The cells one by one where they are few; their sums come with the page, and not with each
    figure that is typed."""
    rows, columns = len(item.rows), len(item.columns)
    yield words("Table. Rows: {rows}. Columns: {columns}", rows=rows, columns=columns)
    asked = [part for part in item.parts if part.ref]
    if len(asked) <= few:
        for part in asked:
            value = part.typed or shown(part)
            yield Line(f"{part.label}: {value}" if value else part.label, words.language,
                       still=True)
    if not any(part.value for part in asked):
        return
    sums, sum_of = Sums(item), words("Sum")
    said = [(name, sums.row(at)) for at, name in enumerate(item.rows) if sums.of_rows]
    said += [(name, sums.column(at)) for at, name in enumerate(item.columns) if sums.of_columns]
    for name, value in said:
        yield Line(f"{name}, {sum_of}: {value}" if value else "", words.language, still=True)


def _repeat(item: Asked, words: Words, few: int) -> Told:
    if item.parts:
        yield words.many("{n} so far", "{n} so far", len(item.parts))
    yield from (part.label for part in item.parts)


# --- files

def _photo(item: Asked, words: Words, few: int) -> Told:
    yield photo_told(item.file, words)


def _sound(item: Asked, words: Words, few: int) -> Told:
    yield sound_told(item.file, item.room, words)
    if item.file is None:
        yield words("Nothing is said while it records. Enter stops it.")


_TOLD: Mapping[Kind, Callable[[Asked, Words, int], Told]] = {
    **dict.fromkeys(_CHOOSING, _choices),
    Kind.RANK: _rank, Kind.RANGE: _range, Kind.TEXT: _typed, Kind.NUMBER: _typed,
    Kind.COUNTER: _counter, Kind.MOMENT: _moment, Kind.POINTS: _points, Kind.MATRIX: _matrix,
    Kind.REPEAT: _repeat, Kind.PHOTO: _photo, Kind.SOUND: _sound,
}
