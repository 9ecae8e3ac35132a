"""Questions that choose from a list, a file or earlier answers."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Protocol

from survey.forms.defaults import is_name
from survey.forms.definition import NodeKind
from survey.forms.read import parameters
from survey.forms.read.columns import Entry
from survey.forms.read.drafts import Draft
from survey.forms.read.question_types import FROM_FILE, SELECTS
from survey.forms.read.references import is_reference, points
from survey.forms.read.sources import Sources
from survey.forms.read.spelling import nearest
from survey.forms.read.vocabulary import SHEETS
from survey.forms.read.xlsform_choices import other_choice
from survey.forms.tables import parted

FILES = (".xml", ".csv", ".geojson")


class Table(Protocol):
    """The open group; see :class:`~survey.forms.read.xlsform_survey.Open`."""

    table: str | None


class Selects:
    """Reads ``select_one LIST`` and its relatives."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._findings = sources.findings

    def read(
        self, entry: Entry, said: tuple[str, str, bool], pairs: dict[str, str], top: Table
    ) -> list[Draft]:
        """The question, and what ``or_other`` and table-lists bring along. ``said``: command,
        list, whether ``or_other`` was asked for."""
        command, list_name, other = said
        draft = self._sources.draft(NodeKind.QUESTION, entry, SELECTS[command])
        draft.fields["parameters"] = pairs
        self._parameters(command, pairs, entry)
        _, ending = parted(list_name)
        if command in FROM_FILE and (
            ending not in FILES or len(PurePosixPath(list_name).suffixes) != 1
        ):
            self._findings.error("file-ending", entry.spot("type"), file=list_name)
        elif draft.type == "select_one_external":
            self._external(draft, list_name, entry)
        elif ending in FILES:
            draft.fields["file"] = list_name
        elif points(list_name):
            draft.fields["source"] = list_name
        else:
            self._listed(draft, list_name, entry)
        made = [draft]
        if other:
            made += self._or_other(draft, list_name, entry)
        if top.table is not None:
            made[:0] = self._table(draft, list_name, entry, top)
        return made

    def _parameters(self, command: str, pairs: dict[str, str], entry: Entry) -> None:
        from_file = command in ("select_one_from_file", "select_multiple_from_file")
        known = parameters.SELECT_FILE if from_file else parameters.SELECT
        parameters.only(pairs, known, entry, self._findings)
        where = entry.spot("parameters")
        for name in ("value", "label"):
            if from_file and name in pairs and not is_name(pairs[name]):
                self._findings.error("parameter-name", where, name=name)
        if "randomize" not in pairs and "seed" in pairs:
            self._findings.error("seed-alone", where)
        elif parameters.check(pairs, "randomize", ("true", "false"), entry, self._findings):
            seed = pairs.get("seed", "")
            if seed and not is_reference(seed):
                parameters.number(pairs, "seed", entry, self._findings)

    def _external(self, draft: Draft, list_name: str, entry: Entry) -> None:
        where = entry.spot("type")
        if not self._sources.external:
            self._no_sheet("external_choices", entry)
        elif list_name not in self._sources.external:
            meant = nearest(list_name, self._sources.external)
            self._findings.error("unknown-list", where, list=list_name, meant=meant)
        if not entry.get("choice_filter"):
            self._findings.warning("external-without-filter", where)
        draft.fields["list"] = list_name

    def _no_sheet(self, wanted: str, entry: Entry) -> None:
        candidates = [n for n in self._sources.sheet_names if n.lower() not in SHEETS]
        meant = nearest(wanted, candidates)
        code = "sheet-misspelt" if meant else "sheet-missing"
        self._findings.error(code, entry.spot("type"), sheet=wanted, meant=meant)

    def _listed(self, draft: Draft, list_name: str, entry: Entry) -> None:
        draft.fields["list"] = list_name
        known = self._sources.lists
        if not known:
            self._no_sheet("choices", entry)
        elif list_name not in known:
            meant = nearest(list_name, known)
            code = "list-misspelt" if meant else "unknown-list"
            self._findings.error(code, entry.spot("type"), list=list_name, meant=meant)
        elif draft.type == "select_multiple":
            for choice in known[list_name].choices:
                if " " in choice.name:
                    where = choice.entry.spot("name") if choice.entry else entry.spot("type")
                    self._findings.error("choice-with-blank", where, name=choice.name)

    def _or_other(self, draft: Draft, list_name: str, entry: Entry) -> list[Draft]:
        if draft.said("choice_filter"):
            self._findings.error("other-with-filter", entry.spot("choice_filter"))
        known = self._sources.lists.get(list_name)
        if known is None:
            self._findings.error("other-without-list", entry.spot("type"))
            return []
        other_choice(known)
        made = Draft(NodeKind.QUESTION, f"{draft.name}_other", "text", entry)
        made.text = {"label": {"": "Specify other."}}
        made.fields.update(relevant=f"selected(../{draft.name}, 'other')", generated=True)
        return [made]

    def _table(self, draft: Draft, list_name: str, entry: Entry, top: Table) -> list[Draft]:
        """The first select of a table-list brings the row of labels along."""
        made: list[Draft] = []
        if not top.table:
            top.table = list_name
            if draft.said("choice_filter"):
                self._findings.error("table-with-filter", entry.spot("choice_filter"))
            name = f"reserved_name_for_field_list_labels_{entry.row}"
            made = [Draft(NodeKind.QUESTION, name, draft.type, entry)]
            made[0].fields.update(appearance="label", list=list_name, generated=True)
        if top.table != list_name:
            where = entry.spot("type")
            self._findings.error("table-lists-differ", where, list=list_name, other=top.table)
        draft.fields["appearance"] = "list-nolabel"
        return made
