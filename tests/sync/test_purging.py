"""Taking bundles away: only what is here, in a backup and receipted throughout."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from storage.bodies import encode
from storage.kiosk import KioskStore
from storage.values import DeviceIdentity
from storage.workspace import Cost, Workspace, create
from survey.reading import write_campaign
from sync import courier, intake, package
from sync.folder import FolderTransport
from sync.outgoing import Size
from sync.purging import Clearing, purge
from tests.sync.mailbox_place import served
from tests.sync.sync_builders import campaign, clock, known_random, response
from tests.sync.transport_places import Bucket

Way = Callable[[pytest.FixtureRequest, Path, ExitStack], Clearing]
WAYS: dict[str, Way] = {
    "folder": lambda _, path, __: FolderTransport(path),
    "s3": lambda request, path, _: Bucket(
        request.getfixturevalue("s3_server"), f"purge-{path.parent.name}"
    ).open(),  # type: ignore[dict-item, return-value]
    "mailbox": lambda _, path, stack: stack.enter_context(served(path)).open(),  # type: ignore[dict-item, return-value]
}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = create(
        tmp_path / "workspace", passphrase="fyra ord att minnas", name="Exempelkommun", clock=clock,
        random=known_random("workspace"), cost=Cost(memory=64, passes=1, lanes=1),
    )[0]
    made.add_campaign(campaign(), write_campaign(campaign()))
    yield made
    made.close()


@pytest.fixture
def kiosk(tmp_path: Path, workspace: Workspace) -> Iterator[KioskStore]:
    store = KioskStore.create_or_open(
        tmp_path / "kiosk", name="Kiosk", clock=clock, random=known_random("kiosk")
    )
    store.install(package.write_package(workspace, campaign(), clock))
    workspace.register_device(DeviceIdentity(public=store.identity.public, name="Kiosk"))
    yield store
    store.close()


@pytest.fixture(params=sorted(WAYS))
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Clearing]:
    (tmp_path / "place").mkdir()
    with ExitStack() as stack:
        opened = WAYS[request.param](request, tmp_path / "place", stack)
        yield opened
        opened.close()


def answered(kiosk: KioskStore, place: Clearing, count: int) -> tuple[str, ...]:
    for number in range(count):
        kiosk.journal().append(encode(response(rating=number % 5 + 1)))
    return courier.exchange(kiosk, place, clock, size=Size(records=2)).names


def taken_in(workspace: Workspace, place: Clearing) -> intake.IntakeReport:
    return intake.take_in(workspace, place, clock=clock, actor="anna")


def test_only_what_is_receipted_is_taken_away(
    workspace: Workspace, kiosk: KioskStore, place: Clearing, tmp_path: Path
) -> None:
    first = answered(kiosk, place, 4)
    assert purge(workspace, place).names == ()  # not even here
    assert taken_in(workspace, place).new == 4
    assert purge(workspace, place).kept == 2  # here, and in no backup
    workspace.backup(tmp_path / "backups")
    sent = intake.send_receipts(workspace, place)
    assert sent.records == 4
    second = answered(kiosk, place, 3)
    assert taken_in(workspace, place).new == 3
    gone = purge(workspace, place)
    assert (gone.names, gone.kept, gone.problems) == (first, len(second), ())
    assert place.list(".vbundle") == second
    assert place.list(".vreceipt") == sent.names
    assert purge(workspace, place).names == ()
    assert taken_in(workspace, place).new == 0


def test_another_file_under_receipted_places_stays(
    workspace: Workspace, kiosk: KioskStore, tmp_path: Path
) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    place = FolderTransport(folder)
    (name,) = answered(kiosk, place, 2)
    taken_in(workspace, place)
    workspace.backup(tmp_path / "backups")
    intake.send_receipts(workspace, place)
    raw = (folder / name).read_bytes()
    (folder / "flipped.vbundle").write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
    (folder / "junk.vbundle").write_bytes(b"junk")
    (folder / "copy of it.vbundle").write_bytes(raw)
    done = purge(workspace, place)
    assert sorted(done.names) == [name, "copy of it.vbundle"]
    assert place.list(".vbundle") == ("flipped.vbundle", "junk.vbundle")
    assert done.kept == 2


def test_it_can_be_stopped_and_a_dead_place_is_told(
    workspace: Workspace, kiosk: KioskStore, tmp_path: Path
) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    answered(kiosk, FolderTransport(folder), 4)
    assert purge(workspace, FolderTransport(folder), cancelled=lambda: True).kept == 0
    (problem,) = purge(workspace, FolderTransport(tmp_path / "nowhere")).problems
    assert problem.code == "place-gone"
