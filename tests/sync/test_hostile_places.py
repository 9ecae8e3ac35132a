"""What may lie on a stick that somebody ill-meaning had: nothing of it stops the carrying."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.errors import Damaged, WrongSigner
from storage.kiosk import KioskStore
from storage.values import AcknowledgedRange, Receipt
from sync import bundle, courier, enrolment, envelope, package, receipt
from sync.errors import NameTaken, PlaceRefuses
from sync.folder import FolderTransport, read_file
from sync.outgoing import NAMES_TRIED
from tests.sync.sync_builders import (
    MOMENT,
    OTHER_CAMPAIGN,
    Device,
    Organisation,
    campaign,
    clock,
    known_random,
)

OURS = Organisation()
THEIRS = Organisation("Exempelkommun, sade någon annan")
NUMBER = enrolment.fingerprint(OURS.signer_public)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[KioskStore]:
    kept = KioskStore.create_or_open(
        tmp_path / "kiosk", name="Surfplatta 1", clock=clock, random=known_random("kiosk")
    )
    yield kept
    kept.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def exchange(store: KioskStore, stick: Path, **more: object) -> courier.Exchanged:
    return courier.exchange(store, FolderTransport(stick), clock, **more)  # type: ignore[arg-type]


def put(stick: Path, name: str | bytes, data: bytes) -> None:
    Path(os.fsdecode(stick / os.fsdecode(name))).write_bytes(data)


def packaged(by: Organisation = OURS, **more: object) -> bytes:
    return package.write_package(by, campaign(**more), clock).raw  # type: ignore[arg-type]


def codes(done: courier.Exchanged) -> list[str]:
    return [problem.code for problem in done.problems]


def answer(store: KioskStore, count: int) -> None:
    for n in range(count):
        store.journal().append(f"answer {n}".encode())


def test_a_name_that_is_not_utf8_is_left_out_and_told(store: KioskStore, stick: Path) -> None:
    put(stick, "5f0c2f3a6c1e-v1.vpackage", packaged())
    put(stick, b"bad\xff.vpackage", packaged())
    put(stick, b"\xfe.VRECEIPT", b"x")
    done = exchange(store, stick)
    assert done.packages == 1
    assert [(p.where, p.code) for p in done.problems] == [
        ("bad\\xff.vpackage", "bad-name"), ("\\xfe.VRECEIPT", "bad-name"),
    ]
    transport = FolderTransport(stick)
    assert transport.list(".vpackage") == ("5f0c2f3a6c1e-v1.vpackage",)
    assert transport.bad_names(".vbundle") == ()
    with pytest.raises(ValueError, match="not a name"):
        transport.get("bad\udcff.vpackage")


def made(kind: str, path: Path) -> None:
    """Something under ``path`` that is no ordinary file."""
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "link":
        path.symlink_to("/etc/hostname")
    elif kind == "dangling link":
        path.symlink_to(path.parent / "nowhere")
    else:
        here = Path.cwd()
        os.chdir(path.parent)  # a socket's path may only be short
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(path.name)
        os.chdir(here)


KINDS = ("pipe", "folder", "link", "dangling link", "socket")


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_ordinary_file_is_neither_read_nor_overwritten(stick: Path, kind: str) -> None:
    name = "0011223344556677-000001.vbundle"
    made(kind, stick / name)
    before = os.lstat(stick / name)
    transport = FolderTransport(stick)
    assert transport.list(".vbundle") == ()
    if kind != "dangling link":
        with pytest.raises(PlaceRefuses, match="not an ordinary file"):
            transport.get(name)
    with pytest.raises(NameTaken, match="nothing was overwritten"):
        transport.put(name, b"sealed")
    assert os.lstat(stick / name) == before
    assert [path.name for path in stick.iterdir()] == [name]


@pytest.mark.parametrize("kind", [*KINDS, "other file"])
def test_names_that_are_taken_do_not_stop_what_waits(
    store: KioskStore, stick: Path, kind: str
) -> None:
    put(stick, "5f0c2f3a6c1e-v1.vpackage", packaged())
    assert exchange(store, stick).problems == ()
    answer(store, 3)
    (stream,) = store.streams()
    device = enrolment.file_name(store.identity)
    (stick / device).unlink()
    for name in (device, bundle.file_name(stream, 1), bundle.file_name(stream, 2)):
        if kind == "other file":
            put(stick, name, b"junk")
        else:
            made(kind, stick / name)
    done = exchange(store, stick)
    assert (done.names, done.records) == ((bundle.file_name(stream, 3),), 3)
    assert [(p.where, p.code) for p in done.problems] == [(device, "name-taken")]


class Crowded(FolderTransport):
    """A place where somebody has taken the names of the first ``taken`` bundles."""

    taken = 0
    tried = 0

    def put(self, name: str, data: bytes) -> None:
        """See :class:`sync.transport.Transport`."""
        if name.endswith(bundle.SUFFIX):
            self.tried += 1
            if int(name.removesuffix(bundle.SUFFIX).partition("-")[2]) <= self.taken:
                raise NameTaken(f"{name}: taken")
        super().put(name, data)


@pytest.mark.parametrize("taken", [20, 100, 20_000])
def test_somebody_who_takes_names_beforehand_does_not_hold_a_kiosk_up(
    store: KioskStore, stick: Path, taken: int
) -> None:
    put(stick, "5f0c2f3a6c1e-v1.vpackage", packaged())
    exchange(store, stick)
    answer(store, 3)
    crowded = Crowded(stick)
    crowded.taken = taken
    done = courier.exchange(store, crowded, clock)
    assert (done.records, codes(done)) == (3, [])
    assert crowded.tried <= NAMES_TRIED
    assert [name for name in done.names if bundle.peek(crowded.get(name)).number > taken]


def test_numbers_are_not_tried_for_ever(store: KioskStore, stick: Path) -> None:
    put(stick, "5f0c2f3a6c1e-v1.vpackage", packaged())
    exchange(store, stick)
    answer(store, 1)
    crowded = Crowded(stick)
    crowded.taken = 10**9
    done = courier.exchange(store, crowded, clock)
    assert (done.bundles, codes(done)) == (0, ["name-taken"])
    assert crowded.tried == NAMES_TRIED
    assert exchange(store, stick).records == 1


def test_the_device_file_lies_there_before_the_bundles(store: KioskStore, stick: Path) -> None:
    put(stick, "5f0c2f3a6c1e-v1.vpackage", packaged())
    store.install(package.read_package(packaged()))
    answer(store, 1)
    order: list[str] = []

    class Noting(FolderTransport):
        def put(self, name: str, data: bytes) -> None:
            order.append(Path(name).suffix)
            super().put(name, data)

    courier.exchange(store, Noting(stick), clock)
    assert order == [".vdevice", ".vbundle"]


def test_one_file_that_may_not_be_read_does_not_stop_the_others(
    store: KioskStore, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(stick, "5f0c2f3a6c1e-v1.vpackage", packaged())
    put(stick, "0.vpackage", b"")
    get = FolderTransport.get

    def guarded(self: FolderTransport, name: str, limit: int = 0) -> bytes:
        if name == "0.vpackage":
            raise PlaceRefuses("0.vpackage may not be read")
        return get(self, name, limit)

    monkeypatch.setattr(FolderTransport, "get", guarded)
    done = exchange(store, stick)
    assert (done.packages, codes(done)) == (1, ["place-refuses"])


def test_a_first_package_is_only_taken_from_the_trusted_organisation(
    store: KioskStore, stick: Path
) -> None:
    put(stick, "zz.vpackage", packaged(THEIRS))
    done = exchange(store, stick, trust=NUMBER)
    assert (done.packages, codes(done)) == (0, ["wrong-signer"])
    assert NUMBER not in done.problems[0].message
    assert enrolment.fingerprint(THEIRS.signer_public) in done.problems[0].message
    assert store.trusted_organisation is None
    put(stick, "5f0c2f3a6c1e-v1.vpackage", packaged())
    done = exchange(store, stick, trust=NUMBER.lower().replace(" ", "-"))
    assert (done.packages, codes(done)) == (1, ["wrong-signer"])
    assert store.trusted_organisation == OURS.signer_public


def test_a_device_of_another_organisation_is_told_at_once(store: KioskStore, stick: Path) -> None:
    store.install(package.read_package(packaged(THEIRS)))
    answer(store, 1)
    with pytest.raises(WrongSigner, match="not the one to be trusted"):
        exchange(store, stick, trust=NUMBER)
    assert list(stick.iterdir()) == []


@pytest.mark.parametrize(("told", "sound"), [
    (NUMBER, True), (NUMBER.replace(" ", ""), True), (NUMBER[:-1], False), (NUMBER + "0", False),
    ("Z" + NUMBER[1:], False), ("", False), ("٠" * 20, False),
])
def test_a_fingerprint_is_twenty_digits_however_grouped(told: str, sound: bool) -> None:
    assert enrolment.is_fingerprint(told) is sound


def acknowledged(found: bundle.Bundle) -> tuple[str, bytes]:
    """A receipt for the one epoch of a bundle: its name and bytes."""
    (part,) = found.epochs
    digest = receipt.range_digest(record.hash for record in found.records)
    value = Receipt(
        number=1, stream=found.stream, campaign=found.campaign, issued=MOMENT, backup=b"b" * 16,
        ranges=(AcknowledgedRange(
            epoch=part.epoch.id, first=part.first, count=len(found.records), digest=digest,
        ),),
    )
    return receipt.file_name(value), receipt.write_receipt(value, OURS.signer_public, OURS.sign)


def test_receipts_for_an_earlier_survey_still_let_the_kiosk_forget(
    store: KioskStore, stick: Path
) -> None:
    store.install(package.read_package(packaged()))
    answer(store, 3)
    (name,) = exchange(store, stick).names
    store.install(package.read_package(packaged(id=OTHER_CAMPAIGN)))
    answer(store, 2)
    found = bundle.read_bundle((stick / name).read_bytes())
    put(stick, *acknowledged(found))
    done = exchange(store, stick)
    assert (done.forgotten, done.problems, store.waiting()) == (3, (), 2)


@pytest.mark.parametrize("kind", ["pipe", "folder"])
def test_a_file_that_a_person_names_must_be_an_ordinary_one(tmp_path: Path, kind: str) -> None:
    made(kind, tmp_path / "x")
    for path in (tmp_path / "x", Path("/dev/zero")):
        with pytest.raises(OSError, match="not an ordinary file"):
            read_file(path)
    (tmp_path / "file").write_bytes(b"seven 7")
    (tmp_path / "to it").symlink_to(tmp_path / "file")
    assert read_file(tmp_path / "to it", 7) == b"seven 7"
    with pytest.raises(Damaged, match="6 bytes"):
        read_file(tmp_path / "file", 6)


def bomb(items: int, at: int) -> bytes:
    """A package that its own signer has filled with ``items`` recipients or revoked devices."""
    head = package.peek(packaged(THEIRS))
    payload = envelope.unwrap("package", head.raw).payload
    lists = [head.recipients_raw, head.revoked_raw]
    kept = len(payload) - sum(map(len, lists))
    one = b"\x93\xc4\x00\xa0\xc4\x00" if at == 0 else b"\xc4\x00"
    lists[at] = b"\xdd" + items.to_bytes(4, "big") + one * items
    payload = payload[:kept] + b"".join(lists)
    return envelope.wrap("package", envelope.SignedFile(
        payload=payload, signer=THEIRS.signer_public,
        signature=THEIRS.sign("package", THEIRS.signer_public, payload),
    ))


@pytest.mark.parametrize("at", [0, 1], ids=["recipients", "revoked"])
def test_a_package_with_too_long_a_list_is_refused_before_it_is_decoded(
    monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    class Never:
        def decode(self, _: bytes) -> object:
            raise AssertionError("the list was decoded")

    raw = bomb(70_000, at)
    for name in ("_recipients_decoder", "_revoked_decoder"):
        monkeypatch.setattr(package, name, Never())
    assert package.peek(raw).signer == THEIRS.signer_public
    with pytest.raises(Damaged, match="out of limits"):
        package.read_package(raw)


def test_a_strangers_package_is_refused_by_its_head_alone(store: KioskStore, stick: Path) -> None:
    store.install(package.read_package(packaged()))
    put(stick, "5f0c2f3a6c1e-v9.vpackage", bomb(70_000, 0))
    assert codes(exchange(store, stick)) == ["wrong-signer"]
    put(stick, "5f0c2f3a6c1e-v9.vpackage", bytes(package.LIMIT + 1))
    assert codes(exchange(store, stick)) == ["damaged"]


def test_a_strangers_bundle_under_our_name_is_not_decoded(
    store: KioskStore, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.install(package.read_package(packaged()))
    answer(store, 1)
    (stream,) = store.streams()
    other = Device("Surfplatta 2")
    raw = bundle.write_bundle(other.bundle(other.epoch([b"one"])), other.signer.sign)
    put(stick, bundle.file_name(stream, 99), raw)

    def never(_: bundle.Head) -> bundle.Bundle:
        raise AssertionError("a stranger's records were decoded")

    monkeypatch.setattr(bundle, "contents", never)
    assert exchange(store, stick).records == 1
