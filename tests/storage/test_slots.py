"""Key slots and the recovery code: what opens, what does not, and how it is told apart."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from storage.errors import Damaged, MissingKey, TooNew, WrongKey, WrongPlace
from storage.seal import place, recovery, slots
from storage.seal.slots import NO_COST, Cost, Slot, Slots

VECTORS = Path(__file__).parents[2] / "docs" / "formats" / "vectors" / "slots.json"
CHEAP = Cost(memory=64, passes=1, lanes=1)
KEY = bytes(range(32))
CODE = bytes(range(100, 132))
WORKSPACE = bytes(range(16))


class Draws:
    """Randomness that is the same in every run."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, length: int) -> bytes:
        self.count += 1
        return sha256(b"slots" + bytes([self.count])).digest()[:length]


def both() -> Slots:
    draws = Draws()
    return Slots(
        workspace=WORKSPACE,
        slots=(
            slots.passphrase_slot(WORKSPACE, KEY, "blå ängar", cost=CHEAP, random=draws),
            slots.recovery_slot(WORKSPACE, KEY, CODE, random=draws),
        ),
    )


def test_either_secret_gives_the_key() -> None:
    read = slots.read_slots(slots.write_slots(both()))
    assert slots.open_with_passphrase(read, "blå ängar") == KEY
    assert slots.open_with_recovery(read, CODE) == KEY


def test_a_passphrase_opens_however_its_letters_are_composed() -> None:
    assert slots.open_with_passphrase(both(), "bla\u030a a\u0308ngar") == KEY


@pytest.mark.parametrize("wrong", ["", "blå angar", "blå ängar ", "Blå ängar"])
def test_another_passphrase_is_a_wrong_key(wrong: str) -> None:
    with pytest.raises(WrongKey):
        slots.open_with_passphrase(both(), wrong)


def test_another_recovery_code_is_a_wrong_key() -> None:
    with pytest.raises(WrongKey):
        slots.open_with_recovery(both(), bytes(32))


def test_without_a_slot_of_the_kind_the_key_is_missing() -> None:
    only_recovery = replace(both(), slots=both().slots[1:])
    with pytest.raises(MissingKey):
        slots.open_with_passphrase(only_recovery, "blå ängar")


@pytest.mark.parametrize(
    "change",
    [
        {"kind": slots.RECOVERY, "cost": NO_COST},
        {"salt": bytes(16)},
        {"cost": Cost(memory=128, passes=1, lanes=1)},
        {"nonce": bytes(12)},
    ],
)
def test_a_slot_is_bound_to_its_header(change: dict[str, object]) -> None:
    slot = replace(both().slots[0], **change)  # type: ignore[arg-type]
    with pytest.raises((WrongKey, MissingKey)):
        slots.open_with_passphrase(Slots(workspace=WORKSPACE, slots=(slot,)), "blå ängar")


def test_a_slot_is_bound_to_its_workspace() -> None:
    with pytest.raises(WrongKey):
        slots.open_with_recovery(replace(both(), workspace=bytes(16)), CODE)


def test_every_changed_byte_of_the_file_is_noticed_without_a_key() -> None:
    data = slots.write_slots(both())
    for at in range(len(data)):
        changed = data[:at] + bytes([data[at] ^ 0x01]) + data[at + 1 :]
        with pytest.raises((Damaged, TooNew)):
            slots.read_slots(changed)


def test_a_file_cut_anywhere_is_damaged() -> None:
    data = slots.write_slots(both())
    for at in range(len(data)):
        with pytest.raises(Damaged):
            slots.read_slots(data[:at])


def test_a_newer_format_is_told_apart_from_damage() -> None:
    data = slots.write_slots(both()).replace(b"vardera-slots/1\n", b"vardera-slots/3\n")
    with pytest.raises(TooNew):
        slots.read_slots(data)


@pytest.mark.parametrize(
    "cost",
    [
        Cost(memory=2**31, passes=1, lanes=1),
        Cost(memory=64, passes=1_000, lanes=1),
        Cost(memory=64, passes=1, lanes=64),
        Cost(memory=64, passes=0, lanes=1),
        Cost(memory=1024 * 1024, passes=4, lanes=4),
        Cost(memory=256 * 1024, passes=13, lanes=4),
        NO_COST,
    ],
)
def test_a_forged_cost_is_refused_before_it_is_paid(cost: Cost) -> None:
    slot = Slot(
        kind=slots.PASSPHRASE, salt=bytes(16), cost=cost, nonce=bytes(12), wrapped=bytes(48)
    )
    with pytest.raises(Damaged):
        slots.read_slots(slots.write_slots(Slots(workspace=WORKSPACE, slots=(slot,))))


def test_four_times_the_usual_cost_may_still_be_asked_for() -> None:
    for cost in (Cost(memory=1024 * 1024, passes=3, lanes=4), slots.DEFAULT_COST):
        slot = Slot(
            kind=slots.PASSPHRASE, salt=bytes(16), cost=cost, nonce=bytes(12), wrapped=bytes(48)
        )
        made = Slots(workspace=WORKSPACE, slots=(slot, slot))
        assert slots.read_slots(slots.write_slots(made)) == made


