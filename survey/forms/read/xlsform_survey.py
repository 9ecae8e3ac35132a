"""The sheet ``survey``: rows into a tree of drafts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from survey.forms.definition import NodeKind
from survey.forms.limits import DEEPEST
from survey.forms.problems import MOST, Findings
from survey.forms.read import ours, parameters
from survey.forms.read.columns import Entry
from survey.forms.read.drafts import Draft
from survey.forms.read.loops import Loops
from survey.forms.read.question_types import CONTROLS, FOREIGN
from survey.forms.read.references import trigger_names
from survey.forms.read.sources import Sources
from survey.forms.read.vocabulary import SETTING_ALIASES, YES
from survey.forms.read.xlsform_questions import Questions

_CONTROL = "|".join(CONTROLS)
_BEGIN = re.compile(rf"begin[\s_]({_CONTROL})(?: (?:over )?(\S+))?")
_END = re.compile(rf"end[\s_]({_CONTROL})")
_REFERENCE = re.compile(r"\$\{[^}]+\}")

@dataclass(slots=True)
class Open:
    """A group, repeat or loop whose end has not come yet. ``table`` is a table-list's list,
    ``seen`` the names with their rows."""

    draft: Draft
    control: str
    list: str = ""
    table: str | None = None
    seen: dict[str, int] = field(default_factory=lambda: {"meta": 0})
    lower: set[str] = field(default_factory=set)


class Survey:
    """Reads rows one after another; :attr:`drafts` is what stands at the top."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.settings: dict[str, str] = {}
        self.audits: list[Draft] = []
        self._findings: Findings = sources.findings
        root = Draft(NodeKind.GROUP, sources.root)
        self._stack = [Open(root, "")]
        self._foreign: set[str] = set()
        self._questions = Questions(sources)
        self._loops = Loops(sources.findings)
        self.drafts = root.drafts

    def read(self, entries: list[Entry]) -> bool:
        """All rows, and what can only be said after the last; False once no more is told."""
        for entry in entries:
            self._row(entry)
            if self._findings.errors >= MOST:
                return False
        for still in reversed(self._stack[1:]):
            where = still.draft.spot("type")
            self._findings.error("never-ended", where, type=still.control, name=still.draft.name)
            self._close()
        return self._findings.errors < MOST

    def _row(self, entry: Entry) -> None:
        disabled = entry.get("disabled")
        if disabled:
            self._findings.warning("disabled-column", entry.spot("disabled"))
            if disabled in YES:
                return
        if not any(tokens != ("disabled",) for tokens, _, _ in entry.items()):
            return
        type = entry.get("type")
        if not type:
            self._untyped(entry)
        elif type == "audit":
            self._audit(entry)
        elif type in SETTING_ALIASES:
            self.settings[SETTING_ALIASES[type][0]] = entry.get("name") or "None"
        else:
            self._typed(entry, type)

    def _untyped(self, entry: Entry) -> None:
        if ("name",) in entry or entry.has("label"):
            self._findings.error("missing-type", entry.spot("name"))
        else:
            self._findings.warning("row-skipped", entry.spot())

    def _audit(self, entry: Entry) -> None:
        if entry.get("name") not in ("", "audit"):
            self._findings.error("audit-name", entry.spot("name"))
        pairs = parameters.read(entry, self._findings)
        parameters.audit(pairs, entry, self._findings)
        draft = self.sources.draft(NodeKind.VALUE, entry, "audit")
        draft.name = "audit"
        draft.fields["parameters"] = pairs
        draft.fields["namespace"] = "meta"
        self.audits.append(draft)
        self._findings.warning("not-on-a-kiosk", entry.spot("type"), type="audit", name="audit")

    def _typed(self, entry: Entry, type: str) -> None:
        end = _END.fullmatch(type)
        begin = _BEGIN.fullmatch(type)
        if end:
            self._end(entry, CONTROLS[end[1]])
            return
        if type in FOREIGN and self._ends_foreign(entry, type):
            return
        if type == "note" and ("name",) not in entry:
            entry.put(("name",), f"generated_note_name_{entry.row}", 0)
        if not self._named(entry):
            return
        if self.sources.entities is not None or entry.get("bind", "entities:saveto"):
            self._entities(entry, begin is not None)
        if begin:
            self._begin(entry, CONTROLS[begin[1]], begin[2] or "")
            return
        self._question(entry, type)

    def _ends_foreign(self, entry: Entry, type: str) -> bool:
        """Whether it ends another tool's group, which is told where it begins if it does."""
        what, _, kind = type.replace("_", " ", 1).partition(" ")
        if what == "begin":
            self._foreign.add(kind)
        elif what == "end" and kind not in self._foreign:
            self._findings.error(
                "type-foreign", entry.spot("type"), type=type, tool=FOREIGN[type]
            )
        return what == "end"

    def _named(self, entry: Entry) -> bool:
        name = entry.get("name")
        if not name:
            self._findings.error("missing-name", entry.spot("type"))
            return False
        if not self.sources.check_name(name, entry.spot("name")):
            return False
        self.sources.names[name] += 1
        self._unique(name, entry)
        return True

    def _unique(self, name: str, entry: Entry) -> None:
        top = self._stack[-1]
        if name in top.seen:
            code = "name-meta" if name == "meta" else "doubled-name"
            self._findings.error(code, entry.spot("name"), name=name, row=top.seen[name])
        elif name.lower() in top.lower:
            self._findings.warning("name-case", entry.spot("name"), name=name)
        top.seen.setdefault(name, entry.row)
        top.lower.add(name.lower())

    def _entities(self, entry: Entry, begin: bool) -> None:
        entities = self.sources.entities
        if entities is None:
            spot = entry.spot("bind", "entities:saveto")
            self._findings.error("save-to-without-entities", spot)
            return
        path = tuple((o.draft.name, o.control) for o in self._stack[1:])
        entities.meet(path, entry, begin)

    def _question(self, entry: Entry, type: str) -> None:
        top = self._stack[-1]
        self.sources.questions.add(entry.get("name"))
        triggers = trigger_names(entry, self._findings)
        for name in triggers:
            self.sources.triggers.append((name, entry.spot("trigger")))
        made = self._questions.read(entry, type, top)
        for draft in made:
            if draft.entry is entry and triggers:
                draft.fields["triggers"] = triggers
            if draft.entry is not entry or draft.fields.get("generated"):
                self._generated_name(draft, entry)
            top.draft.drafts.append(draft)

    def _generated_name(self, draft: Draft, entry: Entry) -> None:
        top = self._stack[-1]
        if draft.name in top.seen:
            self._findings.error("generated-name", entry.spot("name"), name=draft.name)
        top.seen.setdefault(draft.name, entry.row)

    def _begin(self, entry: Entry, control: str, list_name: str) -> None:
        kind = NodeKind.REPEAT if control == "repeat" else NodeKind.GROUP
        draft = self.sources.draft(kind, entry)
        draft.fields["parameters"] = parameters.read(entry, self._findings)
        intent = entry.get("intent")
        if intent:
            draft.mapped("body")["intent"] = intent
        trigger_names(entry, self._findings)
        if control == "repeat":
            self._repeat(entry, draft)
        if control == "loop" and list_name not in self.sources.lists:
            code = "loop-without-list" if not list_name else "unknown-list"
            self._findings.error(code, entry.spot("type"), list=list_name, meant="")
        self._count(entry, draft)
        opened = Open(draft, control, list_name)
        self._table_list(entry, opened)
        ours.group(draft, self._findings)
        if len(self._stack) == DEEPEST + 1:
            self._findings.error("too-deep", entry.spot("type"), most=DEEPEST)
        if len(self._stack) <= DEEPEST:
            self._stack[-1].draft.drafts.append(draft)
        self._stack.append(opened)

    def _repeat(self, entry: Entry, draft: Draft) -> None:
        if draft.name == self.sources.root:
            self._findings.error("repeat-like-root", entry.spot("name"), name=draft.name)
        elif draft.name in self.sources.repeats:
            self._findings.error("doubled-repeat", entry.spot("name"), name=draft.name)
        self.sources.repeats.add(draft.name)
        if not entry.has("label") and not entry.has("media"):
            self._findings.warning("repeat-without-label", entry.spot("type"), name=draft.name)

    def _count(self, entry: Entry, draft: Draft) -> None:
        """A count that is no mere reference becomes a calculation beside the repeat."""
        count = entry.get("control", "jr:count")
        if not count:
            return
        if not _REFERENCE.fullmatch(count):
            made = Draft(NodeKind.VALUE, f"{draft.name}_count", "calculate", entry)
            made.fields.update(calculation=count, readonly="true()", generated=True)
            self._generated_name(made, entry)
            self._stack[-1].draft.drafts.append(made)
            count = f"${{{made.name}}}"
        draft.fields["count"] = count

    def _table_list(self, entry: Entry, opened: Open) -> None:
        words = opened.draft.said("appearance").split()
        if "table-list" not in words:
            return
        rest = [word for word in words if word != "table-list"]
        opened.draft.fields["appearance"] = " ".join(["field-list", *rest])
        self._stack[-1].table = opened.table = ""
        moved = {name: opened.draft.text[name] for name in ("label", "hint")
                 if name in opened.draft.text}  # fmt: skip
        if moved:
            note = Draft(
                NodeKind.QUESTION, f"generated_table_list_label_{entry.row}", "note", entry, moved
            )
            note.fields["generated"] = True
            opened.draft.drafts.append(note)
            opened.draft.text = {n: w for n, w in opened.draft.text.items() if n not in moved}

    def _end(self, entry: Entry, control: str) -> None:
        top = self._stack[-1]
        if top.control != control or len(self._stack) == 1:
            name = entry.get("name")
            where = entry.spot("type")
            self._findings.error("end-without-begin", where, type=control, name=name)
            return
        self._close()

    def _close(self) -> None:
        closed = self._stack.pop()
        for still in self._stack:
            still.table = None
        if closed.control == "loop" and closed.list in self.sources.lists:
            choices = self.sources.lists[closed.list].choices
            self._loops.unroll(closed.draft, choices)
