"""What comes beside answers, and what devices tell, is written in one way and read strictly."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from storage import bodies
from storage.errors import Damaged
from storage.unsealing import RowMaker
from survey.beside import Beside, Flag, Seen
from survey.device_notes import Trouble
from survey.records import Body, Response
from tests.storage.beside_bodies import ALL, BESIDE, HEALTH, OCCASION, VECTORS, refused, wire
from tests.storage.form_bodies import FORMS, told
from tests.storage.test_bodies import BODIES, RESPONSE, number

RELEASED: dict[str, Any] = json.loads(VECTORS.read_text("utf-8"))


@pytest.mark.parametrize("body", ALL, ids=lambda body: bodies.encode(body)[2:20].hex())
def test_every_such_body_comes_back_as_it_was(body: Body) -> None:
    assert bodies.decode(bodies.encode(body)) == body


@pytest.mark.parametrize("one", RELEASED["good"], ids=lambda one: one["raw"][4:40])
def test_released_bytes_read_and_are_written_the_same(one: dict[str, Any]) -> None:
    body = bodies.decode(bytes.fromhex(one["raw"]))
    assert not isinstance(body, bodies.Unknown)
    assert told(body) == one["says"]
    assert bodies.encode(body).hex() == one["raw"]


@pytest.mark.parametrize("one", RELEASED["bad"], ids=lambda one: one["name"])
def test_what_breaks_the_format_is_damaged_and_reaches_no_table(one: dict[str, str]) -> None:
    raw = bytes.fromhex(one["raw"])
    with pytest.raises(Damaged):
        bodies.decode(raw)
    maker = RowMaker(1, 1, {})
    with pytest.raises(Damaged):
        maker.add(bytes(16), raw)
    assert maker.rows.responses == []


def test_every_fault_of_these_that_is_known_has_its_vector() -> None:
    assert [one["name"] for one in RELEASED["bad"]] == [name for name, _ in refused()]


def test_the_version_is_the_lowest_that_has_what_is_needed() -> None:
    assert {wire(body)[1] for body in (*BODIES, *FORMS)} == {1}
    assert {wire(body)[1] for body in ALL if isinstance(body, Response)} == {2}


def test_the_kinds_are_those_of_version_1() -> None:
    kinds = {wire(body)[0] for body in ALL if isinstance(body, Response)}
    assert kinds == {
        "response", "response.partial", "response.coded", "response.form",
        "response.form.partial", "response.form.coded",
    }


def test_the_order_of_screens_and_flags_is_not_written() -> None:
    backwards = replace(
        BESIDE, flags=tuple(reversed(BESIDE.flags)), screens=tuple(reversed(BESIDE.screens))
    )
    assert bodies.encode(replace(RESPONSE, beside=backwards)) == bodies.encode(ALL[0])
    turned = replace(HEALTH, troubles=tuple(reversed(HEALTH.troubles)))
    assert bodies.encode(turned) == bodies.encode(HEALTH)


@pytest.mark.parametrize("body", [
    replace(RESPONSE, beside=Beside(screens=(Seen(question=number(1), seconds=1),) * 2)),
    replace(RESPONSE, beside=Beside(screens=(Seen(question=number(1), seconds=3_601),))),
    replace(RESPONSE, beside=Beside(language_switches=101)),
    replace(HEALTH, time=HEALTH.time + timedelta(minutes=1)),
    replace(HEALTH, battery=101),
    replace(OCCASION, present=100_001),
    replace(OCCASION, partner="x" * 201),
], ids=["twice", "seconds", "switches", "minute", "battery", "present", "partner"])
def test_nothing_beside_is_written_that_could_not_be_read(body: Body) -> None:
    with pytest.raises(ValueError, match=r"limit|twice|hour"):
        bodies.encode(body)


def test_half_a_character_costs_neither_the_answer_nor_what_came_beside_it() -> None:
    body = replace(RESPONSE, answers={number(14): "half \ud83d"}, beside=BESIDE)
    read = bodies.decode(bodies.encode(body))
    assert read == replace(body, answers={number(14): "half \ufffd"})


def test_a_cut_body_of_version_2_is_damaged_wherever_it_is_cut() -> None:
    raw = bodies.encode(ALL[0])
    for end in range(len(raw)):
        with pytest.raises(Damaged):
            bodies.decode(raw[:end])


def test_every_flag_and_trouble_of_the_domain_can_be_written() -> None:
    flags, troubles = tuple(sorted(Flag)), tuple(sorted(Trouble))
    body = bodies.decode(bodies.encode(replace(RESPONSE, beside=Beside(flags=flags))))
    assert isinstance(body, Response) and body.beside.flags == flags
    health = replace(HEALTH, troubles=troubles)
    assert bodies.decode(bodies.encode(health)) == health
