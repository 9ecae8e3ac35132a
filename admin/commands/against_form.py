"""A correction held against the rules of the form that the response was given to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from admin.commands.form_fields import FormFields
from sync.naming import printable

if TYPE_CHECKING:
    from storage.workspace import Workspace
    from storage.workspace.correction_values import Field
    from storage.workspace.corrections import Correcting
    from survey.campaign import Campaign
    from survey.forms.answers import Spot
    from survey.forms.correcting import Consequences
    from survey.forms.pooling import Column

_RULES = {
    "constraint": "the form's constraint does not hold for the answer",
    "required": "the form needs an answer",
    "choice": "the form does not offer this choice as the other answers stand",
    "relevant": "the form does not ask this as the other answers stand",
    "calculated": "the form calculates this by itself",
    "sum": "the numbers in it do not sum to what the form wants",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What the form says of a correction; no answer is repeated."""

    names: FormFields
    found: Consequences
    field: str

    @property
    def broken(self) -> bool:
        """Would the form not take it?"""
        return bool(self.found.broken)

    def sentences(self) -> Iterator[str]:
        """A line for each rule that is broken."""
        for one in self.found.broken:
            said = f" ({printable(one.said[:200])})" if one.said else ""
            yield f"  {self.names.name(one.spot)}: {_RULES[one.rule]}{said}"

    def afterwards(self, *, followed: bool) -> Iterator[str]:
        """Lines for what would be otherwise in the form and stays as it is here."""
        if self.found.follows:
            named = ", ".join(map(self.names.name, self.found.follows))
            yield (f"What the form calculates from it was noted too: {named}" if followed else
                   f"The form would calculate anew, and --follow notes it too: {named}")
        if self.found.unasked:
            named = ", ".join(map(self.names.name, self.found.unasked))
            yield f"The form would have no answer here any more; it stays as it came: {named}"

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "broken": [
                {"field": self.names.name(one.spot), "rule": one.rule, "says": one.said}
                for one in self.found.broken
            ],
            "follows": [self.names.name(spot) for spot in self.found.follows],
            "unasked": [self.names.name(spot) for spot in self.found.unasked],
        }

    def noted(self, what: Correcting) -> Correcting:
        """The correction with the rules that it breaks in its reason."""
        if not self.broken:
            return what
        rules = ", ".join(f"{self.names.name(one.spot)} {one.rule}" for one in self.found.broken)
        return replace(what, reason=_reason(what, f"[against the form: {rules[:200]}]"))

    def following(self, what: Correcting) -> tuple[Correcting, ...]:
        """Corrections of what the form calculates from it."""
        from storage.workspace.corrections import Correcting

        return tuple(
            Correcting(
                response=what.response, field=_field(spot), value=value,
                reason=_reason(what, f"[follows from {self.field[:200]}]"),
            )
            for spot, value in self.found.follows.items()
        )


def told(workspace: Workspace, campaign: Campaign, what: Correcting) -> Told | None:
    """What the form says; None where it has no say: of circumstances, and when all is undone."""
    from storage.workspace.correction_values import AsItCame
    from survey.forms.correcting import consequences
    from survey.forms.engine.refused import FormRefused
    from survey.forms.restoring import at_the_end_of, by_spot

    shown = workspace.inbox.response(campaign.id, what.response)
    if shown is None or isinstance(what.field, str) or isinstance(what.value, AsItCame):
        return None
    asked = workspace.forms.asked(campaign.id)
    version = shown.where.form_version
    places = [at for at, one in enumerate(asked.versions) if one.version == version]
    if not places:
        return None
    definition = asked.definitions[places[-1]]
    answers = by_spot(shown.reads, shown.further_reads)
    spot = _in_version(what.field, asked.columns, places[-1])
    world = at_the_end_of(shown.where.day, ZoneInfo(campaign.zone))
    names = FormFields((definition,))
    if spot is None:
        return None
    try:
        found = consequences(definition, answers, spot, what.value, world)
    except FormRefused:
        return None
    return Told(names, found, names.name(spot))


def _reason(what: Correcting, addition: str) -> str:
    """The person's reason with ``addition``, shortened where both are too long together.

    One that is no reason by itself, or too long, stays as it is and is refused.
    """
    from storage.workspace.reviews import REASON_LIMIT

    said = what.reason.strip()
    if not 0 < len(said) <= REASON_LIMIT:
        return said
    room = REASON_LIMIT - len(addition) - 1
    return f"{said if len(said) <= room else said[: room - 1] + '…'} {addition}"


def _in_version(field: Field, columns: tuple[Column, ...], version: int) -> Spot | None:
    """The spot of a field in a version of the form, whatever id its question has there."""
    assert not isinstance(field, str)
    id, at = field if isinstance(field, tuple) else (field, ())
    for column in columns:
        if id in column.ids:
            node = column.nodes[version]
            return None if node is None else (node.id, at)
    return None


def _field(spot: Spot) -> Field:
    return spot if spot[1] else spot[0]
