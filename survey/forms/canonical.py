"""A form's canonical JSON: strict reading with every problem at once, and one way to write.

The names in the file are the field names of :class:`~survey.forms.definition.FormDefinition` and
of the values inside it. A field with its usual value is left out, so a short form is short. The
order of names is that of the fields; inside objects of words and columns it is the form's own.
What is written and read again is the same form, and is written as the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from functools import partial
from hashlib import sha256
from itertools import takewhile
from typing import Any
from uuid import UUID

from survey.collecting import nothing_collected
from survey.forms import limits
from survey.forms.definition import (
    PROPERTIES,
    Action,
    Cell,
    Choice,
    ChoiceList,
    FormDefinition,
    Instance,
    Itemset,
    Node,
    NodeKind,
    Place,
)
from survey.forms.hashes import HASHES
from survey.forms.json_text import many_nodes, parsed
from survey.forms.limits import LONGEST, LONGEST_TABLE, MOST_NODES, UNWRITABLE
from survey.forms.many_choices import is_sound, plain_choice, sound_choice
from survey.forms.many_choices import sound_id as _sound_id
from survey.forms.problems import Findings, FormProblem, Spot
from survey.strict import MOST_NOTED, Notes
from survey.strict import Node as At

FORMAT = 1
_MANY = 1_000_000

Read = Callable[[At], Any]


def write_form(form: FormDefinition) -> bytes:
    """The one way to write a form."""
    with nothing_collected():
        plain = plain_form(form)
        written = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
    HASHES.note(form, sha256(written).digest())
    return written


def plain_form(form: FormDefinition) -> dict[str, object]:
    """What :func:`write_form` writes, for whoever puts a form into another file."""
    return {"format": FORMAT, **_plain_fields(form)}


def form_hash(form: FormDefinition) -> bytes:
    """SHA-256 of the canonical bytes: what a version of a form is known by."""
    known = HASHES.of(form)
    return known if known is not None else sha256(write_form(form)).digest()


def read_canonical(data: bytes) -> tuple[FormDefinition | None, tuple[FormProblem, ...]]:
    """Reads a form; ``None`` when any problem is an error."""
    findings = Findings()
    value = parsed(data, findings)
    form = None if findings.errors else read_plain(value, findings)
    return form, findings.problems()


def read_plain(value: Any, findings: Findings) -> FormDefinition | None:
    """A form from the value that its JSON stands for; ``None`` when anything is wrong with it."""
    notes = Notes()
    made = value.pop("format", None) if isinstance(value, dict) else None
    if isinstance(made, int) and not isinstance(made, bool) and made > FORMAT:
        findings.error("json-too-new", Spot(column="format"), made=made, known=FORMAT)
        return None
    if made != FORMAT or isinstance(made, bool):
        findings.error("json-format", Spot(column="format"), known=FORMAT)
    if many_nodes(value):
        findings.error("json-too-many", Spot(column="nodes"), most=MOST_NODES)
        return None
    form: FormDefinition = _object(FormDefinition, At(value, "", notes))
    for problem in notes.problems():
        findings.error(
            "json-fault",
            Spot(column=problem.where),
            where=problem.where,
            message=problem.message,
            hint=problem.hint,
        )
    if not findings.errors:
        _check_ids(form, findings)
        limits.check(form, findings, texts=False)  # each was looked at
    return None if findings.errors else form


def _check_ids(form: FormDefinition, findings: Findings) -> None:
    """Two nodes, lists or choices of one form never share an id."""
    seen: set[UUID] = set()
    every = [form.id, *(node.id for node in form.walk())]
    for made in form.lists:
        every += [made.id, *(choice.id for choice in made.choices)]
    for id in every:
        if id in seen:
            findings.error("json-doubled-id", Spot(text=str(id)), id=id)
        seen.add(id)


def _object(kind: type[Any], at: At) -> Any:
    """A value of ``kind`` from an object; what is not given has its usual value."""
    shape, needed = _SHAPES[kind], _NEEDED[kind]
    value: Any = at.value
    plain = isinstance(value, dict) and not getattr(value, "doubled", ())
    if plain and value.keys() <= shape.keys() and value.keys() >= needed:
        # most are sound, and a form may hold 100 000: only what is there is looked at
        where, notes = at.where, at.notes
        return kind(**{
            name: inner if (read := shape[name]) is _text and is_sound(inner)
            else read(At(inner, f"{where}.{name}" if where else name, notes))
            for name, inner in value.items()
            if inner is not None or name in needed
        })
    found = at.fields(list(needed), [name for name in shape if name not in needed])
    given = {name: shape[name](node) for name, node in found.items() if node.given}
    if any(name not in given for name in needed):
        given |= {name: _STAND_INS[name] for name in needed if name not in given}
    return kind(**given)


def _needed(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _text(at: At, longest: int = LONGEST) -> str:
    value = at.value
    if not isinstance(value, str):
        at.wrong("wrong-type", "This must be text.", "Write text.")
        return ""
    if len(value) > longest:
        at.wrong("too-long", f"This is longer than {longest} signs.", "Make it shorter.")
    if UNWRITABLE.search(value):
        at.wrong("bad-sign", "A sign here cannot be written in XML.", "Write the text anew.")
    return value


def _map(read: Read, at: At) -> dict[str, Any]:
    if not isinstance(at.value, dict):
        at.fields(("",))
        return {}
    if UNWRITABLE.search("".join(at.value)):
        at.wrong("bad-sign", "A sign in a name here cannot be written in XML.", "Write it anew.")
        return {}
    if not getattr(at.value, "doubled", ()):
        where, notes = at.where, at.notes
        return {
            name: inner if read is _text and is_sound(inner)
            else read(At(inner, f"{where}.{name[:60]}", notes))
            for name, inner in at.value.items()
        }
    return {name: read(node) for name, node in at.fields((), tuple(at.value)).items()}


def _words(at: At) -> dict[str, Any]:
    made = _map(partial(_map, _text), at)
    for name in made:
        if name not in PROPERTIES:
            at.wrong("unknown-property", f"There are no words called {name}.", "Check the name.")
    return made


def _tuple(read: Read, at: At) -> tuple[Any, ...]:
    return tuple(read(item) for item in takewhile(_goes_on, at.items(0, _MANY)))


def _goes_on(at: At) -> bool:
    """Not after as many faults as are told: what else is wrong would be work for nobody."""
    return at.notes.errors < MOST_NOTED


def _choices(at: At) -> tuple[Choice, ...]:
    read = partial(_object, Choice)
    items = takewhile(_goes_on, at.items(0, _MANY))
    return tuple(sound_choice(item.value) or read(item) for item in items)


def _id(at: At) -> UUID:
    return _sound_id(at.value) or at.uuid()


def _whole(at: At) -> int:
    return at.whole(0, 2**31 - 1)


_XML = partial(_text, longest=LONGEST_TABLE)
_STRINGS = partial(_tuple, _text)
_COLUMNS = partial(_map, _text)
_STAND_INS: dict[str, Any] = {
    "id": UUID(int=0), "name": "", "kind": NodeKind.VALUE, "choices": (), "event": "",
    "target": "", "nodeset": "", "value": "", "sheet": "", "row": 0, "column": "",
}  # fmt: skip


def _texts_of(*names: str) -> dict[str, Read]:
    return dict.fromkeys(names, _text)


def _many(kind: type[Any]) -> Read:
    return partial(_tuple, partial(_object, kind))


_SHAPES: dict[type[Any], dict[str, Read]] = {
    Cell: {**_texts_of("sheet", "column", "value"), "row": _whole},
    Choice: {"id": _id, "name": _text, "text": _words, "columns": _COLUMNS},
    ChoiceList: {
        "id": At.uuid, **_texts_of("name", "sheet"), "choices": _choices, "columns": _STRINGS,
    },
    Action: _texts_of("event", "target", "value", "literal", "kind"),
    Itemset: _texts_of("nodeset", "value", "label"),
    Instance: {**_texts_of("id", "source"), "xml": _XML},
    Place: {"node": At.uuid, "text": _words, **_texts_of("appearance", "relevant")},
    Node: {
        "id": _id, "kind": lambda at: at.one_of(NodeKind), "text": _words,
        **_texts_of(
            "name", "type", "list", "file", "source", "appearance", "relevant", "required",
            "readonly", "constraint", "calculation", "default", "choice_filter", "count",
            "namespace",
        ),
        "or_other": At.flag, "triggers": _STRINGS, "row": _whole, "actions": _many(Action),
        "itemset": partial(_object, Itemset),
        **dict.fromkeys(("parameters", "bind", "body", "instance"), _COLUMNS),
    },
    FormDefinition: {
        "id": At.uuid,
        **_texts_of("name", "version", "title", "root", "default_language"), "start": _XML,
        "languages": _STRINGS, "nodes": _many(Node), "lists": _many(ChoiceList),
        "layout": _many(Place), "instances": _many(Instance), "actions": _many(Action),
        "settings": _COLUMNS, "entities": partial(_tuple, _COLUMNS), "namespaces": _COLUMNS,
        "texts": partial(_map, _words), "kept": _many(Cell), "named": At.flag,
    },
}  # fmt: skip
_SHAPES[Node]["nodes"] = _many(Node)
_SHAPES[Place]["places"] = _many(Place)


def _plain(value: object) -> object:
    if isinstance(value, str) and not isinstance(value, StrEnum):
        return value
    if type(value) is Choice:
        return plain_choice(value)
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    if is_dataclass(value):
        return _plain_fields(value)
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, StrEnum):
        return value.value
    return str(value) if isinstance(value, UUID) else value


def _plain_fields(value: Any) -> dict[str, object]:
    return {
        name: _plain(inner)
        for name, needed, usual in _FIELDS[type(value)]
        if (inner := getattr(value, name)) != usual or needed
    }


def _usual(field: Field[Any]) -> object:
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default


_NEEDED = {
    kind: frozenset(field.name for field in fields(kind) if _needed(field)) for kind in _SHAPES
}
_FIELDS = {
    kind: tuple((field.name, _needed(field), _usual(field)) for field in fields(kind))
    for kind in _SHAPES
}
"""Of each kind the fields: name, whether it is always written, the value it usually has."""
