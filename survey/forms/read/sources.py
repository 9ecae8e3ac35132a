"""What the rows of a survey sheet are read against: settings, lists, names that were met."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from survey.forms.defaults import is_name
from survey.forms.definition import NodeKind
from survey.forms.problems import Findings, Spot
from survey.forms.read.columns import Entry
from survey.forms.read.drafts import Draft, ListDraft
from survey.forms.read.entities import Entities
from survey.forms.read.vocabulary import BIND_FIELDS, NO, YES


@dataclass(slots=True, kw_only=True)
class Sources:
    """All that is known before the first row is read, and what the rows tell on the way."""

    findings: Findings
    default_language: str = "default"
    root: str = "data"
    lists: dict[str, ListDraft] = field(default_factory=dict)
    external: dict[str, ListDraft] = field(default_factory=dict)
    tags: dict[str, ListDraft] = field(default_factory=dict)
    entities: Entities | None = None
    sheet_names: tuple[str, ...] = ()
    names: Counter[str] = field(default_factory=Counter)
    questions: set[str] = field(default_factory=set)
    repeats: set[str] = field(default_factory=set)
    tables: set[str] = field(default_factory=set)
    triggers: list[tuple[str, Spot]] = field(default_factory=list)
    geometries: list[tuple[str, Spot]] = field(default_factory=list)

    def draft(self, kind: NodeKind, entry: Entry, type: str = "") -> Draft:
        """A node with all that columns of any type give."""
        made = Draft(kind, entry.get("name"), type, entry, entry.text(self.default_language))
        made.fields.update(
            appearance=entry.get("control", "appearance"),
            default=entry.get("default"),
            choice_filter=entry.get("choice_filter"),
            bind=_others(entry, "bind", {*BIND_FIELDS, *_MESSAGES}),
            body=_others(entry, "control", {"appearance", "jr:count"}),
            instance=_others(entry, "instance", set()),
        )
        for column, name in BIND_FIELDS.items():
            said = entry.get("bind", column)
            made.fields[name] = said if column == "calculate" else truth(said)
        return made

    def check_name(self, name: str, spot: Spot) -> bool:
        """Notes a name that no element can have."""
        if is_name(name):
            return True
        meant = "".join(sign.lower() if "À" <= sign <= "Ö" else sign for sign in name)
        code = "name-capital" if is_name(meant) else "bad-name"
        self.findings.error(code, spot, name=name, meant=meant)
        return False


_MESSAGES = {"jr:constraintMsg", "jr:requiredMsg", "jr:noAppErrorString"}


def _others(entry: Entry, first: str, known: set[str]) -> dict[str, str]:
    return {
        tokens[0]: text
        for tokens, text in entry.under(first)
        if len(tokens) == 1 and tokens[0] not in known
    }


def truth(text: str) -> str:
    """``yes`` and its like as an expression; anything else as it stands."""
    if text in YES:
        return "true()"
    return "false()" if text in NO else text
