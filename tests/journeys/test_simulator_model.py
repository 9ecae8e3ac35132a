"""The simulator's model of what is to be noticed, held against lives that say what they are told.

A model that asks for too little proves nothing, and one that asks for too much cries wolf.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from admin.simulation.administrator import Administrator
from admin.simulation.detection import Detections
from admin.simulation.endings import Endings
from admin.simulation.kiosks import Kiosks
from admin.simulation.lives import KioskLife, live
from admin.simulation.places import TICK, Folder, ticks
from admin.simulation.plan import AdminTurn, Fault, Means, Settings
from admin.simulation.road import Road, number_places
from admin.simulation.running import Said, said
from admin.simulation.stage import Kiosk, Stage
from admin.simulation.weather import Weather
from storage.errors import StorageError
from storage.seal.keys import Signer
from storage.values import AcknowledgedRange, Receipt
from sync import bundle, receipt
from sync.mailbox.desk import RATE as DESK_RATE
from sync.mailbox.sessions import RATE
from tests.sync.sync_builders import CAMPAIGN, MOMENT, Device

NOW = datetime(2026, 3, 4, tzinfo=UTC)
ORGANISATION = Signer(b"o" * 32)


class Flip(random.Random):
    """Draws one bit of one byte."""

    def __init__(self, at: int, bit: int) -> None:
        super().__init__(0)
        self._drawn = [bit, at]

    def randrange(self, *_: Any, **__: Any) -> int:
        return self._drawn.pop()


class Told(Endings):
    """Every life says what is written here."""

    def __init__(self) -> None:
        self.said: Said = []

    def live(self, *_: Any, **__: Any) -> Said:
        return self.said


def written(stream: bytes) -> bytes:
    acknowledged = AcknowledgedRange(epoch=b"e" * 16, first=0, count=3, digest=b"d" * 32)
    value = Receipt(number=7, stream=stream, campaign=CAMPAIGN, issued=MOMENT, backup=b"b" * 16,
                    ranges=(acknowledged,))
    return receipt.write_receipt(value, ORGANISATION.public, ORGANISATION.sign)


def refusal(raw: bytes) -> str:
    try:
        receipt.read_receipt(raw, ORGANISATION.public)
    except StorageError as error:
        return error.code
    return "taken"


def test_the_model_knows_every_flipped_bit_that_looks_like_a_newer_format(tmp_path: Path) -> None:
    place, road = Folder(tmp_path / "place", Means.FOLDER), Road()
    name, raw = f"{'0' * 16}-000007{receipt.SUFFIX}", written(b"s" * 16)
    assert road.codes(raw) == set()
    newer = set()
    for at in range(raw.index(b"\n") + 1, len(raw)):
        for bit in range(8):
            place.write(name, raw)
            road.spoil_receipt(Fault.BAD_RECEIPT, place, name, Flip(at, bit))
            changed = place.read(name)
            code = refusal(changed)
            assert code in road.codes(changed)
            if "too-new" in road.codes(changed):
                newer.add(at)
    assert newer == {at for at in number_places(name, raw) if at > raw.index(b"\n")}


def whole_bundle() -> tuple[str, bytes]:
    device = Device()
    made = device.bundle(device.epoch([b"one", b"two"]))
    return bundle.file_name(device.stream, made.number), bundle.write_bundle(
        made, device.signer.sign
    )


def took(quarantined: list[list[str]], streams: dict[str, list[int]]) -> Said:
    told = {"bundles": 0, "repeated": 0, "new": 0, "known": 0, "quarantined": quarantined,
            "resolved": [], "gaps": [], "forks": [], "problems": []}
    return [["took", told, NOW.isoformat()], ["streams", streams], ["ended"]]


class Desk:
    """An administrator who visits one folder and says what is told here."""

    def __init__(self, directory: Path) -> None:
        self.place, self.road, self.note = Folder(directory, Means.FOLDER), Road(), Detections()
        stage = SimpleNamespace(
            settings=Settings(seed=1, kiosks=1, responses=1), places=[self.place],
            workspace="w", backups="b", sweep_backups=lambda: None,
        )
        self.endings = Told()
        self.admin = Administrator(cast(Stage, stage), self.road, self.note, self.endings)

    def visit(self, said: Said) -> None:
        self.endings.said = said
        self.admin.turn(AdminTurn(place=0), NOW)


@pytest.mark.parametrize(("before", "after", "verdict"), [
    ([0, 12], [1, 16], (1, 0)),
    ([1, 12], [0, 16], (1, 0)),
    ([0, 0], [1, 16], (0, 1)),
    ([1, 12], [1, 16], (0, 1)),
], ids=str)
def test_silence_about_a_damaged_file_is_right_when_its_records_had_come(
    tmp_path: Path, before: list[int], after: list[int], verdict: tuple[int, int]
) -> None:
    desk = Desk(tmp_path / "place")
    name, raw = whole_bundle()
    stream = name.partition("-")[0] + "0" * 16
    desk.visit(took([], {stream: before}))
    desk.place.write(name, raw)
    desk.road.befall(Fault.TRUNCATED, desk.place, name, 0, random.Random(1))
    desk.visit(took([], {stream: after}))
    assert (desk.note.harmless["truncated"], desk.note.undetected) == verdict


@pytest.mark.parametrize(("renumbered", "code", "verdict"), [
    (True, "too-new", (1, 0)), (True, "damaged", (1, 0)),
    (False, "too-new", (0, 1)), (False, "damaged", (1, 0)),
])
def test_only_a_bundle_with_another_number_in_it_may_be_called_too_new(
    tmp_path: Path, renumbered: bool, code: str, verdict: tuple[int, int]
) -> None:
    desk = Desk(tmp_path / "place")
    name, raw = whole_bundle()
    desk.place.write(name, raw)
    at = number_places(name, raw)[2] if renumbered else len(raw) - 1
    desk.road.befall(Fault.FLIPPED, desk.place, name, 0, Flip(at, 1))
    desk.visit(took([[name, code]], {}))
    assert (desk.note.detected, desk.note.undetected) == verdict


@pytest.mark.parametrize(("renumbered", "code", "verdict"), [
    (True, "too-new", (1, 0, 0)), (True, "damaged", (1, 0, 0)),
    (False, "too-new", (0, 1, 1)), (False, "damaged", (1, 0, 0)),
])
def test_only_a_receipt_with_another_number_in_it_may_be_called_too_new(
    tmp_path: Path, renumbered: bool, code: str, verdict: tuple[int, int, int]
) -> None:
    place, road, note, endings = Folder(tmp_path / "p", Means.FOLDER), Road(), Detections(), Told()
    stage = SimpleNamespace(settings=Settings(seed=1, kiosks=1, responses=1), stranger=None)
    kiosks = Kiosks(cast(Stage, stage), road, note, endings)
    kiosk = Kiosk(0, "Kiosk 1", tmp_path / "k", b"k" * 32)
    stream = kiosks.stream(kiosk)
    name, raw = f"{stream[:16]}-000007{receipt.SUFFIX}", written(bytes.fromhex(stream))
    place.write(name, raw)
    at = number_places(name, raw)[2] if renumbered else len(raw) - 1
    road.spoil_receipt(Fault.BAD_RECEIPT, place, name, Flip(at, 1))
    told = {"problems": [[name, code]], "messages": {code: "so it is"}}
    endings.said = [["device", kiosk.public.hex(), [stream]], ["exchanged", told]]
    kiosks.visit(kiosk, place, NOW, resend=False)
    assert (note.detected, note.undetected, len(note.false_alarms)) == verdict


def test_a_kiosk_that_is_killed_says_what_the_place_met_before_what_it_told(
    tmp_path: Path,
) -> None:
    place = Folder(tmp_path / "place", Means.FOLDER)
    life = KioskLife(store=str(tmp_path / "kiosk"), name="Kiosk 1", seed="1", now=NOW,
                     place=place.address, weather=Weather(kind="gone", at=0))
    lines: list[str] = []
    live(life, lines.append, lambda: None)
    words = [what for what, *_ in said(lines)]
    assert words == ["device", "struck", "exchanged", "waiting", "ended"]


def test_a_mailbox_in_a_simulation_never_asks_its_visitors_to_wait() -> None:
    first, second = (ticks() for _ in range(2))
    assert [first() for _ in range(3)] == [second() for _ in range(3)] == [0, TICK, 2 * TICK]
    assert min(RATE, DESK_RATE) * TICK >= 1, "what a question costs has come back at the next"


def test_a_receipt_met_whole_elsewhere_need_not_be_told_where_it_is_damaged(
    tmp_path: Path,
) -> None:
    road, note, endings = Road(), Detections(), Told()
    here, there = (Folder(tmp_path / name, Means.FOLDER) for name in ("here", "there"))
    stage = SimpleNamespace(settings=Settings(seed=1, kiosks=1, responses=1), stranger=None)
    kiosks = Kiosks(cast(Stage, stage), road, note, endings)
    kiosk = Kiosk(0, "Kiosk 1", tmp_path / "k", b"k" * 32)
    stream = kiosks.stream(kiosk)
    names = [f"{stream[:16]}-000007-0123456789ab{again}.vreceipt" for again in ("", "-2", "-3")]
    raw = written(bytes.fromhex(stream))
    for place in (here, there):
        place.write(names[0], raw)
    road.spoil_receipt(Fault.BAD_RECEIPT, there, names[0], Flip(len(raw) - 1, 1))
    endings.said = [["device", kiosk.public.hex(), [stream]],
                    ["exchanged", {"problems": [], "messages": {}}]]
    kiosks.visit(kiosk, here, NOW, resend=False)
    kiosks.visit(kiosk, there, NOW, resend=False)
    assert (note.detected, note.undetected, note.false_alarms) == (0, 0, [])
    unknown = Kiosk(0, "Kiosk 1", tmp_path / "k", b"k" * 32)
    kiosks.visit(unknown, there, NOW, resend=False)
    assert note.undetected == 1, "a kiosk that never met it is to tell"
