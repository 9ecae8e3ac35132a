"""A form as designed: the canonical tree that XLSForm and XForm are read into and written from.

Frozen values, nothing that acts. Ids are UUIDs that never change; names, labels and order may.
Expressions stand as written (OpenRosa XPath; ``${name}`` points at a node by its name).
``docs/formats/form.md`` tells the JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from survey.late import dataclass

Words = Mapping[str, str]
"""Language → words. The key ``""`` is a form's one language where it names none. Words may hold
``${name}``, the answer of a node, and ``${= expression}``, the value of any expression."""

Text = Mapping[str, Words]
"""Property → language → words. Properties are those of :data:`PROPERTIES`."""

PROPERTIES = (
    "label", "short_label", "hint", "guidance_hint", "constraint_message", "required_message",
    "no_app_error_string", "image", "big-image", "audio", "video",
)
"""All kinds of words a node may have; the last four are names of files in the form's media."""

Said = TypeVar("Said")
_MESSAGES = ("constraint_message", "required_message", "no_app_error_string")
_SAID = ("label", "short_label", "hint", "guidance_hint")


def ordered_words(text: Mapping[str, Said]) -> dict[str, Said]:
    """Properties in the one order, whatever a form was read from; files as they were met."""
    files = (name for name in text if name not in _SAID)
    return {name: text[name] for name in (*_MESSAGES, *files, *_SAID) if name in text}


class NodeKind(StrEnum):
    """What a node is. A ``VALUE`` is never asked: calculated, hidden, metadata or preloaded."""

    QUESTION = "question"
    GROUP = "group"
    REPEAT = "repeat"
    VALUE = "value"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What a form's source held and we have no name for, kept so that nothing is lost."""

    sheet: str
    row: int
    column: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One choice. ``name`` is the stored value; ``columns`` are further values filters may use."""

    id: UUID
    name: str
    text: Text = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceList:
    """``columns`` is the order of the choices' further columns; ``sheet`` is where XLSForm has the
    list: ``choices``, ``external_choices`` (for ``select_one_external``) or ``osm`` (tags)."""

    id: UUID
    name: str
    choices: tuple[Choice, ...]
    columns: tuple[str, ...] = ()
    sheet: str = "choices"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Sets ``target`` when ``event`` happens at the node that holds it.

    ``event`` is an XForms event name: ``odk-instance-first-load``, ``odk-new-repeat``,
    ``odk-instance-load``, ``xforms-value-changed``. Exactly one of ``value`` (an expression) and
    ``literal`` is given; neither clears the target. ``target`` is a reference, as in expressions.
    """

    event: str
    target: str
    value: str = ""
    literal: str = ""
    kind: str = "setvalue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Itemset:
    """Choices that a list cannot tell: every node of the expression ``nodeset`` is one.

    ``value`` and ``label`` are expressions at such a node.
    """

    nodeset: str
    value: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A question, a group, a repeat or a value; groups and repeats hold ``nodes``.

    ``type`` is the XLSForm type in its one spelling (``integer``, ``select_one``, ``calculate``,
    ``start``) or one of ours (``rating``, ``points``, ``matrix``, ``percentages``, ``nki``); empty
    for groups and repeats. ``list`` names a choice list, ``file`` an external one, and ``source``
    a node (a repeat's answers as choices). Expressions are empty where not given; ``required`` and
    ``readonly`` are expressions too (``true()``). ``default`` is a literal or, when it can be
    nothing else, an expression. ``count`` is a repeat's expression for its number.
    ``triggers`` are references of nodes whose change computes ``calculation`` anew.
    ``bind``, ``body`` and ``instance`` are attributes handed through to XForm as they are.
    ``itemset`` is given where neither ``list``, ``file`` nor ``source`` can tell the choices.
    ``namespace`` is empty for all nodes but those that OpenRosa names (``meta``).
    ``row`` (from 1, 0: unknown) is where the node stood in the file it was read from.
    """

    id: UUID
    kind: NodeKind
    name: str
    type: str = ""
    text: Text = field(default_factory=dict)
    list: str = ""
    file: str = ""
    source: str = ""
    or_other: bool = False
    appearance: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    relevant: str = ""
    required: str = ""
    readonly: str = ""
    constraint: str = ""
    calculation: str = ""
    default: str = ""
    choice_filter: str = ""
    itemset: Itemset | None = None
    count: str = ""
    triggers: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    bind: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, str] = field(default_factory=dict)
    instance: Mapping[str, str] = field(default_factory=dict)
    namespace: str = ""
    nodes: tuple[Node, ...] = ()
    row: int = 0

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in order."""
        yield self
        for node in self.nodes:
            yield from node.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in the order things are shown, where that is not the order of the tree.

    Either ``node`` (an id), or a group that is only shown and holds no answers (``text``,
    ``appearance``); ``places`` stand inside it.
    """

    node: UUID | None = None
    text: Text = field(default_factory=dict)
    appearance: str = ""
    relevant: str = ""
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """A table or tree beside the answers, read by ``instance('id')``.

    ``source`` is a file's URI (``jr://file-csv/towns.csv``) or empty, and then ``xml`` is the
    content as it stood in the form.
    """

    id: str
    source: str = ""
    xml: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, weakref_slot=True)
class FormDefinition:
    """A whole form.

    ``name`` is its short stable name (XLSForm ``form_id``), ``version`` its maker's. ``root`` is
    the name of the tree's root. ``nodes`` are in the order of the data; ``layout`` is empty when
    they are shown in that order. ``settings`` are further settings in XLSForm's spelling,
    ``entities`` rows of the sheet of that name, ``kept`` what nobody here has a name for.
    ``texts`` are words that expressions ask for by id (``jr:itext``). ``start`` is the first
    instance as XML where defaults cannot tell it: several repeats, or none, or attributes.
    """

    id: UUID
    name: str
    version: str = ""
    title: str = ""
    root: str = "data"
    languages: tuple[str, ...] = ()
    default_language: str = ""
    nodes: tuple[Node, ...] = ()
    lists: tuple[ChoiceList, ...] = ()
    layout: tuple[Place, ...] = ()
    instances: tuple[Instance, ...] = ()
    actions: tuple[Action, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    entities: tuple[Mapping[str, str], ...] = ()
    namespaces: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, Text] = field(default_factory=dict)
    start: str = ""
    kept: tuple[Cell, ...] = ()
    named: bool = True

    def walk(self) -> Iterator[Node]:
        """Every node, in order, groups before what they hold."""
        for node in self.nodes:
            yield from node.walk()
