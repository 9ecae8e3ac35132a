"""Findings as sentences: what :mod:`survey.claims` found, in the reader's words.

No sentence here decides anything. What may be said, and whether it is certain, is decided there
against the intervals; an uncertain claim is only said together with its doubt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from admin.results import figures
from assets.words import Words
from survey.claims import Claim, Kind, claims
from survey.results import ResultRow, ValueResults


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What sentences are made with: results for names, words, and questions' labels by name."""

    results: ValueResults
    words: Words
    questions: Mapping[str, str]

    def factors(self, claim: Claim) -> str:
        """The claim's factors by name, as a list in a sentence."""
        names = {weight.factor: weight.name for weight in self.results.weights}
        return listed([names[factor] for factor in claim.factors], self.words)

    def group(self, group: Mapping[str, str]) -> str:
        """A group by its label."""
        return next((row.label for row in self.results.rows if row.group == group), "")

    def question(self, claim: Claim) -> str:
        """The question's label as the beginning of a line: it asks, or ends in a colon."""
        label = self.questions.get(claim.question, claim.question)
        return label if label.endswith(("?", ".", ":", "!")) else f"{label}:"

    def people(self, claim: Claim, group: Mapping[str, str]) -> str:
        """How many in the group the claim rests on: those with a score on its factor, where that
        many is told."""
        row = next((row for row in self.results.rows if row.group == group), None)
        n = row.n if row else None
        if row is not None and claim.factors:
            rated = next((f.n for f in row.factors if f.factor == claim.factors[0]), None)
            n = n if rated is None else rated
        return figures.whole(n or 0, self.words.language)

    def index(self, claim: Claim, name: str) -> str:
        """One of the claim's indices, without decimals."""
        return figures.decimal(claim.figures[name], 0, self.words.language)


def about_row(results: ValueResults, row: ResultRow) -> tuple[Claim, ...]:
    """What may be claimed about one row on its own: a group is read as if it were everybody."""
    return claims(replace(results, rows=(replace(row, group={}),)))


def chosen(found: Sequence[Claim], *kinds: Kind) -> tuple[Claim, ...]:
    """The claims of some kinds, in the order of the kinds."""
    return tuple(claim for kind in kinds for claim in found if claim.kind is kind)


def sentence(claim: Claim, telling: Telling) -> str:
    """One finding in words."""
    match claim.kind:
        case Kind.MOST_IMPORTANT:
            return _most_important(claim, telling)
        case Kind.HIGHEST_INDEX:
            return _highest(claim, telling)
        case Kind.LOWEST_INDEX:
            return _lowest(claim, telling)
        case Kind.PRIORITISE:
            return _prioritise(claim, telling)
        case Kind.GROUPS_DIFFER:
            return _differ(claim, telling)
        case Kind.GROUPS_ALIKE:
            return telling.words(
                "{question} No certain difference between the groups that are shown.",
                question=telling.question(claim),
            )


def _most_important(claim: Claim, telling: Telling) -> str:
    words, factors = telling.words, telling.factors(claim)
    weight = figures.percent(claim.figures["weight"], 0, words.language)
    if not claim.certain:
        return words(
            "{factors} has the highest weight, {weight}, but is not surely the most important.",
            factors=factors,
            weight=weight,
        )
    return words.many(
        "{factors} matters most, with {weight} of the weight.",
        "{factors} matter most, the first with {weight} of the weight; they cannot be told apart.",
        len(claim.factors),
        factors=factors,
        weight=weight,
    )


def _highest(claim: Claim, telling: Telling) -> str:
    words, factors, index = telling.words, telling.factors(claim), telling.index(claim, "index")
    if not claim.certain:
        return words(
            "{factors} has the highest index, {index}, but not surely so.",
            factors=factors,
            index=index,
        )
    return words.many(
        "{factors} has the highest index, {index}.",
        "{factors} have the highest index, up to {index}; they cannot be told apart.",
        len(claim.factors),
        factors=factors,
        index=index,
    )


def _lowest(claim: Claim, telling: Telling) -> str:
    words, factors, index = telling.words, telling.factors(claim), telling.index(claim, "index")
    if not claim.certain:
        return words(
            "{factors} has the lowest index, {index}, but not surely so.",
            factors=factors,
            index=index,
        )
    return words.many(
        "{factors} has the lowest index, {index}.",
        "{factors} have the lowest index, down to {index}; they cannot be told apart.",
        len(claim.factors),
        factors=factors,
        index=index,
    )


def _prioritise(claim: Claim, telling: Telling) -> str:
    words, factors = telling.words, telling.factors(claim)
    if claim.certain:
        return words.many(
            "{factors} is important but has a low index: start there.",
            "{factors} are important but have a low index: start there.",
            len(claim.factors),
            factors=factors,
        )
    return words.many(
        "{factors} may be important with a low index, but it is not certain.",
        "{factors} may be important with a low index, but it is not certain.",
        len(claim.factors),
        factors=factors,
    )


def _differ(claim: Claim, telling: Telling) -> str:
    words = telling.words
    lower, higher = claim.groups
    found = {
        "question": telling.question(claim),
        "lower": telling.group(lower),
        "higher": telling.group(higher),
        "few": telling.people(claim, lower),
        "many": telling.people(claim, higher),
        "low": telling.index(claim, "low"),
        "high": telling.index(claim, "high"),
    }
    if claim.factors:
        return words(
            "{question} Largest certain difference in a factor's index: {factor}, {low} for "
            "{lower} ({few} people) and {high} for {higher} ({many}).",
            factor=telling.factors(claim),
            **found,
        )
    return words(
        "{question} Largest certain difference in value index: {low} for {lower} ({few} people) "
        "and {high} for {higher} ({many}).",
        **found,
    )


def about_value_index(results: ValueResults, question: str, telling: Telling) -> str:
    """What may be said about the value index of a question's groups, and nothing about factors.

    For a picture that shows just that.
    """
    words = telling.words
    rows = [row for row in results.rows if tuple(row.group) == (question,)]
    shown = [row for row in rows if row.value_index is not None]
    if results.weights_hidden:
        return words(
            "Too few people have given points for weights to be shown, so there is no value index."
        )
    if not any(weight.n_groups for weight in results.weights):
        return words("The groups have no value index until a focus group has given points.")
    if not shown:
        return words("No group here is large enough to be shown.")
    if len(shown) == 1:
        return words("Only one group here can be shown, so there is nothing to compare.")
    about = [c for c in claims(results) if c.question == question and not c.factors]
    differ = chosen(about, Kind.GROUPS_DIFFER)
    if differ:
        return sentence(differ[0], telling)
    return words("No certain difference in value index between the groups that are shown.")


def listed(names: Sequence[str], words: Words) -> str:
    """Names in a sentence: ``a, b and c``."""
    if len(names) < 2:
        return "".join(names)
    return words("{first} and {last}", first=", ".join(names[:-1]), last=names[-1])
