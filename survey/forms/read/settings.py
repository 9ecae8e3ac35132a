"""The sheet ``settings``: one row that speaks about the whole form."""

from __future__ import annotations

from collections.abc import Mapping

from survey.forms.defaults import is_name
from survey.forms.problems import Findings
from survey.forms.read.columns import Columns, Entry
from survey.forms.read.spelling import nearest
from survey.forms.read.vocabulary import (
    NO,
    SETTING_ALIASES,
    SETTING_COLUMNS,
    USEFUL_SETTINGS,
    YES,
)
from survey.forms.read.workbook import Sheet, Workbook

_OWN = ("id_string", "title", "version", "name", "default_language", "namespaces", "x_id")
_SPOKEN = ("form_id", "form_title", "version", "name", "default_language", "namespaces")


class Settings:
    """What the settings say; usual values where they say nothing."""

    def __init__(self, sheet: Sheet | None, workbook: Workbook, findings: Findings) -> None:
        self.others: dict[str, str] = {}
        self._findings = findings
        self._entry = self._read(sheet, workbook)
        entry = self._entry
        said = entry.get if entry is not None else _nothing
        self.name = said("id_string")
        self.title = said("title")
        self.version = said("version")
        self.root = said("name") or "data"
        self.given_language = said("default_language")
        self.default_language = self.given_language or "default"
        self.namespaces = said("namespaces")
        self.own_id = said("x_id")
        self.tidy = said("clean_text_values") not in NO
        self.duplicates = said("allow_choice_duplicates") in YES
        self.with_instance_id = said("omit_instanceID") not in YES
        if entry is not None:
            self._check(entry)

    def _read(self, sheet: Sheet | None, workbook: Workbook) -> Entry | None:
        if sheet is None or not sheet.rows:
            return None
        headers = dict(sheet.headers)
        if {"id_string", "form_id"} <= set(headers.values()):
            at = next(at for at, header in headers.items() if header == "id_string")
            self._findings.warning("form-id-twice", sheet.spot(1, at, "id_string"))
            del headers[at]
        plain = Sheet(sheet.name, headers, sheet.rows)
        columns = Columns(plain, SETTING_ALIASES, SETTING_COLUMNS, self._findings)
        for at, tokens in columns.tokens.items():
            if not used(tokens):
                header = sheet.headers[at]
                meant = nearest(header, (*_SPOKEN, *USEFUL_SETTINGS))
                if meant:
                    where = sheet.spot(1, at, header)
                    self._findings.warning("column-misspelt", where, column=header, meant=meant)
        return columns.entry(sheet.rows[0])

    def _check(self, entry: Entry) -> None:
        for tokens, text, _ in entry.items():
            if used(tokens) and tokens[0] not in _OWN:
                self.others["::".join(tokens)] = text
        if not is_name(self.root):
            self._findings.error("bad-name", entry.spot("name"), name=self.root)
        if not self.with_instance_id and entry.get("public_key"):
            self._findings.error("encrypted-without-id", entry.spot("omit_instanceID"))

    def take(self, rows: Mapping[str, str]) -> None:
        """Settings that stood among the rows of the survey."""
        self.title = rows.get("title", self.title)
        self.name = rows.get("id_string", self.name)
        if "prefix" in rows:
            self.others["prefix"] = rows["prefix"]
        if self.name == "None":
            self._findings.error("form-id-empty")


def _nothing(*tokens: str) -> str:
    return ""


def used(tokens: tuple[str, ...]) -> bool:
    """True for a setting that means something to the form."""
    if tokens[0] in ("attribute", "instance", "bind"):
        return len(tokens) == 2
    return len(tokens) == 1 and (tokens[0] in _OWN or tokens[0] in USEFUL_SETTINGS)


def namespaces(text: str) -> dict[str, str]:
    """``a="http://…" b="http://…"`` as prefix → address; what is no pair is left out."""
    made: dict[str, str] = {}
    for part in text.split():
        name, equals, address = part.partition("=")
        if name and equals and "=" not in address:
            made.setdefault(name, address.replace('"', "").replace("'", ""))
    return made
