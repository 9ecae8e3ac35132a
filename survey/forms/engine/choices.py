"""The choices of a select as they stand now."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from survey.collecting import nothing_collected
from survey.expressions.compile import compile
from survey.expressions.context import Circumstances, Context
from survey.expressions.errors import ExpressionError
from survey.expressions.expression import Expression
from survey.expressions.references import Reference
from survey.expressions.tree import Element, text_of
from survey.forms.definition import Choice
from survey.forms.engine.answer import Answer, answers_of
from survey.forms.engine.binding import Binding
from survey.forms.engine.itemsets import Source
from survey.forms.engine.plan import Plan
from survey.forms.engine.quick import Index
from survey.forms.engine.rules import Rules
from survey.forms.engine.tables import Item, MissingTable
from survey.forms.engine.words import Speech

_LARGE = 1_000
"""Rows of a table that is looked through when the form opens."""


class Option(NamedTuple):
    """``choice`` is given where the form holds it itself (pictures, sound, stable id)."""

    name: str
    label: str
    choice: Choice | None = None


class Options:
    """Finds the options of selects."""

    def __init__(self, rules: Rules, around: Circumstances, speech: Speech) -> None:
        self._rules = rules
        self._around = around
        self._speech = speech
        self._at_item: dict[str, Expression] = {}
        self._indexes: dict[tuple[str, tuple[str, ...]], Index] = {}
        self._values: dict[tuple[Plan, str], Expression] = {}
        self._tables: dict[str, list[Item] | None] = {}
        self._asked = 0  # expressions at items
        self._told: dict[Plan, tuple[list[Element], str, tuple[Option, ...]]] = {}
        self._named: dict[tuple[str, str], dict[str, Element]] = {}

    def names(self, answer: Answer) -> list[str]:
        """The stored values that may be chosen now."""
        value = self._column(answer.plan, "value")
        return [_name(node, value, self) for node in self._nodes(answer)]

    def fitting(self, answer: Answer, text: str) -> str:
        """An answer without what cannot be chosen now; all of it where nobody can tell.

        Nobody can where a table is missing, or where another program looks the choices up.
        """
        plan = answer.plan
        source = self._rules.sources.get(plan)
        if source is None or not plan.selects or not text or "search(" in plan.node.appearance:
            return text  # a range's list names its ticks only
        offered = self._offered(answer, source)
        if offered is None:
            return text
        if plan.node.type.startswith("select_one"):
            return text if text in offered else ""
        return " ".join([name for name in text.split() if name in offered])

    def _offered(self, answer: Answer, source: Source) -> Collection[str] | None:
        """All stored values that may be chosen; a whole table's are gathered once."""
        whole = self._whole(source)
        if whole is not None:
            return whole
        nodes = self._found(answer)
        return None if nodes is None else frozenset(
            [_name(node, source.value, self) for node in nodes]
        )

    def _whole(self, source: Source) -> Mapping[str, Element] | None:
        """The rows of a table that is not filtered, by what is stored; None for all else."""
        if not source.table or source.terms or source.table not in self._around.instances:
            return None
        try:
            rows = self._rows(source.table)
        except MissingTable:
            return None
        return None if rows is None else self._by_name(source, rows)

    def _by_name(self, source: Source, rows: list[Item]) -> Mapping[str, Element]:
        key = (source.table, source.value)
        named = self._named.get(key)
        if named is None:
            with nothing_collected():  # of rows with one name the first
                column = source.value
                named = self._named[key] = {
                    row.cells[column] if column in row.cells else _name(row, column, self): row
                    for row in reversed(rows)
                }
        return named

    def of(self, answer: Answer) -> tuple[Option, ...]:
        """All that may be chosen now, in the order shown: the very same as the last time where
        rows, words and language are."""
        value = self._column(answer.plan, "value")
        label = self._column(answer.plan, "label")
        nodes = self._nodes(answer)
        known = self._told.get(answer.plan)
        language = self._speech.language
        if known is not None and known[1] == language and _same(known[0], nodes):
            return known[2]
        with nothing_collected():
            before = (self._speech.filled, self._asked)
            options = tuple([self._option(answer, node, value, label) for node in nodes])
            still = (self._speech.filled, self._asked) == before  # whatever is answered
            if still and all(isinstance(node, Item) for node in nodes):
                self._told[answer.plan] = (nodes, language, options)
        return options

    def label(self, answer: Answer, name: str) -> str:
        """What a stored value is called in the language; empty when it is no choice."""
        value, label = (self._column(answer.plan, which) for which in ("value", "label"))
        source = self._rules.sources.get(answer.plan)
        whole = self._whole(source) if source is not None else None
        if whole is not None:
            node = whole.get(name)
            return "" if node is None else self._option(answer, node, value, label).label
        for node in self._nodes(answer):
            if _name(node, value, self) == name:
                return self._option(answer, node, value, label).label
        return ""

    def named(self, value: str, reference: Reference, node: Element) -> str:
        """``jr:choice-name``: the label of ``value`` at the question that is pointed at."""
        if not isinstance(node, Answer):
            return ""
        for plan in self._rules.names.targets(reference, node.plan):
            same = node.plan.shared(plan)
            top = node.climb(plan.repeats[same - 1]) if same else node.climb(self._rules.names.root)
            for answer in answers_of(plan, top)[:1]:
                return self.label(answer, value)
        return ""

    def at_item(self, source: str, node: Element) -> str:
        """An expression at one node of an itemset, as text; empty where it cannot be told."""
        self._asked += 1
        made = self._at_item.get(source)
        if made is None:
            made = self._at_item[source] = compile(source)
        try:
            return made.string(Context(self._around, node))
        except ExpressionError:
            return ""

    def prepare(self) -> None:
        """Look large tables through once, so that the first to be asked need not wait."""
        for source in self._rules.sources.values():
            if source.table not in self._around.instances:
                continue
            try:
                rows = self._rows(source.table)
            except MissingTable:
                continue  # told where it is read
            if rows is None or len(rows) < _LARGE:
                continue
            if source.terms:
                self._index(source, rows)
            else:
                self._by_name(source, rows)

    def _nodes(self, answer: Answer) -> list[Element]:
        return self._found(answer) or []

    def _found(self, answer: Answer) -> list[Element] | None:
        """The nodes that are choices now; None where that cannot be told."""
        made = self._rules.get(answer.plan, "choices")
        if made is None:
            return None
        try:
            quick = self._quick(answer)
            if quick is not None:
                return quick
            return made.nodes(answer.at(self._around))
        except (ExpressionError, MissingTable):
            return None

    def _quick(self, answer: Answer) -> list[Element] | None:
        """Rows of a table that is not filtered, or by equal cells only; None for all else."""
        source = self._rules.sources.get(answer.plan)
        if source is None or not source.table or source.table not in self._around.instances:
            return None
        rows = self._rows(source.table)
        if rows is None:
            return None
        if not source.terms:
            return list(rows)
        index = self._index(source, rows)
        cells = []
        for term in source.terms:
            made = self._value(answer.plan, term.value)
            value = made.value(answer.at(self._around))
            if isinstance(value, list):
                if len(value) != 1:
                    return None
                value = text_of(value[0])
            cells.append(str(value))
        return [rows[number] for number in index.rows(tuple(cells))]

    def _index(self, source: Source, rows: list[Item]) -> Index:
        key = (source.table, tuple(term.column for term in source.terms))
        index = self._indexes.get(key)
        if index is None:
            with nothing_collected():
                index = self._indexes[key] = Index([row.cells for row in rows], key[1])
        return index

    def _rows(self, table: str) -> list[Item] | None:
        if table not in self._tables:
            roots = self._around.instances[table].children
            rows = [row for root in roots[:1] for row in root.children]
            found: list[Item] = [row for row in rows if isinstance(row, Item)]
            self._tables[table] = found if len(found) == len(rows) else None
        return self._tables[table]

    def _value(self, plan: Plan, source: str) -> Expression:
        made = self._values.get((plan, source))
        if made is None:
            binding = Binding(self._rules.names, plan)
            made = self._values[plan, source] = compile(source, bind=binding)
        return made

    def _column(self, plan: Plan, which: str) -> str:
        found = self._rules.sources.get(plan)
        if found is None:
            return ""
        return found.value if which == "value" else found.label

    def _option(self, answer: Answer, node: Element, value: str, label: str) -> Option:
        choice = node.choice if isinstance(node, Item) else None
        if choice is not None:
            said = self._speech.say(
                choice.text, "label", answer.plan, lambda: answer.at(self._around)
            )
            return Option(choice.name, said, choice)
        name = _name(node, value, self)
        return Option(name, _cell(node, label, self) if label else name)


def _same(one: list[Element], other: list[Element]) -> bool:
    """The same nodes in the same order; nodes are never equal otherwise."""
    return one is other or one == other


def _name(node: Element, column: str, options: Options) -> str:
    if isinstance(node, Item) and column in node.cells:
        return node.cells[column]
    return _cell(node, column, options)


def _cell(node: Element, column: str, options: Options) -> str:
    if isinstance(node, Item) and column in node.cells:
        return node.cells[column]
    if column == ".":
        return text_of(node)
    for child in node.children:
        if child.name == column:
            return text_of(child)
    if not column or column.replace("_", "a").replace("-", "a").isalnum():
        return ""
    return options.at_item(column, node)
