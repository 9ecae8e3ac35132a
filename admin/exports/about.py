"""The columns that tell of a response what is no answer: where, when, in which version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from assets.words import Words, later
from storage.workspace.whole import WholeResponse
from survey.campaign import Campaign
from survey.conduct import Conduct
from survey.exporting.cells import Cell
from survey.exporting.rows import Row
from survey.forms.model import Texts, said

COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("_response", "text", later("The response: a number of its own that tells no order")),
    ("_form_version", "integer", later("The version of the form that was answered")),
    ("_complete", "0/1", later("1 when the person came to the end, 0 when they stopped before")),
    ("_state", "text", later("counted, held or excluded, as staff decided")),
    ("_unit", "uuid", later("The unit that was asked about")),
    ("_unit_name", "text", later("Its name")),
    ("_place", "uuid", later("The place where it was answered")),
    ("_mode", "text", later("How it was answered: kiosk, phone, paper or assisted")),
    ("_language", "text", later("The language it was answered in")),
    ("_day", "date", later("The day, as the device reckoned it")),
    ("_time", "text", later("The time in UTC, rounded down as the survey says")),
    ("_clock", "text", later("What the device knew of its clock: ok, unset or jumped")),
    ("_consent", "text", later("The version of the consent that was shown")),
    ("_order_seed", "integer", later("Gives the order in which shuffled choices stood")),
    ("_corrected", "integer", later("How many corrections staff made; see corrections")),
    ("_arm", "text", later("The candidate model that was met, where the survey tries several")),
    ("_flags", "text", later("Why it looks odd: burst, same-run, too-fast, closed")),
    ("_language_switches", "integer",
     later("How often the language was changed, where the survey notes how it is answered")),
)
"""Name, type, and what it is."""

NAMES = tuple(name for name, _, _ in COLUMNS)
INDEX = later("The number of the instance, from 1")


class About:
    """``versions`` of the survey, oldest first, and how kiosks behaved in each it ever had; names
    are in ``language``."""

    def __init__(
        self, versions: tuple[Campaign, ...], conducts: Sequence[Conduct], language: str
    ) -> None:
        self._units: Mapping[UUID, str] = {
            unit.id: said(unit.name, language) for campaign in versions for unit in campaign.units
        }
        self._arms: Mapping[UUID, str] = {
            arm.id: arm.name for conduct in conducts if conduct.trial for arm in conduct.trial.arms
        }
        self._noted = noted(conducts)

    def row(self, one: WholeResponse, seed: int | None) -> Row:
        """The cells of :data:`COLUMNS`."""
        where, beside = one.where, one.beside
        arm = None if beside.arm is None else self._arms.get(beside.arm, str(beside.arm))
        cells: list[Cell] = [
            one.id.hex(), one.form[1], int(one.complete), one.state.name.lower(), str(where.unit),
            self._units.get(where.unit, ""), None if where.place is None else str(where.place),
            where.mode.value, where.language, where.day, f"{where.time:%Y-%m-%dT%H:%MZ}",
            where.clock.value, where.consent, seed, len(one.corrections),
            arm, " ".join(beside.flags), beside.language_switches if self._noted else None,
        ]
        return cells


def noted(conducts: Sequence[Conduct]) -> bool:
    """Whether any version of the survey notes how its screens are met."""
    return any(conduct.paradata_seconds for conduct in conducts)


def in_languages(message: str, languages: tuple[str, ...]) -> Texts:
    """A message of the program in each of these languages that it has."""
    return {tag: Words(tag)(message) for tag in languages}
