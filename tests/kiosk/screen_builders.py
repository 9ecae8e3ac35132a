"""A kiosk to test with: a keeper that remembers, a view that records, a known clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from kiosk.circumstances import Station
from kiosk.citizen import Citizen, Instruments, Pace
from kiosk.screens import ReceiptCode, Screen
from storage.errors import StorageError
from storage.seal import receipt_codes
from survey.campaign import Campaign
from survey.forms.model import Choice, Question, QuestionType
from survey.records import Body, Response
from tests import builders

NOW = datetime(2025, 9, 3, 22, 47, 31, tzinfo=UTC)
ISSUED = datetime(2025, 9, 1, 6, 0, tzinfo=UTC)


@dataclass
class FakeKeeper:
    """Keeps in memory words of ``most`` letters; raises ``trouble`` instead while it is set."""

    kept: Response | None = None
    finished: list[Response] = field(default_factory=list)
    partials: list[Response] = field(default_factory=list)
    written: list[Body] = field(default_factory=list)
    withdrawn: list[bytes] = field(default_factory=list)
    codes: int = 0
    writes: int = 0
    trouble: StorageError | None = None
    most: int = 20_000

    def keep(self, so_far: Response) -> None:
        self._weigh(so_far)
        self._write()
        self.kept = so_far

    def finish(self, response: Response) -> None:
        self._weigh(response)
        self._write()
        self.kept = None
        self.finished.append(response)

    def leave(self) -> bool:
        self._write()
        if self.kept is None:
            return False
        self.partials.append(self.kept)
        self.kept = None
        return True

    def forget(self) -> None:
        self._write()
        self.kept = None

    def write(self, body: Body) -> None:
        self._write()
        self.written.append(body)

    def new_code(self) -> ReceiptCode:
        self.codes += 1
        code = self.codes.to_bytes(16, "big")
        return ReceiptCode(
            hash=receipt_codes.code_hash(code), groups=receipt_codes.write_groups(code),
            words=receipt_codes.write_words(code),
        )

    def read_code(self, text: str) -> bytes | tuple[str, int]:
        try:
            return receipt_codes.read_code(text)
        except receipt_codes.MisreadCode as fault:
            return fault.reason.value, fault.place

    def withdraw(self, code: bytes) -> None:
        self._write()
        self.withdrawn.append(code)

    def _weigh(self, response: Response) -> None:
        if any(isinstance(a, str) and len(a) > self.most for a in response.answers.values()):
            raise ValueError("a body is over a limit")

    def _write(self) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.writes += 1


@dataclass
class RecordingView:
    screens: list[Screen] = field(default_factory=list)

    def present(self, screen: Screen) -> None:
        self.screens.append(screen)

    @property
    def now(self) -> Screen:
        return self.screens[-1]


def station(campaign: Campaign | None = None) -> Station:
    campaign = campaign or builders.small_campaign()
    return Station(campaign=campaign, unit=campaign.units[0].id, issued=ISSUED)


def citizen(
    view: Any, keeper: FakeKeeper, *, campaign: Campaign | None = None, pace: Pace | None = None,
    clock: Callable[[], datetime] = lambda: NOW, random: Callable[[int], bytes] = bytes,
    ticks: Callable[[], float] = lambda: 0.0,
) -> Citizen:
    means = Instruments(clock=clock, random=random, ticks=ticks)
    return Citizen(view, station(campaign), keeper, means, pace or Pace())


def many_choices(count: int = 45) -> Campaign:
    """The small campaign with a long list of areas as its first question."""
    campaign = builders.small_campaign()
    names = ("Norra", "Södra", "Östra", "Västra", "Inre", "Yttre", "Övre", "Nedre", "Gamla")
    places = ("Kärrgården", "Bollstanäs", "Ekebo", "Sandhagsvägen", "Vilunda")
    choices = tuple(
        Choice(
            id=UUID(int=0xB2000000_0000_4000_8000_000000000000 + n),
            name=f"p{n}",
            label={"sv": f"{names[n % 9]} {places[n // 9]}", "en": f"Place number {n + 1}"},
        )
        for n in range(count)
    )
    area = Question(
        id=builders.AREA, name="area", type=QuestionType.SELECT_ONE, choices=choices,
        label={"sv": "Var bor du?", "en": "Where do you live?"},
    )
    rest = tuple(q for q in campaign.form.questions if q.id != builders.AREA)
    return replace(campaign, form=replace(campaign.form, questions=(area, *rest)))
