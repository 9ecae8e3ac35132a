"""The sheets of choices: lists, their choices, and the further columns that filters use."""

from __future__ import annotations

from survey.forms.problems import MOST, Findings
from survey.forms.read.columns import Columns, Entry
from survey.forms.read.drafts import ChoiceDraft, ListDraft
from survey.forms.read.vocabulary import CHOICE_ALIASES, CHOICE_COLUMNS
from survey.forms.read.workbook import Row, Sheet

OUR_COLUMNS = ("x id", "x list id")
"""Ids travel in headers with a blank: other tools leave such columns out of the form."""

_FURTHER_ONLY = frozenset({"hint", "guidance_hint"})
"""Words of questions; on a sheet of choices such a column is for filters, as any other."""

_KNOWN = {"list name", "name", "label", "media", *OUR_COLUMNS}


class Lists:
    """The lists of one sheet by name, in the order of their first rows."""

    def __init__(self, sheet: Sheet, default_language: str, findings: Findings) -> None:
        self.columns = Columns(sheet, CHOICE_ALIASES, CHOICE_COLUMNS, findings)
        self.by_name: dict[str, ListDraft] = {}
        self.ignored: set[int] = set()
        self._further: dict[int, str] = {}
        self._default = default_language
        self._findings = findings
        self._sheet = sheet

    def read(self, *, duplicates: bool, strict: bool) -> dict[str, ListDraft]:
        """All lists. ``strict`` is for the sheet ``choices``, where names are needed."""
        if strict and self._sheet.rows and "name" not in self.columns.names():
            self._findings.error("missing-column", self._sheet.spot(1), column="name")
            return self.by_name
        if strict:
            self._check_headers()
        self._further = {
            at: tokens[0]
            for at, tokens in self.columns.tokens.items()
            if len(tokens) == 1 and tokens[0] not in _KNOWN and at not in self.ignored
        }
        for row in self._sheet.rows:
            if self._findings.errors >= MOST:
                return self.by_name  # no more are told
            entry = self.columns.entry(row)
            name = entry.get("list name")
            if name:
                self._add(row, entry, name, strict)
        for made in self.by_name.values():
            used = (name for name in self._further.values() if name in made.columns)
            made.columns = dict.fromkeys(used)
        if strict and not duplicates:
            self._check_names()
        return self.by_name

    def _check_headers(self) -> None:
        for at, tokens in self.columns.tokens.items():
            first = tokens[0]
            if first != "list name" and (" " in first or not first):
                self.ignored.add(at)
                if first not in OUR_COLUMNS:
                    where = self._sheet.spot(1, at, first)
                    self._findings.warning("choice-column-name", where, column=first)
            elif first not in _KNOWN and len(tokens) > 1:
                where = self._sheet.spot(1, at, self._sheet.headers[at])
                self._findings.error("choice-column-parts", where, column=where.text)

    def _add(self, row: Row, entry: Entry, list_name: str, strict: bool) -> None:
        made = self.by_name.get(list_name)
        if made is None:
            made = self.by_name[list_name] = ListDraft(list_name, self._sheet.name.lower())
        name = entry.get("name")
        if not name and strict:
            self._findings.error("choice-without-name", entry.spot("name"), list=list_name)
        text = entry.text(self._default)
        if not _FURTHER_ONLY.isdisjoint(text):
            text = {name: words for name, words in text.items() if name not in _FURTHER_ONLY}
        if "label" not in text and strict and not self._findings.full:
            self._findings.warning("choice-without-label", entry.spot("label"), name=name)
        further, columns = self._further, dict[str, str]()
        if further:
            columns = {further[at]: said for _, said, at in entry.items() if at in further}
            if not columns.keys() <= made.columns.keys():
                made.columns.update(dict.fromkeys(columns))
        given = entry.get("x id") or entry.get("x_id")
        draft = ChoiceDraft(name, text, columns, (self.columns, row), given, entry.get("x list id"))
        made.choices.append(draft)

    def _check_names(self) -> None:
        for made in self.by_name.values():
            seen: set[str] = set()
            for choice in made.choices:
                if choice.name and choice.name in seen and choice.entry is not None:
                    where = choice.entry.spot("name")
                    self._findings.error("doubled-choice", where, name=choice.name, list=made.name)
                seen.add(choice.name)


def other_choice(made: ListDraft) -> None:
    """Gives the list the choice ``other`` that ``or_other`` asks for, unless it has one."""
    if any(choice.name == "other" for choice in made.choices):
        return
    languages = {
        language: None
        for choice in made.choices
        for language in choice.text.get("label", {})
        if language
    }
    words = dict.fromkeys(languages, "Other") or {"": "Other"}
    made.choices.append(ChoiceDraft("other", {"label": words}))
