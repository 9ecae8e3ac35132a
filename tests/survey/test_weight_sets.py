"""Sets of weights: their file, what they say when factors change, and what is suggested."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from uuid import UUID

import pytest

from survey import weight_files
from survey.campaign import Factor, WeightRule
from survey.facilitation.harmonising import Kind, Mapped, Suggestion, plain, suggestion
from survey.weight_sets import WeightSet, among_namers, for_factors, namers
from survey.weighting import weights
from tests.builders import FACTORS, texts
from tests.survey.write_weight_vectors import VECTORS, example, text

A, B = FACTORS
C = UUID("f0000000-0000-4000-8000-000000000003")
FACTOR_NAMES = (
    Factor(id=A, name=texts("Bemötande", "Treatment")),
    Factor(id=B, name=texts("Tillgänglighet", "Availability")),
    Factor(id=C, name=texts("Trygg miljö", "A safe place")),
)


def test_the_vectors_are_what_this_program_writes_and_refuses() -> None:
    assert VECTORS.read_text("utf-8") == text()
    vectors = json.loads(VECTORS.read_text("utf-8"))
    (good,) = vectors["good"]
    found, problems = weight_files.read(good.encode())
    assert found == example() and problems == ()
    for one in vectors["refused"]:
        found, problems = weight_files.read(one["raw"].encode())
        assert found is None, one["why"]
        assert [problem.code for problem in problems] == one["codes"] != []


def test_a_newer_format_is_told_as_nothing_else() -> None:
    raw = weight_files.written(example()).replace(b"weights/1", b"weights/12")
    found, problems = weight_files.read(raw[:-1] + b',"more":[]}')
    assert found is None and [one.code for one in problems] == ["too-new"]


def test_garbled_files_are_refused_or_say_the_same() -> None:
    chance, raw = random.Random(5), weight_files.written(example())
    refused = 0
    for _ in range(400):
        bad = bytearray(raw)
        for _ in range(chance.randint(1, 3)):
            bad[chance.randrange(len(bad))] = chance.randrange(256)
        found, _ = weight_files.read(bytes(bad))
        refused += found is None
        assert found is None or weight_files.written(found) == bytes(bad)
    assert refused > 200
    for bad in (b"", b"[]", b"1", b"\xff", b"[" * 100_000, b'{"format":"vardera-weights/1"}'):
        assert weight_files.read(bad)[0] is None


def test_a_set_that_still_follows_its_sessions_is_not_written() -> None:
    with pytest.raises(ValueError, match="follows"):
        weight_files.written(replace(example(), locked=0))


def test_the_same_factors_in_another_order_give_the_same_figures() -> None:
    found, turned = example(), for_factors(example(), (B, A))
    assert for_factors(found, FACTORS) == found.weights
    assert dict(turned.weight) == dict(found.weights.weight)
    assert [g.shares for g in turned.groups] == [g.shares[::-1] for g in found.weights.groups]


def test_a_new_factor_weighs_nothing_and_a_lost_one_raises_the_others() -> None:
    more = for_factors(example(), (*FACTORS, C))
    assert dict(more.weight) == {**example().weights.weight, C: 0.0}
    less = for_factors(example(), (A, C))
    assert dict(less.weight) == pytest.approx({A: 1.0, C: 0.0})
    assert sum(g.pull * g.shares[0] for g in less.groups) == pytest.approx(1.0)
    assert for_factors(example(), (C,)).n_groups == 0


def test_an_unnamed_factor_is_zero_and_what_it_would_be_if_missing_stands_beside() -> None:
    groups = [[{A: 10}], [{A: 4, B: 6}], [{A: 8, B: 2}]]
    found = weights(groups, FACTORS, WeightRule.MEAN_OF_SHARES)
    pooled: WeightSet = example()
    sessions = tuple(
        replace(pooled.sessions[0], named=named, pull=group.pull, shares=group.shares)
        for named, group in zip(((0,), (0, 1), (0, 1)), found.groups, strict=True)
    )
    pooled = replace(pooled, weights=found, sessions=sessions)
    assert found.weight[B] == pytest.approx(0.8 / 3)
    mean_a, mean_b = (1.0 + 0.4 + 0.8) / 3, (0.6 + 0.2) / 2
    assert among_namers(pooled) == pytest.approx(
        (mean_a / (mean_a + mean_b), mean_b / (mean_a + mean_b))
    )
    assert namers(pooled) == (3, 2)


@pytest.mark.parametrize(("title", "factor", "same"), [
    ("Bemötande", A, True),
    ("  bemötande! ", A, True),
    ("Bemötandet", A, False),
    ("Gott bemötande från personalen", A, False),
    ("treatment", A, True),
    ("Tillgänglig", B, False),
    ("En trygg miljö", C, False),
    ("Parkering", None, False),
    ("Mat", None, False),
    ("!?", None, False),
])
def test_what_is_alike_in_words_is_suggested(
    title: str, factor: UUID | None, same: bool
) -> None:
    found = suggestion(title, FACTOR_NAMES, {})
    assert found == (None if factor is None else Suggestion(factor, Kind.SAME, same))


def test_what_somebody_decided_before_is_suggested_before_likeness() -> None:
    earlier = {plain("Bemötande"): Mapped(Kind.NARROWER, B), plain("Mat"): Mapped(Kind.NEW, None)}
    assert suggestion("bemötande.", FACTOR_NAMES, earlier) == (B, Kind.NARROWER, True)
    assert suggestion("MAT", FACTOR_NAMES, earlier) == (None, Kind.NEW, True)
