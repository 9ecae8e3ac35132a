"""A campaign around a form: what a form does not say gets values that work at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from survey.campaign import Campaign, Consent, Factor, Unit
from survey.expressions.errors import ExpressionError
from survey.expressions.tree import Element
from survey.forms.canonical import form_hash
from survey.forms.definition import FormDefinition, Instance
from survey.forms.engine.circumstances import Files
from survey.forms.engine.tables import Tables
from survey.forms.factors import Factors, factor_id, keys, labels
from survey.forms.markup import Tag, write_markup
from survey.forms.media import Medium
from survey.forms.model import Question, QuestionType, Texts
from survey.forms.tongues import by_tag, in_tags, tags
from survey.pinned import derived, factor_names

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What whoever makes a campaign says beside the form.

    ``id`` is new, and so are those of ``units``, each with a name. ``consent`` and ``about`` are
    in as many languages as there are words for, ``language`` is that of a form that names none.
    ``group_by`` are names of questions with choices, ``withdrawal`` offers receipt codes,
    ``photos_and_sound`` lets the form ask for photos and voices.
    """

    id: UUID
    organisation: str
    units: tuple[tuple[UUID, str], ...]
    first_day: date
    last_day: date
    consent: Mapping[str, str]
    about: Mapping[str, str]
    language: str = "sv"
    group_by: tuple[str, ...] = ()
    withdrawal: bool = False
    photos_and_sound: bool = False
    grain_minutes: int = 15
    zone: str = "Europe/Stockholm"


class NoSuchQuestion(ValueError):
    """A question to group by is not in the form, or has no choices."""


def campaign_around(
    form: FormDefinition, wish: Wish, media: tuple[Medium, ...] = ()
) -> Campaign:
    """A first version of a campaign that asks ``form`` with its ``media``. Or NoSuchQuestion."""
    named = tags(form, wish.language)
    languages = tuple(named)
    factors = _factors(form, languages)
    simple = derived(form, 1, languages, factors)
    return Campaign(
        id=wish.id, version=1, title=simple.title, about=_said(wish.about, languages),
        organisation=wish.organisation, languages=languages, zone=wish.zone,
        grain_minutes=wish.grain_minutes, first_day=wish.first_day, last_day=wish.last_day,
        units=tuple(
            Unit(id=id, name=dict.fromkeys(languages, name)) for id, name in wish.units
        ),
        factors=factors, form=simple,
        consent=Consent(version="1", text=_said(wish.consent, languages)),
        group_by=_ids(simple.questions, wish.group_by), withdrawal=wish.withdrawal,
        definition=form, media=media, photos_and_sound=wish.photos_and_sound,
    )


def later_version(
    before: Campaign, form: FormDefinition, media: tuple[Medium, ...] = ()
) -> Campaign:
    """``before`` with another version of its form; the same form gives the very campaign back.

    What was said of the campaign stays, factors that the form newly names come last. Where only
    the ``media`` are others, the form keeps its version.
    """
    if before.definition is not None and form_hash(before.definition) == form_hash(form):
        if before.media == media:
            return before
        return replace(before, version=before.version + 1, media=media)
    languages = (*before.languages, *(t for t in tags(form) if t not in before.languages))
    if not form.languages:
        languages = before.languages
    factors = _factors(form, languages, before.factors)
    simple = derived(form, before.form.version + 1, languages, factors)
    here = {question.id for question in simple.questions}
    return replace(
        before, version=before.version + 1, languages=languages, factors=factors, form=simple,
        definition=form, media=media, group_by=tuple(id for id in before.group_by if id in here),
    )


def with_tables(form: FormDefinition, files: Files) -> FormDefinition:
    """The form with the tables that lie beside it taken in: a kiosk has no files.

    Tables that are not there, or cannot be read, stay what they are.
    """
    tables = Tables(form, files)
    return replace(form, instances=tuple(_taken_in(one, tables) for one in form.instances))


def _taken_in(one: Instance, tables: Tables) -> Instance:
    if not one.source.startswith("jr://file"):
        return one
    try:
        root = tables[one.id].children[0]
    except ExpressionError:
        return one
    return Instance(id=one.id, xml=write_markup(_tag(root)))


def _tag(element: Element) -> Tag:
    made = Tag(element.name)
    inside = [_tag(child) for child in element.children if _NAME.fullmatch(child.name)]
    made.children.extend(inside or ([element.value] if element.value else []))
    return made


def _factors(
    form: FormDefinition, languages: Sequence[str], before: Sequence[Factor] = ()
) -> tuple[Factor, ...]:
    """Those of ``before``, and then one for each key that the form's ratings newly give.

    Words that somebody wrote stay; those that only repeat the key give way to the form's.
    """
    words, named = labels(form), by_tag(form, languages)
    known = Factors(form, factor_names(before))
    made = {factor.id: factor for factor in before}
    for key in keys(form):
        said = in_tags(words.get(key.casefold(), {}), named)
        id = known.named(key)
        if id is None:
            id = factor_id(form, key)
            made[id] = Factor(id=id, name={**dict.fromkeys(languages, _shown(key)), **said})
        else:
            kept = {tag: name for tag, name in made[id].name.items() if name != _shown(key)}
            made[id] = replace(made[id], name={**made[id].name, **said, **kept})
    return tuple(made.values())


def _shown(name: str) -> str:
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def _said(words: Mapping[str, str], languages: Sequence[str]) -> Texts:
    said = {tag: words[tag] for tag in languages if tag in words}
    return said or {languages[0]: next(iter(words.values()))}


def _ids(questions: Sequence[Question], names: Sequence[str]) -> tuple[UUID, ...]:
    found = {q.name: q.id for q in questions if q.type is QuestionType.SELECT_ONE}
    for name in names:
        if name not in found:
            raise NoSuchQuestion(name)
    return tuple(found[name] for name in names)
