"""What every transport promises; a new one joins by adding a line to ``PLACES``."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Barrier

import pytest

from storage.errors import Damaged
from sync.errors import FileGone, NameTaken, PlaceGone
from sync.folder import FolderTransport
from sync.transport import Transport
from tests.sync.mailbox_builders import Machines
from tests.sync.mailbox_place import served
from tests.sync.transport_places import Bucket, Folder, Mailbox, Place, through_fsspec

Maker = Callable[[pytest.FixtureRequest, Path], Place]

PLACES: dict[str, Maker] = {
    "folder": lambda _, path: Folder(path, FolderTransport),
    "fsspec": lambda _, path: Folder(path, through_fsspec),
    "s3": lambda request, path: Bucket(request.getfixturevalue("s3_server"), path.name),
    "mailbox": lambda request, _: Mailbox(Machines(), request.getfixturevalue("leave")),
    "collect": lambda request, path: request.getfixturevalue("leave").enter_context(served(path)),
}
NAME = "0011223344556677-000001.vbundle"
BIG = 8 * 1024 * 1024


@pytest.fixture
def leave() -> Iterator[ExitStack]:
    """What is entered here is left when the test ends."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture(params=sorted(PLACES))
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    return PLACES[request.param](request, tmp_path)


@pytest.fixture
def transport(place: Place) -> Iterator[Transport]:
    opened = place.open()
    yield opened
    opened.close()


def test_what_is_put_is_listed_and_got(transport: Transport) -> None:
    transport.put(NAME, b"sealed")
    assert transport.list(".vbundle") == (NAME,)
    assert transport.get(NAME) == b"sealed"


def test_what_one_puts_another_gets(place: Place) -> None:
    here, there = place.open(), place.open()
    assert there.list(".vbundle") == ()
    here.put(NAME, b"sealed")
    assert there.list(".vbundle") == (NAME,)
    assert there.get(NAME) == b"sealed"
    here.close()
    there.close()


def test_an_empty_place_lists_nothing(transport: Transport) -> None:
    assert transport.list(".vbundle") == ()
    assert transport.bad_names(".vbundle") == ()


def test_only_the_asked_kind_is_listed(transport: Transport) -> None:
    transport.put(NAME, b"sealed")
    transport.put("0011223344556677-000001.vreceipt", b"signed")
    assert transport.list(".vreceipt") == ("0011223344556677-000001.vreceipt",)


def test_names_are_listed_in_order(transport: Transport) -> None:
    for number in (3, 10, 1, 2):
        transport.put(f"0011223344556677-{number:06}.vbundle", b"sealed")
    assert transport.list(".vbundle") == tuple(
        f"0011223344556677-{number:06}.vbundle" for number in (1, 2, 3, 10)
    )


@pytest.mark.parametrize("data", [b"", b"\0", bytes(range(256)) * 3, b"\r\n\x1a\xff"], ids=len)
def test_bytes_come_out_as_they_went_in(transport: Transport, data: bytes) -> None:
    transport.put(NAME, data)
    assert transport.get(NAME) == data
    transport.put(NAME, data)


def test_a_big_file_comes_out_whole(transport: Transport) -> None:
    data = hashlib.shake_256(b"big").digest(BIG)
    transport.put(NAME, data)
    assert transport.get(NAME) == data


def test_putting_the_same_bytes_twice_is_harmless(transport: Transport) -> None:
    transport.put(NAME, b"sealed")
    transport.put(NAME, b"sealed")
    assert transport.list(".vbundle") == (NAME,)


@pytest.mark.parametrize("other", [b"other!", b"longer than that", b"", b"sealee"])
def test_a_name_never_changes_its_content(transport: Transport, other: bytes) -> None:
    transport.put(NAME, b"sealed")
    with pytest.raises(NameTaken, match="another content"):
        transport.put(NAME, other)
    assert transport.get(NAME) == b"sealed"


def raced(place: Place, contents: list[bytes]) -> list[str]:
    """What came of putting ``contents`` under one name at one moment, each by its own writer."""
    start = Barrier(len(contents))

    def put(data: bytes) -> str:
        transport = place.open()
        transport.list(".vbundle")  # connected before the race
        start.wait(30)
        try:
            transport.put(NAME, data)
        except NameTaken:
            return "taken"
        finally:
            transport.close()
        return "put"

    with ThreadPoolExecutor(len(contents)) as writers:
        return list(writers.map(put, contents))


def test_two_writers_of_the_same_bytes_both_deliver(place: Place) -> None:
    assert raced(place, [b"sealed" * 1000] * 4) == ["put"] * 4
    transport = place.open()
    assert transport.list(".vbundle") == (NAME,)
    transport.close()


def test_of_two_writers_of_other_bytes_one_gets_the_name(place: Place) -> None:
    contents = [bytes([writer]) * 6000 for writer in range(4)]
    done = raced(place, contents)
    assert sorted(done) == ["put", "taken", "taken", "taken"]
    transport = place.open()
    assert transport.get(NAME) == contents[done.index("put")]
    transport.close()


def test_a_file_larger_than_allowed_is_not_read(transport: Transport) -> None:
    transport.put(NAME, bytes(1000))
    assert len(transport.get(NAME, limit=1000)) == 1000
    with pytest.raises(Damaged, match="999"):
        transport.get(NAME, limit=999)


@pytest.mark.parametrize("name", [
    "../a.vbundle", "a/b.vbundle", "a\\b.vbundle", "A.vbundle", "con.vbundle", "a b.vbundle",
    "a:b.vbundle", "å.vbundle", ".a.vbundle", "a.vbundle.", "", "a" * 101 + ".vbundle",
])
def test_a_name_that_some_file_system_refuses_is_never_written(
    transport: Transport, name: str
) -> None:
    with pytest.raises(ValueError, match="name"):
        transport.put(name, b"x")


@pytest.mark.parametrize("name", ["../secret", "/etc/hostname", "a/../b", ".hidden"])
def test_nothing_outside_the_place_is_read(transport: Transport, name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        transport.get(name)


def test_a_file_that_is_not_there_is_no_dead_place(transport: Transport) -> None:
    with pytest.raises(FileGone, match="any more"):
        transport.get(NAME)


def test_a_file_that_was_taken_away_is_gone_and_may_come_again(
    place: Place, transport: Transport
) -> None:
    transport.put(NAME, b"sealed")
    place.take_away(NAME)
    assert transport.list(".vbundle") == ()
    with pytest.raises(FileGone):
        transport.get(NAME)
    transport.put(NAME, b"sealed again")
    assert transport.get(NAME) == b"sealed again"


def test_a_place_that_is_not_there_is_told(place: Place) -> None:
    transport = place.nowhere()
    for act in (
        lambda: transport.list(".vbundle"), lambda: transport.get(NAME),
        lambda: transport.put(NAME, b"sealed"), lambda: transport.bad_names(".vbundle") or
        transport.list(".vbundle"),
    ):
        with pytest.raises(PlaceGone):
            act()
    transport.close()


def test_closing_twice_is_harmless(transport: Transport) -> None:
    transport.close()
    transport.close()
