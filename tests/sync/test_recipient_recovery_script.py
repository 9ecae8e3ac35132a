"""``docs/recovery/open_bundle.py``: the sheet and a bundle are enough, without this program."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from storage.bodies import encode
from storage.kiosk import KioskStore
from storage.seal import coding, epochs, keys, recovery
from storage.seal.ratchet import EpochOpener
from storage.values import Recipient
from storage.workspace import Cost, Workspace, create
from survey.reading import write_campaign
from sync import bundle, courier, package
from sync.folder import FolderTransport
from tests.sync.sync_builders import (
    CAMPAIGN,
    Device,
    campaign,
    clock,
    known_random,
    response,
)

SCRIPT = Path(__file__).parents[2] / "docs" / "recovery" / "open_bundle.py"


@dataclass
class Collected:
    workspace: Workspace
    code: str
    bundle: Path


@pytest.fixture
def collected(tmp_path: Path) -> Collected:
    """A bundle of a real kiosk: four finished answers and one that was broken off."""
    workspace, code = create(
        tmp_path / "w", name="Exempelkommun", passphrase="en lång fras", clock=clock,
        random=known_random("workspace"), cost=Cost(memory=64, passes=1, lanes=1),
    )
    workspace.add_campaign(campaign(), write_campaign(campaign()))
    workspace.keys.rotate(CAMPAIGN)
    store = KioskStore.create_or_open(
        tmp_path / "kiosk", name="Entrén", clock=clock, random=known_random("Entrén")
    )
    store.install(package.write_package(workspace, campaign(), clock))
    for n in range(1, 5):
        store.journal().append(encode(response(n)))
    store.journal().draft(encode(replace(response(5), complete=False)))
    store.journal().seal_partial()
    store.journal().append(encode(response(3)))
    (tmp_path / "stick").mkdir()
    courier.exchange(store, FolderTransport(tmp_path / "stick"), clock)
    store.close()
    [file] = (tmp_path / "stick").glob("*.vbundle")
    return Collected(workspace, code, file)


def run(file: Path, code: str) -> subprocess.CompletedProcess[str]:
    """As a person runs it who has nothing but cryptography: isolated, in another folder."""
    alone = "import sys, runpy\n" \
        "for name in ('storage', 'sync', 'survey', 'msgspec', 'sqlalchemy'):\n" \
        "    sys.modules[name] = None\n" \
        f"sys.argv = ['open_bundle.py', {str(file)!r}]\n" \
        f"runpy.run_path({str(SCRIPT)!r}, run_name='__main__')\n"
    return subprocess.run(
        [sys.executable, "-I", "-c", alone], input=code + "\n", capture_output=True, text=True,
        cwd=file.parent, check=False,
    )


def ours(collected: Collected) -> list[Any]:
    """The same records as our own reader opens them, with the campaign's own key."""
    read = bundle.read_bundle(collected.bundle.read_bytes())
    openers = {
        part.epoch.id: EpochOpener(
            part.epoch,
            epochs.open_epoch(part.epoch, collected.workspace.receiving_key(CAMPAIGN)),
        )
        for part in read.epochs
    }
    return [
        {
            "device": read.device.hex(), "epoch": record.epoch.hex(), "n": record.n,
            "record": record.id.hex(),
            "body": shown(msgspec.msgpack.decode(openers[record.epoch].open(record))),
        }
        for record in read.records
    ]


def shown(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(shown(key)): shown(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [shown(item) for item in value]
    return value.hex() if isinstance(value, bytes) else value


def test_the_script_prints_what_our_own_reader_opens(collected: Collected) -> None:
    done = run(collected.bundle, collected.code)
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert told == ours(collected)
    kinds = [one["body"][0] for one in told]
    assert sorted(kinds) == ["response"] * 5 + ["response.partial"]
    collected.workspace.close()


def test_the_script_reads_the_code_as_a_person_types_it(collected: Collected) -> None:
    typed = collected.code.lower().replace(" ", "-").replace("0", "o").replace("1", "l")
    assert run(collected.bundle, typed).stdout == run(collected.bundle, collected.code).stdout
    assert "typing error" in run(collected.bundle, collected.code[:-1] + "*").stderr
    other, another_code = create(
        collected.bundle.parent / "other", name="Grannkommun", passphrase="en lång fras",
        clock=clock, cost=Cost(memory=64, passes=1, lanes=1),
    )
    assert "not sealed to this sheet" in run(collected.bundle, another_code).stderr
    other.close()
    collected.workspace.close()


def test_the_script_opens_nothing_that_the_device_did_not_sign(collected: Collected) -> None:
    raw = bytearray(collected.bundle.read_bytes())
    raw[len(raw) // 2] ^= 1
    collected.bundle.write_bytes(raw)
    done = run(collected.bundle, collected.code)
    assert done.returncode != 0 and "InvalidSignature" in done.stderr and done.stdout == ""
    collected.workspace.close()


def test_the_script_opens_what_the_first_schema_sealed(
    collected: Collected, tmp_path: Path
) -> None:
    secret = recovery.recovery_secret(recovery.read_code(collected.code))
    sheet = keys.ReceivingKey(keys.recovery_seed_for(secret, CAMPAIGN))
    device = Device(recipients=(Recipient(id=sheet.id, role="recovery", public=sheet.public),))
    made = device.bundle(device.epoch([encode(response(2)), coding.pack(("later", 7, None, -5))]))
    file = tmp_path / "old.vbundle"
    file.write_bytes(bundle.write_bundle(made, device.signer.sign))
    done = run(file, collected.code)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[1])["body"] == ["later", 7, None, -5]
    collected.workspace.close()


def test_the_script_is_short_enough_to_be_read_before_it_is_trusted() -> None:
    assert len(SCRIPT.read_text("utf-8").splitlines()) <= 100
