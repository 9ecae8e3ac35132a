"""What every transport promises; a new one joins by adding a line to ``TRANSPORTS``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from storage.errors import Damaged
from sync.errors import FileGone, PlaceRefuses
from sync.folder import FolderTransport
from sync.transport import Transport

TRANSPORTS: dict[str, Callable[[Path], Transport]] = {"folder": FolderTransport}
NAME = "0011223344556677-000001.vbundle"


@pytest.fixture(params=sorted(TRANSPORTS))
def transport(request: pytest.FixtureRequest, tmp_path: Path) -> Transport:
    return TRANSPORTS[request.param](tmp_path)


def test_what_is_put_is_listed_and_got(transport: Transport) -> None:
    transport.put(NAME, b"sealed")
    assert transport.list(".vbundle") == (NAME,)
    assert transport.get(NAME) == b"sealed"


def test_an_empty_place_lists_nothing(transport: Transport) -> None:
    assert transport.list(".vbundle") == ()


def test_only_the_asked_kind_is_listed(transport: Transport) -> None:
    transport.put(NAME, b"sealed")
    transport.put("0011223344556677-000001.vreceipt", b"signed")
    assert transport.list(".vreceipt") == ("0011223344556677-000001.vreceipt",)


def test_names_are_listed_in_order(transport: Transport) -> None:
    for number in (3, 1, 2):
        transport.put(f"0011223344556677-{number:06}.vbundle", b"sealed")
    assert list(transport.list(".vbundle")) == sorted(transport.list(".vbundle"))


def test_putting_the_same_bytes_twice_is_harmless(transport: Transport) -> None:
    transport.put(NAME, b"sealed")
    transport.put(NAME, b"sealed")
    assert transport.list(".vbundle") == (NAME,)


def test_a_name_never_changes_its_content(transport: Transport) -> None:
    transport.put(NAME, b"sealed")
    with pytest.raises(PlaceRefuses, match="another content"):
        transport.put(NAME, b"other")
    assert transport.get(NAME) == b"sealed"


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


def test_closing_twice_is_harmless(transport: Transport) -> None:
    transport.close()
    transport.close()
