"""What kiosks tell beside answers, and of themselves, for whoever works out figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from storage.workspace import came_beside, campaigns, notes, reading
from storage.workspace.came_beside import Came
from storage.workspace.database import Database
from storage.workspace.notes import Told
from storage.workspace.reviews import State
from survey.beside import Flag
from survey.device_notes import Assigned, Occasion
from survey.paradata import Screens
from survey.tally import Person


class KioskFigures:
    """``workspace.kiosks``. Each method is one transaction; may raise WrongCampaign, Damaged."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def odd(self, campaign: UUID) -> tuple[int, Mapping[Flag, Mapping[State, int]]]:
        """How many counted responses look odd, and for each reason how many are in each state;
        unfinished ones only where the campaign uses them."""
        with self._database.reading() as connection:
            number = campaigns.number(connection, campaign)
            counted, found = came_beside.flagged(
                connection, number, partials=campaigns.one(connection, campaign).use_partials
            )
        return counted, {
            Flag(name): {State(state): n for state, n in states.items()}
            for name, states in sorted(found.items())
        }

    def screens(self, campaign: UUID) -> tuple[Screens, ...]:
        """How the screens of each question were met, in counted responses."""
        with self._database.reading() as connection:
            number = campaigns.number(connection, campaign)
            found: dict[UUID, Screens] = {}
            for id, seconds, changes, helped, n in came_beside.screens(connection, number):
                one = found.setdefault(UUID(bytes=id), Screens(question=UUID(bytes=id)))
                one.add(seconds, changes, n, helped=helped)
        return tuple(found.values())

    def assigned(self, campaign: UUID) -> tuple[Assigned, ...]:
        """Every arm that was drawn for a person."""
        with self._database.reading() as connection:
            return tuple(notes.assigned(connection, campaigns.number(connection, campaign)))

    def drawings_aside(self, campaign: UUID) -> int:
        """How many drawn arms are held or excluded: nobody knows whose they were."""
        with self._database.reading() as connection:
            return notes.drawings_aside(connection, campaigns.number(connection, campaign))

    def came(self, campaign: UUID) -> tuple[tuple[Came, Person], ...]:
        """Every counted response of an arm, finished or not, in an order that tells nothing."""
        with self._database.reading() as connection:
            number = campaigns.number(connection, campaign)
            arms = came_beside.of_arms(connection, number)
            return tuple(
                (arms[id], person)
                for id, person in reading.identified(connection, campaign, partials=True)
                if id in arms
            )

    def aside(self, campaign: UUID) -> Mapping[UUID, int]:
        """By arm, how many of its responses are held or excluded."""
        with self._database.reading() as connection:
            return came_beside.aside(connection, campaigns.number(connection, campaign))

    def finished(self, campaign: UUID) -> tuple[Person, ...]:
        """Everybody counted who reached the end, whether or not the campaign uses partials."""
        with self._database.reading() as connection:
            return tuple(
                person for _, person in reading.identified(connection, campaign, partials=False)
            )

    def occasions(self, campaign: UUID) -> tuple[Occasion, ...]:
        """What staff wrote of visits, by day."""
        with self._database.reading() as connection:
            return notes.occasions(connection, campaigns.number(connection, campaign))

    def health(self, since: date) -> Mapping[bytes, Told]:
        """Devices' notes of themselves since that day (UTC), by public key (32 bytes)."""
        with self._database.reading() as connection:
            return {told.device: told for told in notes.health(connection, since)}
