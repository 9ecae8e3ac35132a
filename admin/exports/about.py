"""The columns that tell of a response what is no answer: where, when, in which version."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from assets.words import Words, later
from storage.workspace.whole import WholeResponse
from survey.campaign import Campaign
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
)
"""Name, type, and what it is."""

NAMES = tuple(name for name, _, _ in COLUMNS)
INDEX = later("The number of the instance, from 1")


class About:
    """``versions`` of the survey, oldest first; names are in ``language``."""

    def __init__(self, versions: tuple[Campaign, ...], language: str) -> None:
        self._units: Mapping[UUID, str] = {
            unit.id: said(unit.name, language) for campaign in versions for unit in campaign.units
        }

    def row(self, one: WholeResponse, seed: int | None) -> Row:
        """The cells of :data:`COLUMNS`."""
        where = one.where
        cells: list[Cell] = [
            one.id.hex(), one.form[1], int(one.complete), one.state.name.lower(), str(where.unit),
            self._units.get(where.unit, ""), None if where.place is None else str(where.place),
            where.mode.value, where.language, where.day, f"{where.time:%Y-%m-%dT%H:%MZ}",
            where.clock.value, where.consent, seed, len(one.corrections),
        ]
        return cells


def in_languages(message: str, languages: tuple[str, ...]) -> Texts:
    """A message of the program in each of these languages that it has."""
    return {tag: Words(tag)(message) for tag in languages}
