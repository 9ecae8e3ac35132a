"""A device that floods with what nobody can read: the others' answers go in, nothing is lost."""

from __future__ import annotations

import msgspec
import pytest

from storage.workspace import aside
from sync import courier, intake
from sync.outgoing import Size
from tests.sync.sync_builders import clock
from tests.sync.test_intake import Town, codes, town  # noqa: F401

UNKNOWN = msgspec.msgpack.encode(["device.mood", 1, b"m" * 300])
UNREADABLE = b"\xc1" + b"x" * 300


def flood(town: Town, name: str, bodies: list[bytes], records: int) -> None:  # noqa: F811
    store = town.kiosks[name]
    for body in bodies:
        store.journal().append(body)
    courier.exchange(store, town.transport, clock, size=Size(records=records))


def test_a_flood_is_laid_aside_whole_and_comes_in_when_there_is_room(
    town: Town, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:
    good, bad = town.kiosk("Entrén"), town.kiosk("Biblioteket")
    monkeypatch.setattr(aside, "STREAM_LIMIT", 8_000)
    flood(town, "Biblioteket", [UNKNOWN, UNREADABLE] * 6, records=3)
    town.carry("Entrén", 4)
    report = town.take_in()
    assert (town.counted(), set(codes(report))) == (4, {"too-much-aside"})
    assert "the device keeps it all" in report.quarantined[0].message
    held = town.workspace.quarantined()
    assert held and all(town.workspace.quarantined_raw(file.hash) for file in held)
    again = town.take_in()
    assert (again.new, codes(again)) == (0, codes(report)), "told again, and nothing changed"
    town.workspace.backup(town.path / "backups", "anna")
    intake.send_receipts(town.workspace, town.transport)
    for name in town.kiosks:
        town.carry(name)
    assert good.waiting() == 0
    assert bad.waiting() >= 3 * len(held), "only a receipt lets it forget"
    monkeypatch.undo()
    report = town.take_in()
    assert (codes(report), len(report.resolved)) == ([], len(held))
    assert town.workspace.verify().faults == ()
