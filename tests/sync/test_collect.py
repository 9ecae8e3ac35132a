"""``vardera collect`` as a program of its own: what it is told, what it tells, what it outlives."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import shake_256
from pathlib import Path
from typing import Any

import pytest

import vardera
from kiosk.app import main
from storage.bodies import encode
from storage.kiosk import KioskStore
from storage.seal.keys import Signer
from storage.workspace import Cost, create, open_workspace
from survey.reading import write_campaign
from sync.enrolment import fingerprint
from sync.errors import PlaceFull, PlaceGone
from sync.mailbox.address import Address
from sync.mailbox.channel import Means
from sync.mailbox.client import Caller, MailboxTransport
from sync.mailbox.refusals import NoSpace, ServerUnknown
from sync.mailbox.registry import Entry, registry, write_registry
from sync.mailbox.statement import REMOTE, Statement, write_statement
from tests.sync.mailbox_builders import MemoryTokens
from tests.sync.sync_builders import campaign, response, seed

ROOT = Path(__file__).resolve().parents[2]
US, DEVICE = Signer(seed("organisation collect")), Signer(seed("device collect"))
NAME = "0011223344556677-000001.vbundle"
YEAR = timedelta(days=365)


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = vardera.main(["collect", *words])
    out = capsys.readouterr()
    return code, out.out, out.err


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'mailbox.db'}"


def vouched(tmp_path: Path, certificate: str, version: int = 1) -> Path:
    """What the organisation says of the server, in a file."""
    now = datetime.now(UTC)
    said = Statement(
        version=version, role=REMOTE, certificate=bytes.fromhex(certificate),
        begins=now - timedelta(days=1), ends=now + YEAR,
    )
    file = tmp_path / f"{version}.vserver"
    file.write_bytes(write_statement(said, US.public, US.sign))
    return file


def made(capsys: pytest.CaptureFixture[str], tmp_path: Path, url: str, *more: str) -> str:
    """A mailbox that serves US; its certificate's hash."""
    code, out, err = told(capsys, "init", "--store", url, "--json")
    assert code == 0, err
    certificate = json.loads(out)["certificate"]
    file = vouched(tmp_path, certificate)
    code, out, err = told(
        capsys, "init", "--store", url, "--organisation", fingerprint(US.public),
        "--statement", str(file), "--json", *more,
    )
    assert (code, json.loads(out)["added"]) == (0, True), err
    return str(certificate)


@contextmanager
def running(url: str, port: int = 0) -> Iterator[tuple[subprocess.Popen[str], Address]]:
    """The program itself, listening."""
    process = subprocess.Popen(
        [sys.executable, "-m", "vardera", "collect", "--listen", f"127.0.0.1:{port}",
         "--store", url],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        assert line.startswith("Listening on 127.0.0.1:"), (line, process.communicate())
        yield process, Address("127.0.0.1", int(line.split(":")[1].split(";")[0]))
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def transport(
    address: Address, signer: Signer | None = None, tokens: MemoryTokens | None = None
) -> MailboxTransport:
    who = signer or US
    caller = Caller(
        organisation=US.public, public=who.public, sign=who.sign,
        tokens=None if signer is None else tokens or MemoryTokens(),
    )
    means = Means(
        clock=lambda: datetime.now(UTC), random=os.urandom, wait=lambda _: None, timeout=10,
    )
    return MailboxTransport(address, caller, means)


def register(office: MailboxTransport) -> None:
    now = datetime.now(UTC)
    known = registry(1, (Entry(device=DEVICE.public),), issued=now, until=now + YEAR)
    office.post("registry", write_registry(known, US.public, US.sign))


def test_a_bundle_goes_through_a_killed_and_restarted_mailbox(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, url: str
) -> None:
    made(capsys, tmp_path, url)
    data, tokens = shake_256(b"sealed").digest(700_000), MemoryTokens()
    with running(url) as (process, address):
        office = transport(address)
        register(office)
        kiosk = transport(address, DEVICE, tokens)
        kiosk.put(NAME, data)
        process.send_signal(signal.SIGKILL)
        process.wait(30)
        with pytest.raises(PlaceGone):
            office.list(".vbundle")
        kiosk.close()
        office.close()
    with running(url, address.port) as (process, address):
        kiosk, office = transport(address, DEVICE, tokens), transport(address)
        assert kiosk.list(".vbundle") == office.list(".vbundle") == (NAME,)
        assert office.get(NAME) == data
        assert office.remove(NAME)
        assert office.list(".vbundle") == ()
        kiosk.close()
        office.close()
        process.send_signal(signal.SIGTERM)
        out, log = process.communicate(timeout=30)
        assert process.returncode == 0
    assert "listening on 127.0.0.1" in log
    for secret in (NAME, NAME[:16], DEVICE.public.hex()[:8], US.public.hex()[:8]):
        assert secret not in out + log
    lying = b"".join(file.read_bytes() for file in tmp_path.glob("mailbox.db*"))
    assert data[1000:1064] not in lying


def test_another_server_under_the_same_address_gets_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, url: str
) -> None:
    made(capsys, tmp_path, url)
    Path(url.removeprefix("sqlite:///") + ".key").unlink()
    assert told(capsys, "init", "--store", url)[0] == 0  # makes another key
    with running(url) as (_, address):
        office = transport(address)
        with pytest.raises(ServerUnknown):
            office.put(NAME, b"sealed")
        office.close()


