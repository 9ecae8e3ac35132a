"""Packages: a survey that kiosks can run, or nothing."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from storage.errors import Damaged, TooNew
from storage.seal import coding, keys
from storage.values import Package
from survey.reading import read_campaign
from sync import envelope, package
from tests.sync.sync_builders import (
    CAMPAIGN,
    MOMENT,
    OTHER_CAMPAIGN,
    Organisation,
    campaign,
    clock,
    recipient,
)


@pytest.fixture(scope="module")
def organisation() -> Organisation:
    return Organisation()


@pytest.fixture(scope="module")
def made(organisation: Organisation) -> Package:
    return package.write_package(organisation, campaign(), clock)


def test_a_package_holds_the_survey_and_who_may_read_the_answers(
    made: Package, organisation: Organisation
) -> None:
    again = package.read_package(made.raw)
    assert again == made
    assert read_campaign(again.definition)[0] == campaign()
    assert (again.campaign, again.version, again.issued) == (CAMPAIGN, 1, MOMENT)
    assert again.recipients == (recipient("campaign")[0], recipient("recovery")[0])
    assert again.signer == organisation.signer_public
    assert again.hash == keys.digest("package", envelope.unwrap("package", made.raw).payload)


def test_each_deployment_raises_the_version_and_is_recorded() -> None:
    organisation = Organisation()
    first = package.write_package(organisation, campaign(), clock)
    second = package.write_package(organisation, campaign(), clock)
    assert (first.version, second.version) == (1, 2)
    assert [p[3] for p in organisation.packages] == [first.raw, second.raw]


def test_a_survey_that_a_kiosk_could_not_read_is_not_deployed() -> None:
    organisation = Organisation()
    with pytest.raises(ValueError, match="cannot be deployed"):
        package.write_package(organisation, replace(campaign(), languages=()), clock)
    assert organisation.packages == []


def test_a_hurt_package_is_damage(made: Package) -> None:
    raw = made.raw
    for at in [*range(60), *range(0, len(raw), 29), *range(len(raw) - 120, len(raw))]:
        hurt = bytearray(raw)
        hurt[at] ^= 0x10
        with pytest.raises((Damaged, TooNew)):
            package.read_package(bytes(hurt))
    for length in range(0, len(raw), 97):
        with pytest.raises(Damaged):
            package.read_package(raw[:length])


def test_a_later_package_is_told_apart_from_damage(made: Package) -> None:
    with pytest.raises(TooNew, match="Update the program"):
        package.read_package(made.raw.replace(b"/1\n", b"/2\n", 1))


def resigned(made: Package, organisation: Organisation, at: int, value: object) -> bytes:
    """The package with one field changed and signed again by its organisation."""
    wire = list(msgspec.msgpack.decode(envelope.unwrap("package", made.raw).payload))
    wire[at] = value
    payload = coding.pack(tuple(wire))
    return envelope.wrap("package", envelope.SignedFile(
        payload=payload, signer=organisation.signer_public,
        signature=organisation.sign("package", organisation.signer_public, payload),
    ))


public = recipient()[0].public


@pytest.mark.parametrize(("at", "value"), [
    (1, b"short"), (1, OTHER_CAMPAIGN.bytes), (2, 0), (2, 2**32), (3, 2**60), (4, ""),
    (4, "Två\nrader"), (5, b"{}"), (5, b"["), (5, b"\xff"), (6, ((b"i" * 16, "r", b""),)),
    (6, ((b"i" * 16, "r", public),)), (6, ((keys.recipient_id(public), "r\n", public),)),
    (6, ((keys.recipient_id(public), "r", public),) * 2), (7, (b"short",)),
], ids=[
    "campaign", "other survey", "version 0", "version too high", "time", "no name", "two lines",
    "empty survey", "broken survey", "no text", "no key", "wrong id", "role",
    "twice", "revoked",
])
def test_a_signed_package_out_of_limits_is_damage(
    made: Package, organisation: Organisation, at: int, value: object
) -> None:
    with pytest.raises(Damaged):
        package.read_package(resigned(made, organisation, at, value))


def test_the_file_name_tells_survey_and_version(made: Package) -> None:
    assert package.file_name(made) == "5f0c2f3a6c1e-v1.vpackage"
