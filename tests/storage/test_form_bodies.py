"""Bodies of whole forms: written in one way, in an order that tells nothing, read strictly."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from storage import bodies, further
from storage.body_structs import DecimalWire
from storage.errors import Damaged
from storage.seal import records
from storage.unsealing import RowMaker
from survey.records import Body, Further, Kind, Response
from tests.storage.form_bodies import FORM, FORMS, FURTHER, VECTORS, refused, told
from tests.storage.test_bodies import RESPONSE, number

RELEASED: dict[str, Any] = json.loads(VECTORS.read_text("utf-8"))


@pytest.mark.parametrize(
    "body", FORMS, ids=("whole", "partial", "coded", "further alone", "orders", "files")
)
def test_a_form_comes_back_as_it_was(body: Body) -> None:
    assert bodies.decode(bodies.encode(body)) == body


@pytest.mark.parametrize("one", RELEASED["good"], ids=lambda one: one["raw"][4:40])
def test_released_bytes_are_read_and_written_the_same(one: dict[str, Any]) -> None:
    body = bodies.decode(bytes.fromhex(one["raw"]))
    assert not isinstance(body, bodies.Unknown)
    assert told(body) == one["says"]
    assert bodies.encode(body).hex() == one["raw"]


@pytest.mark.parametrize("one", RELEASED["bad"], ids=lambda one: one["name"])
def test_what_breaks_the_format_of_forms_is_damaged(one: dict[str, str]) -> None:
    with pytest.raises(Damaged):
        bodies.decode(bytes.fromhex(one["raw"]))


def test_every_fault_that_is_known_has_its_vector() -> None:
    assert [one["name"] for one in RELEASED["bad"]] == [name for name, _ in refused()]


def test_the_kind_says_how_it_ended() -> None:
    kinds = [bodies.encode(body)[1:].split(b"\x01")[0] for body in FORMS[:3]]
    assert [kind.lstrip(b"\xad\xb5\xb3") for kind in kinds] == [
        b"response.form", b"response.form.partial", b"response.form.coded",
    ]


def test_without_further_answers_it_is_a_plain_response() -> None:
    assert bodies.encode(replace(FORM, further=())) == bodies.encode(RESPONSE)


def test_the_order_of_filling_in_is_not_written() -> None:
    backwards = replace(FORM, further=tuple(reversed(FURTHER)))
    assert bodies.encode(backwards) == bodies.encode(FORM)


def test_choosing_in_another_order_is_not_written_but_ranking_is() -> None:
    def of(kind: Kind, *ids: int) -> bytes:
        value = tuple(number(id) for id in ids)
        one = Further(node=number(1), kind=kind, value=value)
        return bodies.encode(replace(FORM, further=(one,)))

    assert of(Kind.CHOICES, 8, 9) == of(Kind.CHOICES, 9, 8)
    assert of(Kind.RANKED, 8, 9) != of(Kind.RANKED, 9, 8)


@pytest.mark.parametrize(
    "further",
    [
        Further(node=number(1), kind=Kind.TEXT, value="x" * 20_001),
        Further(node=number(1), kind=Kind.INTEGER, value=2**31),
        Further(node=number(1), kind=Kind.DECIMAL, value="1e9"),
        Further(node=number(1), at=(0,), kind=Kind.NONE),
        Further(node=number(1), kind=Kind.CHOICES, value=()),
    ],
    ids=["text", "integer", "decimal", "place", "choices"],
)
def test_no_further_answer_is_written_that_could_not_be_read(further: Further) -> None:
    with pytest.raises(ValueError, match="limit"):
        bodies.encode(replace(FORM, further=(further,)))


def test_half_a_character_in_a_repeat_does_not_cost_the_answer() -> None:
    half = Further(node=number(1), at=(1,), kind=Kind.TEXT, value="half \ud83d")
    read = bodies.decode(bodies.encode(replace(FORM, further=(half,))))
    assert isinstance(read, Response)
    assert read.further == (replace(half, value="half \ufffd"),)


@pytest.mark.parametrize("one", RELEASED["bad"], ids=lambda one: one["name"])
def test_what_breaks_the_format_of_forms_does_not_reach_the_tables(one: dict[str, str]) -> None:
    maker = RowMaker(1, 1, {})
    with pytest.raises(Damaged):
        maker.add(bytes(16), bytes.fromhex(one["raw"]))
    assert maker.rows.responses == maker.rows.further == []


def test_the_same_question_twice_at_one_place_is_not_written() -> None:
    with pytest.raises(ValueError, match="twice"):
        bodies.encode(replace(FORM, further=(FURTHER[0], FURTHER[0])))


@pytest.mark.parametrize(("given", "kept"), [
    (Further(node=number(1), kind=kind, value=text),
     Further(node=number(1), kind=Kind.TEXT, value=text))
    for kind, text in (
        (Kind.DATE, "2024-99-99"), (Kind.DATE, "2025-02-29"), (Kind.TIME, "99:99"),
        (Kind.DATE_TIME, "2025-02-29T08:30"), (Kind.DATE_TIME, "soon"),
    )
] + [
    (Further(node=number(1), kind=Kind.RANKED, value=(number(9), number(8), number(9))),
     Further(node=number(1), kind=Kind.RANKED, value=(number(9), number(8)))),
], ids=lambda one: f"{one.kind}")
def test_what_fits_its_kind_no_more_is_kept_all_the_same(given: Further, kept: Further) -> None:
    read = bodies.decode(bodies.encode(replace(FORM, further=(given,))))
    assert isinstance(read, Response)
    assert read.further == (kept,)


def test_forms_of_one_size_class_weigh_the_same() -> None:
    small, large = (replace(FORM, further=FURTHER[:n]) for n in (4, 5))
    sizes = {len(records.pad(bodies.encode(body))) for body in (small, large)}
    assert len(sizes) == 1 and sizes.pop() % 256 == 0


@pytest.mark.parametrize("sign", ["", "-"])
def test_a_number_beyond_all_reckoning_is_kept_as_text_and_refused_as_number(sign: str) -> None:
    """One such number from one kiosk would leave everybody without a mean."""
    huge = Further(node=FURTHER[0].node, kind=Kind.DECIMAL, value=sign + "1" + "0" * 390)
    (wire,) = further.to_wires([huge])
    assert further.kind_of(wire) == "text"
    sent = DecimalWire(node=huge.node.bytes, at=(), value=str(huge.value))
    with pytest.raises(Damaged):
        further.check([sent], b"f" * 16)
