"""What is likely not meant in a form that can be used: told when it is checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from survey.expressions.errors import ExpressionError
from survey.expressions.tokens import Sort, Token, cut
from survey.forms.defaults import is_dynamic
from survey.forms.definition import FormDefinition, Node, NodeKind, Text
from survey.forms.engine.values import normal
from survey.forms.problems import Findings, FormProblem, Spot
from survey.forms.scale import bounds
from survey.forms.simple import chosen_from
from survey.forms.types import type_of

_FORMULAS = (
    "relevant", "constraint", "calculation", "required", "readonly", "choice_filter", "count",
)  # fmt: skip
_SELECTS = ("select_one", "select_multiple", "rank", "rating")
_SAID = ("label", "hint", "constraint_message", "required_message")
_EQUAL = frozenset(("=", "!="))


def suspicions(form: FormDefinition) -> tuple[FormProblem, ...]:
    """Warnings, in the form's order; none is a reason not to use the form."""
    findings = Findings()
    offers = _Offers(form)
    times = Counter(node.name for node in form.walk())
    choices = {
        node.name: names for node in form.walk()
        if times[node.name] == 1 and (names := offers.of(node)) is not None
    }
    for node in form.walk():
        own = offers.of(node)
        _default(node, own, findings)
        _compared(node, own, choices, findings)
        if node.kind is NodeKind.GROUP and node.type in ("matrix", "nki"):
            _block(node, findings)
    _translated(form, findings)
    return findings.problems()


def _spot(node: Node, column: str, text: str) -> Spot:
    return Spot(sheet="survey" if node.row else "", row=node.row, column=column, text=text)


class _Offers:
    """The names that can be chosen, once for all questions of a list."""

    def __init__(self, form: FormDefinition) -> None:
        self._lists = {made.name: made for made in form.lists}
        self._made: dict[tuple[str, bool], frozenset[str]] = {}

    def of(self, node: Node) -> frozenset[str] | None:
        """None where a list does not tell it, or nothing is chosen."""
        made = chosen_from(node, self._lists) if node.type in _SELECTS else None
        if made is None:
            return None
        key = (made.name, node.or_other)
        if key not in self._made:
            names = frozenset(one.name for one in made.choices)
            self._made[key] = names | {"other"} if node.or_other else names
        return self._made[key]


def _default(node: Node, known: frozenset[str] | None, findings: Findings) -> None:
    given = node.default.strip()
    if not given or is_dynamic(given, node.type):
        return
    spot = _spot(node, "default", given)
    if known is not None:
        chosen = given.split() if node.type in ("select_multiple", "rank") else [given]
        for name in chosen:
            if name not in known:
                findings.warning("default-no-choice", spot, default=name, name=node.name)
    elif not normal(type_of(node).value, given):
        findings.warning(
            "default-unfit", spot, default=given, name=node.name, type=node.type or "text"
        )


def _compared(
    node: Node, own: frozenset[str] | None, choices: Mapping[str, frozenset[str]],
    findings: Findings,
) -> None:
    """``own`` is what can be chosen at the node, ``choices`` at the only question of a name."""
    for column in _FORMULAS:
        source = getattr(node, column)
        if "'" not in source and '"' not in source:
            continue
        try:
            tokens = cut(source)
        except ExpressionError:
            continue
        for name, value in _comparisons(tokens):
            known = choices.get(name)
            if name == ".":
                known = own if column != "choice_filter" else None  # there it is a choice
            if known is not None and not known.issuperset(value.text.split()):
                spot = _spot(node, column, source)
                findings.warning(
                    "compared-with-no-choice", spot, offset=value.offset,
                    name=node.name if name == "." else name, value=value.text,
                )


def _comparisons(tokens: list[Token]) -> Iterator[tuple[str, Token]]:
    """Questions by name and the text that each is compared with, or may hold as a choice.

    A dot is the question itself, but not in a condition of a path.
    """
    inside = 0
    for at in range(len(tokens) - 2):
        one, between, other = tokens[at : at + 3]
        inside += (one.text == "[") - (one.text == "]") if one.sort is Sort.SIGN else 0
        if between.text in _EQUAL and between.sort is Sort.OPERATOR:
            for asked, value in ((one, other), (other, one)):
                whole = at == 0 or tokens[at - 1].text not in ("/", "@")
                name = _name(asked, inside) if whole else ""
                if value.sort is Sort.STRING and name:
                    yield name, value
        call = at >= 2 and tokens[at - 2].text == "selected" and tokens[at - 1].text == "("
        if call and between.text == "," and other.sort is Sort.STRING and _name(one, inside):
            yield _name(one, inside), other


def _name(token: Token, inside: int) -> str:
    if token.sort is Sort.REFERENCE and "#" not in token.text:
        return token.text
    return "." if token.sort is Sort.SIGN and token.text == "." and not inside else ""


def _block(node: Node, findings: Findings) -> None:
    spot = _spot(node, "appearance", node.appearance)
    if node.type == "matrix":
        rows = [
            [inner.type for inner in row.nodes if inner.kind is NodeKind.QUESTION]
            for row in node.nodes if row.kind is NodeKind.GROUP
        ]
        if any(row != rows[0] for row in rows):
            findings.warning("matrix-rows-differ", spot, name=node.name)
        return
    ratings = [inner for inner in node.nodes if inner.kind is NodeKind.QUESTION]
    ends = {bounds(one.parameters, one.parameters.get("scale", ""))[:2] for one in ratings}
    rated = all(one.type == "rating" for one in ratings)
    if len(ratings) != 3 or not rated or ends != {(Decimal(1), Decimal(10))}:
        findings.warning("nki-ratings", spot, name=node.name)


def _translated(form: FormDefinition, findings: Findings) -> None:
    """How many texts lack words in a language of the form that others have."""
    if len(form.languages) < 2:
        return
    usual = form.default_language
    lacking: dict[str, list[tuple[str, Spot]]] = {}
    for name, spot, text in _texts(form):
        for kind, words in ((one, text[one]) for one in _SAID if one in text):
            said = {language or usual for language, word in words.items() if word.strip()}
            for language in form.languages if said else ():
                if language not in said:
                    lacking.setdefault(language, []).append((name, replace(spot, column=kind)))
    for language, found in lacking.items():
        name, spot = found[0]
        findings.warning(
            "words-missing", spot, number=len(found), language=language, name=name
        )


def _texts(form: FormDefinition) -> Iterator[tuple[str, Spot, Text]]:
    for node in form.walk():
        yield node.name, _spot(node, "", node.name), node.text
    for made in form.lists:
        for choice in made.choices:
            yield choice.name, Spot(sheet=made.sheet, text=choice.name), choice.text
