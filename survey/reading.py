"""A campaign's canonical JSON: strict reading with every problem at once, and one way to write.

The names in the file are the field names of :class:`~survey.campaign.Campaign` and of the values
inside it; ids are UUIDs as text, days are ``YYYY-MM-DD``, words per language are objects.
``format`` may be left out by a person who writes by hand. Canonical: sorted names, UTF-8, no
spaces, every field written, in the lowest format that has the fields that are needed (format 2
came with ``withdrawal`` and ``keep_days``, 3 with a whole form as ``definition``, which keeps the
order of its own canonical JSON, its ``media`` and ``photos_and_sound``, 4 with ``conduct``, the
languages in which the consent was ``reviewed``, films, and ``media`` beside plain questions). What
is written and read again is the same campaign.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from functools import lru_cache

from survey import pinned
from survey.campaign import Campaign, WeightRule
from survey.checking import check_campaign
from survey.collecting import nothing_collected
from survey.conduct import USUAL
from survey.conduct_reading import read_conduct
from survey.forms import canonical, json_text, media
from survey.forms.definition import FormDefinition
from survey.forms.media import Medium
from survey.plain import plain_fields
from survey.problems import Problem
from survey.reading_parts import (
    BIG,
    read_consent,
    read_factor,
    read_form,
    read_tag,
    read_texts,
    read_unit,
)
from survey.strict import MOST_VALUES, Node, Notes, Pairs, measure

LARGEST = 16 * 1024 * 1024
"""Bytes; a bigger file is refused unread. As much as a package may carry: a form in which one
answers from a list of 100 000 towns, in two languages, is 14 MB."""

_WORTH = 16 * 1024

DEEPEST = json_text.DEEPEST + 2
"""Brackets within brackets; a whole form lies two deep, the rest of a campaign needs eight."""

FORMAT = 4
_SINCE_2 = {"withdrawal": False, "keep_days": 0}
_SINCE_3 = ("definition", "media", "photos_and_sound")
_SINCE_4 = ("conduct",)
_OPTIONAL = (
    "format", "threshold", "use_partials", "weight_rule", "contact", *_SINCE_2, *_SINCE_3,
    *_SINCE_4,
)
_REQUIRED = tuple(field.name for field in fields(Campaign) if field.name not in _OPTIONAL)


def read_campaign(text: str | bytes) -> tuple[Campaign | None, tuple[Problem, ...]]:
    """Reads a campaign; ``None`` when any problem is an error. Warnings come along with it."""
    if isinstance(text, bytes) and _WORTH < len(text) <= LARGEST:
        return _remembered(text)
    return _read(text)


@lru_cache(maxsize=2)
def _remembered(data: bytes) -> tuple[Campaign | None, tuple[Problem, ...]]:
    """The large ones read last: much work, and whoever holds a survey reads it often."""
    with nothing_collected():
        return _read(data)


def _read(text: str | bytes) -> tuple[Campaign | None, tuple[Problem, ...]]:
    notes = Notes()
    root = Node(None, "", notes)
    value = _parse(text, root)
    if notes.errors:
        return None, notes.problems()
    made = value.get("format") if isinstance(value, dict) else None
    if isinstance(made, int) and made > FORMAT:
        hint = "Open it with a newer version of the program."
        root.wrong("too-new", f"The file has format {made}; {FORMAT} is understood.", hint)
        return None, notes.problems()
    campaign = _campaign(Node(value, "", notes))
    check_campaign(campaign, notes)
    return (None if notes.errors else campaign), notes.problems()


def write_campaign(campaign: Campaign) -> bytes:
    """The one way to write a campaign; the same campaign gives the same bytes everywhere."""
    if campaign.definition is not None:
        with nothing_collected():
            return _write_whole(campaign, campaign.definition)
    plain = {**_fields(replace(campaign, media=())), "format": 4 if _newest(campaign) else 2}
    del plain["definition"], plain["photos_and_sound"], plain["media"]
    if campaign.media:
        plain["media"] = media.plain(campaign.media)
    if plain["format"] == 2 and all(plain[name] == usual for name, usual in _SINCE_2.items()):
        # older programs read it, and what they have signed keeps its hash
        plain = {**{k: v for k, v in plain.items() if k not in _SINCE_2}, "format": 1}
    return _text(plain).encode()


def _newest(campaign: Campaign) -> bool:
    return (
        campaign.conduct != USUAL or bool(campaign.consent.reviewed)
        or media.has_films(campaign.media)
        or (bool(campaign.media) and campaign.definition is None)
    )


def _fields(campaign: Campaign) -> dict[str, object]:
    """All of them; of those of format 4 only what is not the usual."""
    plain, consent = plain_fields(campaign), campaign.consent
    if campaign.conduct == USUAL:
        del plain["conduct"]
    said: dict[str, object] = {"text": dict(consent.text), "version": consent.version}
    if consent.reviewed:
        said["reviewed"] = list(consent.reviewed)
    return {**plain, "consent": said}


def _write_whole(campaign: Campaign, definition: FormDefinition) -> bytes:
    """Formats 3 and 4: all names sorted but those of the form, which has an order of its own."""
    form, small = canonical.write_form(definition), replace(campaign.form, questions=())
    plain = _fields(replace(campaign, definition=None, form=small, media=()))
    plain |= {"format": 4 if _newest(campaign) else 3, "form": pinned.plain_pin(small, form)}
    plain["media"] = media.plain(campaign.media)
    if not campaign.media:
        del plain["media"]
    if not campaign.photos_and_sound:
        del plain["photos_and_sound"]
    parts = {name: _text(value) for name, value in plain.items()}
    parts["definition"] = form.decode()
    said = ",".join(f'"{name}":{parts[name]}' for name in sorted(parts))
    return f"{{{said}}}".encode()


def _text(plain: object) -> str:
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _parse(text: str | bytes, root: Node) -> object:
    """The JSON value, after the limits on size and depth; faults are noted at ``root``."""
    if len(text) > LARGEST or (
        isinstance(text, str) and len(text.encode(errors="surrogatepass")) > LARGEST
    ):
        root.wrong("too-big", f"The file is over {LARGEST} bytes.", "Check that it is a campaign.")
        return None
    try:
        words = text.decode() if isinstance(text, bytes) else text
        words = words.removeprefix("\ufeff")  # some editors begin a file with this mark
    except UnicodeDecodeError as fault:
        root.wrong("not-utf8", f"Byte {fault.start} is not UTF-8.", "Save the file as UTF-8.")
        return None
    deep, values = measure(words)
    if values > MOST_VALUES:
        root.wrong("too-many", f"It holds more than {MOST_VALUES} values.", "Make lists shorter.")
        return None
    if deep > DEEPEST:
        root.wrong("too-deep", f"Brackets lie more than {DEEPEST} deep.", "Check the brackets.")
        return None
    try:
        return json.loads(words, object_pairs_hook=Pairs.read, parse_constant=_refuse)
    except json.JSONDecodeError as fault:
        message = f"This is not JSON: line {fault.lineno}, column {fault.colno}."
        root.wrong("not-json", message, "Look for a missing comma, quote or bracket there.")
    except ValueError:
        root.wrong("not-json", "A number cannot be read.", "Write whole numbers.")
    return None


def _refuse(word: str) -> object:
    raise ValueError(word)


def _campaign(node: Node) -> Campaign:
    at = node.fields(_REQUIRED, _OPTIONAL)
    made = _checked_format(at)
    whole = pinned.read_definition(at["definition"]) if at["definition"].given else None
    tags = tuple(read_tag(item) for item in at["languages"].items(1, 50))
    few = 1 if whole is None else 0  # a whole form may ask about anything
    factors = tuple(read_factor(item, tags) for item in at["factors"].items(few, 200))
    if whole is None:
        form = read_form(at["form"], tags)
    else:
        form = pinned.read_pinned(at["form"], whole, tags, factors)
    return Campaign(
        id=at["id"].uuid(),
        version=at["version"].whole(1, BIG),
        title=read_texts(at["title"], tags, 300),
        about=read_texts(at["about"], tags, 5000),
        organisation=at["organisation"].text(120),
        languages=tags,
        zone=at["zone"].text(60),
        grain_minutes=at["grain_minutes"].whole(1, 1440),
        first_day=at["first_day"].day(),
        last_day=at["last_day"].day(),
        units=tuple(read_unit(item, tags) for item in at["units"].items(1, 5000)),
        factors=factors,
        form=form,
        consent=read_consent(at["consent"], tags, format=made),
        group_by=tuple(item.uuid() for item in at["group_by"].items(0, 50)),
        threshold=at["threshold"].whole(5, 1000) if at["threshold"].given else 5,
        use_partials=at["use_partials"].flag() if at["use_partials"].given else False,
        weight_rule=_rule(at["weight_rule"]),
        contact=at["contact"].text(500, empty=True, lines=True) if at["contact"].given else "",
        withdrawal=at["withdrawal"].flag() if at["withdrawal"].given else False,
        keep_days=at["keep_days"].whole(0, 365) if at["keep_days"].given else 0,
        definition=whole,
        media=_media(at["media"], made, whole),
        photos_and_sound=(
            at["photos_and_sound"].flag() if at["photos_and_sound"].given else False
        ),
        conduct=read_conduct(at["conduct"], tags) if at["conduct"].given else USUAL,
    )


def _checked_format(at: Mapping[str, Node]) -> int:
    made = at["format"].whole(1, FORMAT) if at["format"].given else FORMAT
    if made == 1:
        for name in (name for name in _SINCE_2 if at[name].given):
            hint = "Write format 2, or leave both out."
            at[name].wrong("not-in-format", "Format 1 does not have this.", hint)
    for since, names in ((3, _SINCE_3), (4, _SINCE_4)):
        for name in (name for name in names if made < since and at[name].given):
            hint = f"Write format {since}, or leave it out."
            at[name].wrong("not-in-format", f"Format {made} does not have this.", hint)
    return made


def _media(node: Node, format: int, whole: FormDefinition | None) -> tuple[Medium, ...]:
    if not node.given:
        return ()
    if format < 4 and whole is None:
        hint = "Write format 4, or leave them out."
        node.wrong("misplaced", f"In format {format} only a whole form has them.", hint)
    return media.read_media(node, films=format >= 4)


def _rule(node: Node) -> WeightRule:
    return node.one_of(WeightRule) if node.given else WeightRule.MEAN_OF_SHARES