def test_an_organisation_that_is_not_served_is_told(
    capsys: pytest.CaptureFixture[str], url: str
) -> None:
    assert told(capsys, "init", "--store", url)[0] == 0
    with running(url) as (_, address):
        office = transport(address)
        with pytest.raises(NoSpace):
            office.list(".vbundle")
        office.close()


def test_a_full_space_is_told_and_made_wider(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, url: str
) -> None:
    made(capsys, tmp_path, url, "--quota-mib", "1", "--device-mib", "1")
    data = bytes(900_000)
    with running(url) as (_, address):
        office = transport(address)
        office.put(NAME, data)
        with pytest.raises(PlaceFull):
            office.put("0011223344556677-000002.vbundle", data)
        code, _, _ = told(
            capsys, "init", "--store", url, "--organisation", US.public.hex(),
            "--quota-mib", "2", "--device-mib", "1",
        )
        assert code == 0
        office.put("0011223344556677-000002.vbundle", data)
        office.close()
    code, out, _ = told(capsys, "list", "--store", url, "--json")
    (space,) = json.loads(out)["spaces"]
    assert (code, space["files"], space["bytes"]) == (0, 2, 1_800_000)
    assert space["number"] == fingerprint(US.public)
    assert "0011" not in told(capsys, "list", "--store", url)[1].replace(space["number"], "")


def test_what_init_makes_only_its_owner_can_read(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, url: str
) -> None:
    first = made(capsys, tmp_path, url)
    files = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.glob("mailbox*")}
    assert files["mailbox.db"] == files["mailbox.db.key"] == 0o600
    code, out, _ = told(capsys, "init", "--store", url, "--json")
    assert (code, json.loads(out)) == (
        0, {"certificate": first, "organisation": None, "added": None}
    )
    (tmp_path / "mailbox.db.key").chmod(0o644)
    code, _, err = told(capsys, "--store", url, "--listen", "127.0.0.1:0")
    assert (code, "chmod 600" in err) == (2, True)


def test_a_closed_space_is_deleted(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, url: str
) -> None:
    made(capsys, tmp_path, url)
    words = ("close", "--store", url, "--organisation", US.public.hex())
    assert told(capsys, *words)[0] == 0
    assert told(capsys, *words)[0] == 1
    assert "nobody" in told(capsys, "list", "--store", url)[1]


def test_a_statement_of_another_server_or_organisation_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, url: str
) -> None:
    certificate = made(capsys, tmp_path, url)
    other = vouched(tmp_path, "00" * 32, version=2)
    named = ("init", "--store", url, "--statement", str(other), "--organisation")
    assert told(capsys, *named, fingerprint(US.public))[0] == 3
    mine = vouched(tmp_path, certificate, version=3)
    named = ("init", "--store", url, "--statement", str(mine), "--organisation")
    assert told(capsys, *named, fingerprint(DEVICE.public))[0] == 3
    assert told(capsys, *named, DEVICE.public.hex())[0] == 3
    assert told(capsys, *named, fingerprint(US.public))[0] == 0


@pytest.mark.parametrize(("words", "said"), [
    (("--listen", "127.0.0.1:0"), "--store"),
    (("--store", "sqlite:///x.db"), "--listen"),
    (("--store", "sqlite:///x.db", "--listen", "127.0.0.1:99999"), "port"),
    (("init", "--store", "postgresql://a:geheim@host/x"), "password"),
    (("init", "--store", "mysql://host/x", "--key", "/nowhere/key"), "cannot be written"),
    (("init", "--store", "sqlite:///nowhere/x.db"), "cannot be written"),
    (("list", "--store", "mysql://host/x"), "sqlite"),
    (("close", "--store", "sqlite:///x.db"), "organisation"),
    (("init", "--store", "sqlite:///x.db", "--organisation", "12"), "64 digits"),
    (("init", "--store", "sqlite:///x.db", "--quota-mib", "1"), "--device-mib"),
])
def test_wrong_usage_is_told_and_leaves_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...], said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("VARDERA_COLLECT_STORE", raising=False)
    code, _, err = told(capsys, *words)
    assert (code, said in err) == (2, True), err
    assert "geheim" not in err
    assert list(tmp_path.iterdir()) == []


