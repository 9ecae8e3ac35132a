"""One simulation from beginning to end: rounds with faults, then peace, then the account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from admin.simulation.administrator import Administrator
from admin.simulation.detection import Detections
from admin.simulation.endings import Endings
from admin.simulation.kiosks import Kiosks
from admin.simulation.people import START, draw_person
from admin.simulation.places import Place
from admin.simulation.plan import AdminTurn, Fault, Round, Settings, draw_for, draw_rounds
from admin.simulation.road import Road
from admin.simulation.stage import ROUND, Kiosk, Stage

PEACE_ROUNDS = 12
"""After the faults; a simulation that needs more does not converge."""
STRANGERS_PEOPLE = 3

Progress = Callable[[int, int], None]
"""Called with (rounds done, rounds in all)."""


class Simulation:
    """Holds the stage, what was promised, and what should have been noticed."""

    def __init__(self, settings: Settings, scratch: Path, endings: Endings) -> None:
        self.settings = settings
        self.detections = Detections()
        self.stage = Stage(settings, scratch)
        self._road = Road()
        shared = (self.stage, self._road, self.detections, endings)
        self.admin = Administrator(*shared)
        self.kiosks = Kiosks(*shared)
        self._register(self.stage.kiosks[:-1])

    def run(self, progress: Progress) -> bool:
        """Live through it all. True when everything came to rest."""
        rounds = draw_rounds(self.settings)
        for round in rounds:
            self.detections.plan(round)
        for at, round in enumerate(rounds):
            progress(at, len(rounds) + 1)
            self._round(round, at, START + (at + 1) * ROUND)
        progress(len(rounds), len(rounds) + 1)
        rest = self._peace(START + (len(rounds) + 2) * ROUND)
        self._settle_losses()
        return rest

    def _round(self, round: Round, at: int, now: datetime) -> None:
        self._road.arrive(at)
        for number, turn in enumerate(round.kiosks):
            self.kiosks.turn(turn, now + timedelta(minutes=number % 60), at, self._deliver)
        if at == 1 and Fault.STRANGER in self.settings.faults:
            self._stranger_comes(now)
        for visit in round.admin:
            self.admin.turn(visit, now + ROUND / 2)

    def _register(self, kiosks: list[Kiosk]) -> None:
        self.stage.register(kiosks)
        self.admin.arrivals.names |= {kiosk.public: kiosk.name for kiosk in kiosks}

    def _deliver(self, place: int, now: datetime) -> None:
        self.admin.turn(AdminTurn(place=place), now)

    def _stranger_comes(self, now: datetime) -> None:
        draw = draw_for(self.settings.seed, "stranger")
        first = 1 + self.settings.kiosks * self.settings.responses
        people = tuple(draw_person(first + at, first, draw) for at in range(STRANGERS_PEOPLE))
        self.kiosks.serve(self.stage.stranger, self._places(self.stage.stranger)[0], now, people)

    def _places(self, kiosk: Kiosk) -> list[Place]:
        """The two places that this kiosk goes to."""
        places = self.stage.places
        return [places[(kiosk.index + at) % len(places)] for at in range(2)]

    def _peace(self, now: datetime) -> bool:
        """Nothing goes wrong any more: rounds until nothing changes. False if that never is."""
        self._register([self.stage.stranger])
        self._road.arrive(10**9)
        for kiosk in self.stage.kiosks:
            kiosk.offset = timedelta(0)
        for number, place in enumerate(self.stage.places):
            shut_out = [k for k in self.stage.kiosks if place.address in k.shut_out | k.put_back]
            self.admin.turn(AdminTurn(place=number), now - ROUND / 2, shut_out)
            for kiosk in shut_out:
                kiosk.put_back.discard(place.address)
        restless, before = list(self.stage.kiosks), dict[int, int]()
        for _ in range(PEACE_ROUNDS):
            for kiosk in restless:
                # whoever waited in vain is asked to send everything once more
                stuck = before.get(kiosk.index) == kiosk.waiting
                for place in self._places(kiosk):
                    self.kiosks.visit(kiosk, place, now, resend=stuck)
                before[kiosk.index] = kiosk.waiting
            restless = [kiosk for kiosk in restless if kiosk.waiting]
            if not restless:
                return True
            for number in range(len(self.stage.places)):
                self._deliver(number, now + ROUND / 2)
            now += ROUND
        return False

    def _settle_losses(self) -> None:
        """Lost and late bundles and receipts, and disks put back: noticed, or of no consequence."""
        note = self.detections
        for fault, beginning in self.kiosks.losses:
            if any(stream.startswith(beginning) for stream in self.admin.told_gaps):
                note.expect(fault, True, "")
            else:
                note.moot(fault)
        for stream in self.kiosks.images:
            if stream in self.admin.told_forks:
                note.expect(Fault.IMAGE, True, "")
            else:
                note.moot(Fault.IMAGE)
        for beginning in self._road.lost_receipts:
            stuck = [k for k in self.stage.kiosks if k.waiting
                     and self.kiosks.stream(k).startswith(beginning.partition("-")[0])]
            if stuck:
                note.expect(Fault.LOST_RECEIPT, False, f"{beginning} was never sent again")
            else:
                note.moot(Fault.LOST_RECEIPT)
