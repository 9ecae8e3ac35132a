"""Made-up forms on offer, and surveys made of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from admin.campaigns.around_form import NoForm
from admin.campaigns.new_presenter import Offer
from survey.form_method import Step

MADE = UUID(int=77)


def offer(id: str, *steps: Step, session: str = "") -> Offer:
    """A form as the page tells of it."""
    return Offer(
        id=id, name=f"Formulär {id}", purpose=f"Syfte {id}", steps=steps, questions=18,
        guide=("Alla.", "En timme.", "Papper."), tips=("Läs först.",), session=session,
    )


@dataclass
class FakeForms:
    """Three forms; remembers what was made. ``broken`` forms cannot be read."""

    made: list[tuple[str, str]] = field(default_factory=list)
    broken: frozenset[str] = frozenset()

    def offers(self, language: str) -> tuple[Offer, ...]:
        return (
            offer("goals", Step.GOALS), offer("own", Step.GOALS, Step.CULTURE, session="Enas"),
            offer("report", Step.COLLECT),
        )

    def make(self, id: str, language: str) -> tuple[UUID, str]:
        if id in self.broken:
            raise NoForm
        self.made.append((id, language))
        return MADE, f"Formulär {id}"
