"""Every expression of a form compiled: what it reads, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from survey.expressions.compile import compile
from survey.expressions.errors import ExpressionError
from survey.expressions.expression import Expression
from survey.expressions.references import Base, Reference
from survey.forms.engine.binding import Binding, Names, reads_of
from survey.forms.engine.itemsets import Source, source_of
from survey.forms.engine.plan import Plan
from survey.forms.engine.ranking import cycles, rank
from survey.forms.engine.tables import MissingTable
from survey.forms.engine.tasks import Kind, Task
from survey.forms.problems import Findings, Spot

_VARYING = {"extract-signed", "now", "random", "today", "uuid"}
_SELF_FED = ("required", "readonly")

MOST_READS = 100_000
"""Answers that all expressions of a form together may read, each counted anew: a search through
the whole form reads them all. Some seconds of work; a form with more is refused."""


@dataclass(slots=True)
class Rules:
    """``expressions`` by plan and column (``relevant``, ``constraint``, …); ``tasks`` in order.

    ``sources`` tell where each select has its choices from."""

    names: Names
    expressions: dict[tuple[Plan, str], Expression] = field(default_factory=dict)
    sources: dict[Plan, Source] = field(default_factory=dict)
    tasks: list[Task] = field(default_factory=list)
    _shared: dict[str, Expression] = field(default_factory=dict)
    findings: Findings = field(default_factory=Findings)
    reads: int = 0

    def get(self, plan: Plan, column: str) -> Expression | None:
        """The expression of a node in one column; None when it has none."""
        return self.expressions.get((plan, column))

    def compile(self, plan: Plan, column: str, source: str) -> Expression | None:
        """Compile one expression for a node and keep it; a fault becomes a problem."""
        shared = self._shared.get(source)
        if shared is not None:
            self.expressions[plan, column] = shared
            return shared
        try:
            made = compile(source, bind=Binding(self.names, plan))
        except ExpressionError as error:
            self.findings.error(
                "expression-syntax",
                spot_of(plan, column, source),
                offset=error.offset,
                fault=error.message,
            )
            return None
        self.expressions[plan, column] = made
        if all(self._anywhere(reference, plan) for reference in made.references):
            self._shared[source] = made
        return made

    def fault(self, task: Task, error: ExpressionError) -> None:
        """Tell of a calculation that could not be worked out when the form was opened.

        One that asks for clock, chance or signatures is left empty with a warning: it may fail on
        one day or device and not on another, and a form that passed its check opens.
        """
        made = task.expression
        assert made is not None  # only what is worked out can fail
        if isinstance(error, MissingTable):
            self.findings.warning(error.code, file=error.uri)
            return
        note = self.findings.warning if made.functions & _VARYING else self.findings.error
        spot = spot_of(task.plan, "calculation", made.source)
        note("expression-syntax", spot, offset=error.offset, fault=error.message)

    def endless(self, task: Task) -> None:
        """Tell that opening the form took too long, and at what that was noticed."""
        source = task.expression.source if task.expression is not None else ""
        spot = spot_of(task.plan, task.kind.name.lower(), source)
        self.findings.error("too-much-work", spot, node=task.plan.ref)

    def _anywhere(self, reference: Reference, plan: Plan) -> bool:
        """Does it mean the same wherever it stands?"""
        if reference.base is Base.CONTEXT or reference.wide:
            return False
        if reference.base is Base.NAMED and not self.names.unique(reference.name):
            return False
        return not any(target.repeats for target in self.names.targets(reference, plan))


def rules_of(root: Plan) -> Rules:
    """All rules of a form. Its problems are complete: nothing stops at the first."""
    rules = Rules(Names(root))
    for plan in root.computed():
        for column, source in columns_of(plan, rules):
            made = rules.compile(plan, column, source)
            if made is not None:
                _lost(rules, plan, column, made)
                _follow(rules, plan, column, made)
            if rules.reads > MOST_READS:
                spot = spot_of(plan, column, source)
                rules.findings.error("too-much-work", spot, node=plan.ref)
                return rules
        _check_columns(rules, plan)
    rank(rules.tasks)
    rules.tasks.sort(key=lambda task: task.rank)
    for knot in cycles(rules.tasks):
        _cycle(rules, knot)
    _readers(rules.tasks)
    return rules


def _check_columns(rules: Rules, plan: Plan) -> None:
    """What a choice is called and stored as must be expressions too; they are compiled later."""
    source = rules.sources.get(plan)
    for column in () if source is None else (source.value, source.label):
        if column and not column.replace("_", "a").isalnum():
            rules.compile(plan, f"choices {column}", column)


def columns_of(plan: Plan, rules: Rules) -> Iterator[tuple[str, str]]:
    """Column and expression of everything a node computes; words are not among them."""
    node = plan.node
    choices = source_of(plan, rules.names)
    if choices is not None:
        rules.sources[plan] = choices
    triggered = bool(node.triggers)
    found = (
        ("relevant", node.relevant),
        ("calculation", "" if triggered else node.calculation),
        ("required", node.required),
        ("readonly", node.readonly),
        ("constraint", node.constraint),
        ("count", node.count if plan.is_repeat else ""),
        ("choices", choices.nodeset if choices else ""),
    )
    for column, source in found:
        if source.strip():
            yield column, source


_KINDS = {
    "relevant": Kind.RELEVANT,
    "calculation": Kind.CALCULATE,
    "count": Kind.COUNT,
    "choices": Kind.CHOICES,
}


def _lost(rules: Rules, plan: Plan, column: str, made: Expression) -> None:
    """Tell of the first path that leads to nothing, as a word without its quotation marks does."""
    for reference in made.references:
        if rules.names.nowhere(reference, plan):
            path = made.source[reference.offset : reference.end]
            spot = spot_of(plan, column, made.source)
            rules.findings.warning("path-nowhere", spot, offset=reference.offset, path=path)
            return


def _follow(rules: Rules, plan: Plan, column: str, made: Expression) -> None:
    rules.reads += len(made.references)
    if column not in _KINDS and column not in _SELF_FED:
        return  # nothing follows from it: it is worked out when it is asked for
    kept = column == "calculation"
    reads = reads_of(made.references, made.source, rules.names, plan, kept=kept)
    rules.reads += len(reads)
    if column in _SELF_FED and any(r.plan is plan and not r.self_fed for r in reads):
        spot = spot_of(plan, column, made.source)
        rules.findings.error("expression-own-answer", spot, node=plan.ref, column=column)
    kind = _KINDS.get(column)
    if kind is None or (kind is Kind.CHOICES and not reads):
        return
    task = Task(kind, plan, made, reads)
    plan.tasks.append(task)
    rules.tasks.append(task)
    if task.inward:
        spot = spot_of(plan, column, made.source)
        rules.findings.warning("shown-by-itself", spot, node=plan.ref)


def _readers(tasks: list[Task]) -> None:
    for task in tasks:
        for read in task.reads:
            if task.plan.repeats:
                read.plan.readers.append((task, read.same))
            else:
                read.plan.alone.append(task)


def spot_of(plan: Plan, column: str, text: str) -> Spot:
    """Where a node's column stood in the file the form was read from."""
    sheet = "survey" if plan.node.row else ""
    return Spot(sheet=sheet, row=plan.node.row, column=column, text=text)


def _cycle(rules: Rules, knot: list[Task]) -> None:
    first = knot[0]
    ring = " → ".join([task.plan.ref for task in knot] + [first.plan.ref])
    column = "calculation" if first.kind is Kind.CALCULATE else "relevant"
    text = first.expression.source if first.expression else ""
    rules.findings.error("cycle", spot_of(first.plan, column, text), path=ring)
