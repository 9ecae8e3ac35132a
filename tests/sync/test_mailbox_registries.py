"""A registry is read once for all who knock, and anew as soon as another is posted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from storage.errors import Damaged, WrongSigner
from sync.mailbox import registry
from sync.mailbox.address import Address
from sync.mailbox.refusals import Revoked, Unpaired
from sync.mailbox.registry import KEPT, Entry, Registries
from tests.sync.mailbox_builders import Machines, device
from tests.sync.sync_builders import MOMENT, Organisation


@pytest.fixture
def machines() -> Machines:
    return Machines()


@pytest.fixture
def address(machines: Machines) -> Iterator[Address]:
    with machines.serving() as where:
        yield where


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Whose registries have been verified."""
    verified: list[bytes] = []
    whole = registry.read_registry

    def counted(data: bytes, organisation: bytes) -> registry.Registry:
        made = whole(data, organisation)
        verified.append(organisation)
        return made

    monkeypatch.setattr(registry, "read_registry", counted)
    return verified


def test_whoever_knocks_a_registry_is_verified_once(
    machines: Machines, address: Address, read: list[bytes]
) -> None:
    machines.pair(device("A"), device("B"))
    for name in ("A", "B"):
        assert machines.transport(address, device(name)).list(".vpackage") == ()
    for number in range(3):
        with pytest.raises(Unpaired):
            machines.transport(address, device(f"stranger {number}")).list(".vpackage")
    assert read == [machines.us.public]
    machines.register(Entry(device=device("A").public, revoked=True))
    with pytest.raises(Revoked):
        machines.transport(address, device("A")).list(".vpackage")
    assert len(read) == 2


def written(who: Organisation) -> bytes:
    made = registry.registry(1, (), issued=MOMENT, until=MOMENT + timedelta(days=1))
    return registry.write_registry(made, who.signer_public, who.sign)


def test_what_is_kept_is_bounded_and_never_anothers(read: list[bytes]) -> None:
    kept, all_of = Registries(), [Organisation(f"Kommun {n}") for n in range(KEPT + 1)]
    for who in (*all_of, *all_of[1:], all_of[0]):
        kept.read(written(who), who.signer_public)
    assert len(read) == KEPT + 2, "only the first was forgotten"
    with pytest.raises(WrongSigner):
        kept.read(written(all_of[1]), all_of[0].signer_public)
    hurt = bytearray(written(all_of[0]))
    hurt[-1] ^= 1
    with pytest.raises((Damaged, WrongSigner)):
        kept.read(bytes(hurt), all_of[0].signer_public)
