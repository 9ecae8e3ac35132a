"""What can only be said when all rows are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from survey.forms.definition import NodeKind, Text
from survey.forms.read.columns import Columns, Entry
from survey.forms.read.drafts import Draft, ListDraft
from survey.forms.read.keeping import understood
from survey.forms.read.outside import check_outside, uses
from survey.forms.read.question_types import UNSEEN
from survey.forms.read.references import is_reference, points
from survey.forms.read.sources import Sources
from survey.forms.read.spelling import nearest
from survey.forms.read.vocabulary import SURVEY_ALIASES
from survey.forms.read.xlsform_survey import Survey
from survey.forms.tables import LAST_SAVED

_MEDIA = ("image", "big-image", "audio", "video")
_SPOKEN = (
    "type", "name", "label", "hint", "guidance_hint", "default", "parameters", "choice_filter",
    "trigger", "media", "bind", "body", "instance", *SURVEY_ALIASES,
)  # fmt: skip
_SELECTS = ("select_one", "select_multiple", "rank")
MOST_STRANGE = 300
"""Columns we do not know that are looked at for a word misspelt."""


def check_drafts(survey: Survey, sources: Sources) -> None:
    """Notes what is missing, doubled or at odds among the nodes."""
    top = survey.drafts
    repeats: set[str] = set()
    ids: set[str] = set()
    for draft in (draft for node in top for draft in node.walk()):
        if draft.kind is NodeKind.QUESTION and not draft.fields.get("generated"):
            _check_words(draft, sources)
        if draft.kind is NodeKind.REPEAT and draft.fields.get("generated"):
            if draft.name in repeats:
                sources.findings.error("doubled-repeat", draft.spot("name"), name=draft.name)
            repeats.add(draft.name)
        if draft.entry is not None and not draft.fields.get("generated"):
            _check_id(draft.entry, ids, sources)
        _check_attributes(draft, sources)
    _check_triggers(top, sources)
    check_outside(top, sources)
    _check_geometries(top, sources)
    for made in sources.lists.values():
        for choice in made.choices:
            if choice.given and choice.given in ids and choice.entry is not None:
                entry = choice.entry
                where = entry.spot("x id" if entry.get("x id") else "x_id")
                sources.findings.warning("doubled-id", where)
                choice.given = ""
            ids.add(choice.given)


def _check_id(entry: Entry, seen: set[str], sources: Sources) -> None:
    """An id that a copied row brought along is taken from the second row."""
    id = entry.get("x_id")
    if id and id in seen:
        sources.findings.warning("doubled-id", entry.spot("x_id"))
        entry.put(("x_id",), "", 0)
    seen.add(id)


def check_columns(columns: Columns, sources: Sources) -> None:
    """Notes columns that are nearly one we know, among the first of those we do not."""
    sheet = columns.sheet
    strange = ((at, tokens[0]) for at, tokens in columns.tokens.items() if not understood(tokens))
    for at, word in islice(strange, MOST_STRANGE):
        if word == "disabled":
            continue
        header = sheet.headers[at]
        first = header.split(":", 1)[0].strip()
        meant = nearest(first, _SPOKEN)
        where = sheet.spot(1, at, header)
        if (meant and not understood((meant,))) or (meant and meant != first.lower()):
            sources.findings.warning("column-misspelt", where, column=header, meant=meant)


def _check_words(draft: Draft, sources: Sources) -> None:
    said = [name for name in ("label", "hint", *_MEDIA) if name in draft.text]
    if draft.external or draft.type in UNSEEN or draft.said("appearance") == "label":
        return
    if not said and draft.entry is not None and ("media",) not in draft.entry:
        sources.findings.error("no-words", draft.spot("name"), name=draft.name)
    if "big-image" in said and "image" not in said:
        where = draft.spot("media", "big-image")
        sources.findings.error("big-image-alone", where, name=draft.name)


def _check_attributes(draft: Draft, sources: Sources) -> None:
    if draft.entry is None:
        return
    for tokens, _ in draft.entry.under("media"):
        if tokens[0] not in _MEDIA:
            where = draft.spot("media", *tokens)
            sources.findings.error("media-kind", where, kind=tokens[0])
    given = draft.entry.get("bind", "type")
    if draft.type in _SELECTS and given not in ("", "string", "odk:rank"):
        sources.findings.error("select-bind-type", draft.spot("bind", "type"), type=given)
    for first in ("bind", "control", "instance"):
        if (first,) in draft.entry:
            sources.findings.error("column-alone", draft.spot(first), column=first)


def _check_triggers(top: list[Draft], sources: Sources) -> None:
    by_name = {draft.name: draft for node in top for draft in node.walk()}
    for draft in by_name.values():
        names = draft.fields.get("triggers", ())
        for name in names if isinstance(names, tuple) else ():
            target = by_name.get(name)
            if target is None or target.entry is None or draft.type == "background-geopoint":
                continue
            worked_out = target.said("calculation") or target.entry.get("trigger")
            wordless = not ("label" in target.text or "hint" in target.text)
            if target.type == "calculate" or (worked_out and wordless):
                where = draft.spot("trigger")
                sources.findings.error("trigger-unseen", where, name=name)


def _check_geometries(top: list[Draft], sources: Sources) -> None:
    tables = {use.id for use in uses(top) if not use.pulled and use.id != LAST_SAVED}
    known = {*sources.lists, *tables}
    if sources.entities is not None:
        known |= {row.get("dataset", "") for row in sources.entities.rows}
    for target, spot in sources.geometries:
        if target in known:
            continue
        if is_reference(target) and target[2:-1].removeprefix("last-saved#") in sources.repeats:
            continue
        sources.findings.error("geometry-unknown", spot, name=target)


def languages(survey: Survey, sources: Sources) -> tuple[str, ...]:
    """The languages in the order in which they first have words, lists before questions."""
    found: dict[str, None] = {}
    for made in sources.lists.values():
        if _needs_itext(made):
            for choice in made.choices:
                found.update(dict.fromkeys(_named(choice.text, ("label", *_MEDIA))))
    every = [draft for node in survey.drafts for draft in node.walk()]
    for draft in every:
        names = ("constraint_message", "required_message", "no_app_error_string")
        found.update(dict.fromkeys(_named(draft.text, (*names, "label", "hint", "guidance_hint"))))
    for draft in every:
        found.update(dict.fromkeys(_named(draft.text, _MEDIA)))
    return tuple(found)


def _needs_itext(made: ListDraft) -> bool:
    for choice in made.choices:
        labels = choice.text.get("label", {})
        if any(name in choice.text for name in _MEDIA) or any(labels):
            return True
        if any("${" in words and points(words) for words in labels.values()):
            return True
    return False


def _named(text: Text, properties: Iterable[str]) -> Iterator[str]:
    for name in properties:
        yield from (language for language in text.get(name, {}) if language)
