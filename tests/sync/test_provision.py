"""The short code for a kiosk: typed, grouped, misread, forged; its vectors."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from sync.enrolment import fingerprint
from sync.mailbox.address import Address
from sync.provision import (
    PREFIX,
    MisreadCode,
    Provision,
    for_scanning,
    read_provision,
    write_provision,
)

VECTORS = json.loads(
    (Path(__file__).parents[2] / "docs/formats/vectors/provision.json").read_text("utf-8")
)
PUBLIC = bytes(range(32))
NUMBER = fingerprint(PUBLIC)
PLACES = ("192.168.1.20:8347", "vardera.example.se:8347", "[fe80::1]:8347",
          "s3://surveys/library", "sftp://carry@host/var/carry", "file:///media/share")


@pytest.mark.parametrize("case", VECTORS["good"], ids=lambda case: case["place"])
def test_the_vectors_are_written_and_read_as_they_are(case: dict[str, str]) -> None:
    assert write_provision(case["place"], bytes.fromhex(case["organisation"])) == case["code"]
    assert for_scanning(case["code"]) == case["scanned"]
    read = read_provision(case["scanned"])
    assert read == read_provision(case["code"].lower())
    assert read.organisation == case["number"]
    assert (str(read.mailbox) if read.mailbox else read.place) == case["place"]


@pytest.mark.parametrize("case", VECTORS["bad"], ids=lambda case: case["why"])
def test_the_bad_vectors_are_refused_for_their_reason(case: dict[str, str]) -> None:
    with pytest.raises(MisreadCode) as told:
        read_provision(case["code"])
    assert told.value.reason.value == case["refused"]


def test_a_code_for_an_address_is_eight_short_groups() -> None:
    code = write_provision("192.168.1.20", PUBLIC)
    assert [len(group) for group in code.split()] == [4] * 7 + [3]
    assert read_provision(code) == Provision(
        organisation=NUMBER, mailbox=Address("192.168.1.20", 8347)
    )


@pytest.mark.parametrize("place", PLACES)
def test_what_people_take_for_another_letter_is_forgiven(place: str) -> None:
    code = write_provision(place, PUBLIC)
    typed = code.lower().replace("0", "o").replace("1", "l").replace(" ", "-")
    assert read_provision(typed) == read_provision(PREFIX + code)


def test_no_single_slip_is_taken_for_another_code() -> None:
    """Every sign of a code changed to every other one: all are refused."""
    code = write_provision("192.168.1.20", PUBLIC).replace(" ", "")
    signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    for at in range(len(code)):
        for sign in signs:
            if sign != code[at]:
                with pytest.raises(MisreadCode):
                    read_provision(code[:at] + sign + code[at + 1 :])


@pytest.mark.parametrize("place", [
    "s3://key:secret@bucket/x", "s3://bucket/x?token=1", "/media/stick", "memory://x", "",
    "gopher://x", "s3://" + "x" * 130, "http://192.168.1.20",
])
def test_a_place_that_holds_a_secret_or_that_nobody_else_reaches_gets_no_code(place: str) -> None:
    with pytest.raises(ValueError):
        write_provision(place, PUBLIC)


def test_rubbish_is_refused_and_never_anything_else() -> None:
    chance = random.Random(5)
    for _ in range(3_000):
        text = "".join(chr(chance.choice((chance.randrange(32, 127), chance.randrange(0x3000))))
                       for _ in range(chance.randrange(60)))
        with pytest.raises(MisreadCode):
            read_provision(text)


def test_the_organisation_number_is_the_one_that_people_compare() -> None:
    assert read_provision(write_provision("host:1", PUBLIC)).organisation == NUMBER
