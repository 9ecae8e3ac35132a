"""Five things that can go wrong give five different clear messages and change nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest

from storage.bodies import encode
from storage.errors import StorageError
from storage.kiosk import KioskStore
from storage.workspace import Cost, Workspace, create, open_workspace
from survey.reading import write_campaign
from sync import bundle, courier, package
from sync.folder import FolderTransport
from sync.receiving import open_file
from tests.sync.sync_builders import Organisation, campaign, clock, known_random, response

FAST = Cost(memory=64, passes=1, lanes=1)
PASSPHRASE = "en lång fras"


def contents(folder: Path) -> dict[str, str]:
    """Every file below ``folder`` with its hash; SQLite's shared memory is not a file of ours."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith("-shm")
    }


@dataclass
class Town:
    """A closed workspace, an open kiosk store with one answer, and its bundle."""

    path: Path
    store: KioskStore
    raw: bytes

    @property
    def workspace(self) -> Path:
        return self.path / "workspace"

    def open(self) -> Workspace:
        return open_workspace(self.workspace, passphrase=PASSPHRASE, clock=clock)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    stick = tmp_path / "stick"
    stick.mkdir()
    workspace, _ = create(
        tmp_path / "workspace", name="Exempelkommun", passphrase=PASSPHRASE, clock=clock,
        random=known_random("workspace"), cost=FAST,
    )
    workspace.add_campaign(campaign(), write_campaign(campaign()))
    store = KioskStore.create_or_open(
        tmp_path / "kiosk", name="Entrén", clock=clock, random=known_random("Entrén")
    )
    store.install(package.write_package(workspace, campaign(), clock))
    store.journal().append(encode(response()))
    courier.exchange(store, FolderTransport(stick), clock)
    workspace.register_device(store.identity)
    workspace.close()
    (file,) = stick.glob("*.vbundle")
    yield Town(tmp_path, store, file.read_bytes())
    store.close()


def wrong_passphrase(town: Town) -> None:
    open_workspace(town.workspace, passphrase="en annan fras", clock=clock)


def missing_key(town: Town) -> None:
    """A bundle of ours whose records are sealed to a key that is not here."""
    other = Organisation("Grannkommun")
    foreign = package.write_package(other, campaign(), clock)
    with town.open() as workspace:
        workspace.record_package(campaign().id, 9, foreign.hash, foreign.raw)
    town.path.joinpath("other").mkdir()
    store = KioskStore.create_or_open(
        town.path / "other/kiosk", name="Annan", clock=clock, random=known_random("Annan")
    )
    try:
        store.install(foreign)
        store.journal().append(encode(response()))
        courier.exchange(store, FolderTransport(town.path / "other"), clock)
        with town.open() as workspace:
            workspace.register_device(store.identity)
    finally:
        store.close()
    (file,) = town.path.glob("other/*.vbundle")
    refused(town, lambda: taken_in(town, file.read_bytes()))


def package_of_somebody_else(town: Town) -> None:
    town.store.install(package.write_package(Organisation("Grannkommun"), campaign(), clock))


def bundle_for_another_campaign(town: Town) -> None:
    elsewhere, _ = create(
        town.path / "elsewhere", name="Grannkommun", passphrase=PASSPHRASE, clock=clock,
        random=known_random("elsewhere"), cost=FAST,
    )
    survey = campaign(UUID(int=9))
    elsewhere.add_campaign(survey, write_campaign(survey))
    elsewhere.register_device(town.store.identity)
    elsewhere.close()
    with open_workspace(
        town.path / "elsewhere", passphrase=PASSPHRASE, clock=clock
    ) as workspace:
        refused(town, lambda: workspace.take_in(open_file(workspace, town.raw)))


def newer_format(town: Town) -> None:
    bundle.read_bundle(town.raw.replace(b"vardera-bundle/1\n", b"vardera-bundle/2\n", 1))


class Refused(Exception):
    """Carries what was refused out of a situation that had to be prepared first."""


def taken_in(town: Town, raw: bytes) -> None:
    with town.open() as workspace:
        workspace.take_in(open_file(workspace, raw))


def refused(town: Town, act: Callable[[], object]) -> None:
    before = contents(town.path)
    with pytest.raises(StorageError) as caught:
        act()
    assert contents(town.path) == before
    raise Refused from caught.value


SITUATIONS = {
    "wrong-key": wrong_passphrase,
    "missing-key": missing_key,
    "wrong-signer": package_of_somebody_else,
    "wrong-campaign": bundle_for_another_campaign,
    "too-new": newer_format,
}


def refusal(town: Town, situation: Callable[[Town], None]) -> StorageError:
    """What was raised; nothing on disk may have changed by it."""
    before = contents(town.path)
    try:
        situation(town)
    except Refused as prepared:
        cause = prepared.__cause__
        assert isinstance(cause, StorageError)
        return cause
    except StorageError as fault:
        assert contents(town.path) == before
        return fault
    raise AssertionError("it was not refused")


@pytest.mark.parametrize("code", sorted(SITUATIONS))
def test_each_situation_is_named_and_changes_nothing_on_disk(town: Town, code: str) -> None:
    assert refusal(town, SITUATIONS[code]).code == code


def test_the_five_messages_are_different_and_say_something(town: Town) -> None:
    messages = {code: str(refusal(town, act)) for code, act in SITUATIONS.items()}
    assert len(set(messages.values())) == 5
    assert all(len(message.split()) >= 6 for message in messages.values()), messages
    assert PASSPHRASE not in " ".join(messages.values())


def test_a_workspace_without_its_slots_says_what_is_missing(town: Town) -> None:
    (town.workspace / "workspace.slots").unlink()
    before = contents(town.path)
    with pytest.raises(StorageError, match=r"workspace\.slots is missing") as caught:
        town.open()
    assert caught.value.code == "missing-key"
    assert contents(town.path) == before


def test_a_newer_workspace_is_left_alone(town: Town) -> None:
    file = town.workspace / "workspace.slots"
    file.write_bytes(file.read_bytes().replace(b"vardera-slots/2\n", b"vardera-slots/9\n", 1))
    before = contents(town.path)
    with pytest.raises(StorageError) as caught:
        town.open()
    assert caught.value.code == "too-new"
    assert contents(town.path) == before