def test_the_mailbox_runs_without_windows_or_a_workspace() -> None:
    code = (
        "import sys, vardera\n"
        "try: vardera.main(['collect', '--store', 'sqlite:///x', '--listen', 'x:1'])\n"
        "except SystemExit: pass\n"
        "import sync.mailbox.serving, storage.mailbox.store\n"
        "print('\\n'.join(sorted(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    loaded = done.stdout.split()
    assert "storage.mailbox.store" in loaded
    heavy = {"PySide6", "sqlcipher3", "numpy", "reportlab", "typst", "fsspec", "kiosk"}
    assert not {name.split(".")[0] for name in loaded} & heavy
    assert not [name for name in loaded if name.startswith("storage.workspace")]


def test_an_address_that_is_taken_is_told(
    capsys: pytest.CaptureFixture[str], url: str
) -> None:
    assert told(capsys, "init", "--store", url)[0] == 0
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        began = time.monotonic()
        code, _, err = told(
            capsys, "--store", url, "--listen", f"127.0.0.1:{taken.getsockname()[1]}"
        )
    assert (code, "listen" in err) == (3, True)
    assert time.monotonic() - began < 30


def registered(town: Path, store: Path) -> None:
    """The device of the kiosk's store, as if its file had come by hand."""
    kiosk = KioskStore.create_or_open(
        store, name="Disken", clock=lambda: datetime.now(UTC), random=os.urandom
    )
    identity = kiosk.identity
    kiosk.close()
    with open_workspace(
        town, passphrase="fyra ord att minnas", clock=lambda: datetime.now(UTC)
    ) as workspace:
        workspace.register_device(identity)


def answered(store: Path, count: int) -> None:
    kiosk = KioskStore.create_or_open(
        store, name="Disken", clock=lambda: datetime.now(UTC), random=os.urandom
    )
    for number in range(count):
        kiosk.journal().append(encode(response(rating=number + 1)))
    kiosk.close()


def test_the_whole_way_by_commands_alone(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def vardera_says(*words: str, exits: int = 0) -> dict[str, Any]:
        assert vardera.main([*words, "--json"]) == exits, capsys.readouterr().err
        return dict(json.loads(capsys.readouterr().out))

    def kiosk(*words: str) -> dict[str, Any]:
        code = main(["--store", str(tmp_path / "kiosk"), *words, "--json"])
        told = capsys.readouterr()
        assert code == 0, told
        return dict(json.loads(told.out))

    town, backups = str(tmp_path / "town"), str(tmp_path / "backups")
    with create(
        tmp_path / "town", passphrase="fyra ord att minnas", name="Exempelkommun",
        clock=lambda: datetime.now(UTC), cost=Cost(memory=64, passes=1, lanes=1),
    )[0] as workspace:
        now = datetime.now(UTC).date()
        survey = replace(campaign(), first_day=now, last_day=now + timedelta(days=30))
        workspace.add_campaign(survey, write_campaign(survey))
        for tag, text in survey.consent.text.items():
            workspace.consents.mark(survey.id, tag, text)
    monkeypatch.setenv("VARDERA_PASSPHRASE", "fyra ord att minnas")
    certificate = vardera_says("collect", "init", "--store", url)["certificate"]
    file = str(tmp_path / "ours.vserver")
    said = vardera_says("vouch", town, "--certificate", certificate, "--out", file)
    vardera_says(
        "collect", "init", "--store", url, "--statement", file,
        "--organisation", said["organisation_fingerprint"],
    )
    with running(url) as (_, address):
        place = f"https://{address}"
        made = vardera_says("campaign", "deploy", town, "--to", str(tmp_path))
        package = next(tmp_path.glob("*.vpackage"))
        card = kiosk("--name", "Disken", "--install", str(package))
        registered(tmp_path / "town", tmp_path / "kiosk")
        # brings the list of devices too
        vardera_says("campaign", "deploy", town, "--to", place)
        answered(tmp_path / "kiosk", 3)
        sent = kiosk("--sync", place)
        assert (sent["packages"], sent["waiting"], len(sent["names"])) == (1, 3, 1)
        taken = vardera_says("intake", town, place, "--backup", backups, "--receipts", "--purge")
        assert (taken["new"], taken["receipts"]["records"], len(taken["purged"])) == (3, 3, 1)
        assert kiosk("--sync", place)["waiting"] == 0
    assert made["organisation_fingerprint"] == card["organisation_fingerprint"]
