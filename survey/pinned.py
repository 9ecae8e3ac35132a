"""A whole form inside a campaign's file (format 3): carried along, pinned by version and hash."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

from survey.campaign import Factor
from survey.forms.canonical import form_hash, read_plain
from survey.forms.definition import FormDefinition
from survey.forms.factors import Factors
from survey.forms.model import Form
from survey.forms.problems import Findings
from survey.forms.simple import outside_repeats, scale_of, simple_form
from survey.forms.tongues import by_tag
from survey.problems import Severity
from survey.strict import Node

NO_FORM = FormDefinition(id=UUID(int=0), name="")
"""Stands in for a definition that could not be read."""


def plain_pin(form: Form, canonical: bytes) -> dict[str, object]:
    """What stands under ``form`` where the form's canonical bytes stand under ``definition``."""
    return {
        "id": str(form.id), "version": form.version, "sha256": sha256(canonical).hexdigest(),
    }




def read_definition(node: Node) -> FormDefinition:
    """The form; its problems are noted with their place in it."""
    if not isinstance(node.value, dict):
        node.fields(())
        return NO_FORM
    findings = Findings()
    form = read_plain(node.value, findings)
    for problem in findings.problems():
        where = f"{node.where}.{problem.spot.column}" if problem.spot.column else node.where
        add = node.notes.error if problem.severity is Severity.ERROR else node.notes.warning
        add(where, problem.code, problem.message, problem.hint)
    return form or NO_FORM


def read_pinned(
    node: Node, definition: FormDefinition, languages: Sequence[str], factors: Sequence[Factor]
) -> Form:
    """The simple form of a pinned definition; what does not fit the definition is noted."""
    at = node.fields(("id", "version", "sha256"))
    id, version = at["id"].uuid(), at["version"].whole(1, 2**31 - 1)
    hash = at["sha256"].text(64)
    if definition is not NO_FORM and (id, hash) != (definition.id, form_hash(definition).hex()):
        hint = "Give the survey's form anew; it may not be changed by hand."
        node.wrong("other-form", "The form here is not the one that is named.", hint)
    made = derived(definition, version, languages, factors)
    _check_factors(node, definition, factors)
    return made


def derived(
    definition: FormDefinition, version: int, languages: Sequence[str], factors: Sequence[Factor]
) -> Form:
    """What results see of ``definition`` in a campaign with these languages and factors."""
    named = by_tag(definition, languages or ("sv",))
    return simple_form(definition, version, named, factor_names(factors))


def factor_names(factors: Sequence[Factor]) -> dict[str, UUID]:
    """Factors by id, and by their names in small letters."""
    found = {name.casefold(): factor.id for factor in factors for name in factor.name.values()}
    return {str(factor.id): factor.id for factor in factors} | found


def _check_factors(node: Node, definition: FormDefinition, factors: Sequence[Factor]) -> None:
    known = Factors(definition, factor_names(factors))
    lists = {made.name: made for made in definition.lists}
    every = {inner.id: "" for inner, _ in outside_repeats(definition.nodes)}
    for inner in definition.walk():
        said = inner.parameters.get("factor", "")
        if not said:
            continue
        where = f"definition.{inner.name}"
        if known.of(inner) is None:
            message = f"The survey has no factor called {said}."
            node.notes.error(where, "unknown-factor", message, "Choose one from factors.")
        elif inner.id not in every or scale_of(inner, lists.get(inner.list)) is None:
            message = "Only a rating in whole numbers, outside repeats, can belong to a factor."
            hint = "Name its choices 1, 2, 3 and so on, or remove the factor."
            node.notes.error(where, "misplaced", message, hint)