def test_no_more_than_two_passphrases_are_tried() -> None:
    one, sheet = both().slots
    allowed = Slots(workspace=WORKSPACE, slots=(one, one, *(sheet,) * 14))
    assert slots.read_slots(slots.write_slots(allowed)) == allowed
    with pytest.raises(Damaged, match="more passphrases"):
        slots.read_slots(slots.write_slots(Slots(workspace=WORKSPACE, slots=(one,) * 3)))


def test_nothing_is_written_that_could_not_be_read_again() -> None:
    for cost in (Cost(memory=2**21, passes=1, lanes=1), Cost(memory=8, passes=1, lanes=2)):
        with pytest.raises(ValueError, match="outside what the format allows"):
            slots.passphrase_slot(WORKSPACE, KEY, "x", cost=cost, random=Draws())


def test_an_empty_passphrase_is_not_accepted() -> None:
    with pytest.raises(ValueError, match="protects nothing"):
        slots.passphrase_slot(WORKSPACE, KEY, "  ", cost=CHEAP, random=Draws())


def test_a_slot_never_shows_the_wrapped_key() -> None:
    assert both().slots[0].wrapped.hex() not in repr(both())
    assert repr(both().slots[0].wrapped) not in repr(both())


def test_the_recovery_code_survives_how_people_write() -> None:
    printed = recovery.write_code(CODE)
    assert [len(group) for group in printed.split(" ")] == [4] * 14
    ways = [
        printed, printed.lower(), printed.replace(" ", ""), printed.replace(" ", "-"),
        printed.replace(" ", "\n"), f"  {printed}  ", printed.replace("0", "O"),
        printed.replace("1", "l"), printed.replace("1", "I"),
    ]
    assert [recovery.read_code(way) for way in ways] == [CODE] * len(ways)


def test_every_single_mistyped_letter_is_noticed_before_anything_is_tried() -> None:
    printed = recovery.write_code(CODE).replace(" ", "")
    for at, letter in enumerate(printed):
        for other in "0123456789ABCDEFGHJKMNPQRSTVWXYZ".replace(letter, ""):
            with pytest.raises(WrongKey, match="typing error"):
                recovery.read_code(printed[:at] + other + printed[at + 1 :])


def test_two_letters_that_changed_places_are_noticed() -> None:
    printed = recovery.write_code(CODE).replace(" ", "")
    for at in range(len(printed) - 1):
        first, second = printed[at : at + 2]
        if first != second:
            with pytest.raises(WrongKey, match="typing error"):
                recovery.read_code(printed[:at] + second + first + printed[at + 2 :])


@pytest.mark.parametrize("text", ["", "ABCD", "A" * 57])
def test_a_code_of_the_wrong_length_is_told_as_such(text: str) -> None:
    with pytest.raises(WrongKey, match="56 characters"):
        recovery.read_code(text)


def test_a_letter_that_codes_never_have_is_pointed_at() -> None:
    printed = recovery.write_code(CODE)
    with pytest.raises(WrongKey, match="group 2 "):
        recovery.read_code(printed[:6] + "U" + printed[7:])


def test_the_code_does_not_give_away_the_secret_it_leads_to() -> None:
    assert recovery.recovery_secret(CODE) not in (CODE, recovery.recovery_secret(KEY))


def test_the_format_is_as_its_vectors_say() -> None:
    vectors = json.loads(VECTORS.read_text("utf-8"))
    for case in vectors["slots"]:
        read = slots.read_slots(bytes.fromhex(case["file"]))
        assert slots.open_with_passphrase(read, case["passphrase"]).hex() == case["key"]
        code = recovery.read_code(case["recovery_code"])
        assert slots.open_with_recovery(read, code).hex() == case["key"]
        assert recovery.recovery_secret(code).hex() == case["recovery_secret"]
        assert slots.write_slots(read).hex() == case["file"]
        assert (read.generation, read.address) == (
            case.get("generation", 0), case.get("address", "")
        )
        if read.place is not None:
            place.check(read.place, bytes.fromhex(case["key"]), read.workspace)
            assert read.place.tag.hex() == case["tag"]
    for case in vectors["refused_places"]:
        read = slots.read_slots(bytes.fromhex(case["file"]))
        with pytest.raises(WrongPlace):
            place.check(read.place, bytes.fromhex(case["key"]), read.workspace)
    errors = {"damaged": Damaged, "too-new": TooNew, "wrong-key": WrongKey}
    for case in vectors["refused_files"]:
        with pytest.raises(errors[case["error"]]):
            slots.read_slots(bytes.fromhex(case["file"]))
    for case in vectors["refused_codes"]:
        with pytest.raises(errors[case["error"]]):
            recovery.read_code(case["recovery_code"])
