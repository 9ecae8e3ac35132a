"""One row of the sheet ``survey`` that is a question or a value."""

from __future__ import annotations

import re
from typing import Protocol

from survey.forms.defaults import is_dynamic
from survey.forms.definition import NodeKind
from survey.forms.read import ours, parameters
from survey.forms.read.columns import Entry
from survey.forms.read.drafts import Draft
from survey.forms.read.package_name import fault_in
from survey.forms.read.question_types import (
    FOREIGN,
    NOT_COLLECTED,
    NOT_ON_A_KIOSK,
    SELECTS,
    TEMPLATES,
    TYPES,
    UNSEEN,
)
from survey.forms.read.sources import Sources
from survey.forms.read.spelling import nearest
from survey.forms.read.xlsform_range import check_range
from survey.forms.read.xlsform_selects import Selects

_SELECT = "|".join(sorted(SELECTS, key=len, reverse=True))
_LISTED = re.compile(rf"({_SELECT}) (\S+)(?: (or specify other|or_other|or other))?")
_TAGGED = re.compile(r"osm (\S+)")


class Table(Protocol):
    """The open group: its table-list's list, ``None`` when it is no table-list."""

    table: str | None


class Questions:
    """Reads questions of every type."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._findings = sources.findings
        self._selects = Selects(sources)

    def read(self, entry: Entry, type: str, top: Table) -> list[Draft]:
        """The drafts of the row: its own, and such as it brings along."""
        pairs = parameters.read(entry, self._findings)
        listed = _LISTED.fullmatch(type)
        if listed:
            made = self._selects.read(entry, (listed[1], listed[2], bool(listed[3])), pairs, top)
        else:
            draft = self._plain(entry, type)
            draft.fields["parameters"] = pairs
            self._particular(draft, type, entry, pairs)
            made = [draft] if draft.type else []
        for draft in made:
            if draft.entry is entry and not draft.fields.get("generated"):
                self._seen(draft)
                ours.question(draft, self._findings)
        return made

    def _plain(self, entry: Entry, type: str) -> Draft:
        tagged = _TAGGED.search(type)
        draft = self._sources.draft(NodeKind.QUESTION, entry)
        if tagged or type == "osm":
            draft.type = "osm"
            if tagged and self._sources.tags and tagged[1] not in self._sources.tags:
                self._findings.error("unknown-list", entry.spot("type"), list=tagged[1], meant="")
            elif tagged and self._sources.tags:
                draft.fields["list"] = tagged[1]
        elif type in TEMPLATES:
            draft.type, constraint, hint = TEMPLATES[type]
            draft.fields["constraint"] = draft.said("constraint") or constraint
            if hint and "hint" not in draft.text:
                draft.text = {**draft.text, "hint": {"": hint}}
        else:
            draft.type = TYPES.get(type, "")
            if not draft.type:
                self._unknown(entry, type)
        return draft

    def _unknown(self, entry: Entry, type: str) -> None:
        spot = entry.spot("type")
        first = type.split(" ", 1)[0]
        meant = nearest(type, [*TYPES, *TEMPLATES]) or nearest(first, SELECTS)
        tool = next((FOREIGN[one] for one in (type, first) if one in FOREIGN), "")
        if tool:
            self._findings.error("type-foreign", spot, type=type, tool=tool)
        elif type in SELECTS:
            self._findings.error("select-without-list", spot, type=type)
        elif meant:
            self._findings.error("type-misspelt", spot, type=type, meant=meant)
        else:
            self._findings.error("type-unknown", spot, type=type)

    def _particular(self, draft: Draft, type: str, entry: Entry, pairs: dict[str, str]) -> None:
        if draft.type == "calculate":
            self._calculate(draft, type, entry)
        elif draft.type == "range":
            check_range(draft, pairs, self._sources)
        elif type == "text":
            parameters.only(pairs, parameters.TEXT, entry, self._findings)
            parameters.whole(pairs, "rows", entry, self._findings)
        elif draft.type == "image" and not type.startswith("q "):
            self._image(draft, pairs, entry)
        elif draft.type in ("audio", "background-audio") and not type.startswith("q "):
            known = parameters.QUALITIES[: 3 if draft.type == "background-audio" else 4]
            parameters.only(pairs, parameters.AUDIO, entry, self._findings)
            parameters.check(pairs, "quality", known, entry, self._findings)
        elif type in ("geopoint", "geoshape", "geotrace"):
            self._geometry(draft, pairs, entry)
        elif draft.type == "background-geopoint":
            self._background_geopoint(draft, entry)

    def _calculate(self, draft: Draft, type: str, entry: Entry) -> None:
        if draft.said("calculation") or is_dynamic(draft.said("default"), type):
            return
        if type == "calculate":
            self._findings.error("missing-calculation", entry.spot("type"), name=draft.name)
        else:
            draft.type = "hidden"

    def _image(self, draft: Draft, pairs: dict[str, str], entry: Entry) -> None:
        default = draft.said("default")
        if default and "jr://images/" not in default:
            draft.fields["default"] = f"jr://images/{default}"
        parameters.only(pairs, parameters.IMAGE, entry, self._findings)
        parameters.whole(pairs, "max-pixels", entry, self._findings)
        if "app" in pairs and draft.said("appearance") in ("", "annotate"):
            fault = fault_in(pairs["app"])
            if fault:
                self._findings.error("app-name", entry.spot("parameters"), fault=fault)

    def _geometry(self, draft: Draft, pairs: dict[str, str], entry: Entry) -> None:
        known = parameters.GEOPOINT if draft.type == "geopoint" else parameters.GEO
        parameters.only(pairs, known, entry, self._findings)
        for name in ("capture-accuracy", "warning-accuracy"):
            parameters.number(pairs, name, entry, self._findings)
        parameters.check(pairs, "incremental", ("true", "yes", "true()"), entry, self._findings)
        parameters.check(pairs, "allow-mock-accuracy", ("true", "false"), entry, self._findings)
        if "reference-geometry" in pairs:
            where = entry.spot("parameters")
            self._sources.geometries.append((pairs["reference-geometry"], where))

    def _background_geopoint(self, draft: Draft, entry: Entry) -> None:
        if not entry.get("trigger"):
            self._findings.error("missing-trigger", entry.spot("type"))
        if draft.said("calculation"):
            self._findings.error("background-calculation", entry.spot("bind", "calculate"))

    def _seen(self, draft: Draft) -> None:
        """Whether it is ever shown, and whether a kiosk can."""
        worked_out = draft.said("calculation") or (draft.entry and draft.entry.get("trigger"))
        wordless = not ("label" in draft.text or "hint" in draft.text)
        if draft.type in UNSEEN or (worked_out and wordless):
            draft.kind = NodeKind.VALUE
        if draft.type in NOT_COLLECTED:
            self._findings.warning("not-collected", draft.spot("type"), name=draft.name)
        if draft.type in NOT_ON_A_KIOSK:
            where = draft.spot("type")
            self._findings.warning("not-on-a-kiosk", where, type=draft.type, name=draft.name)
