"""Tables of points: exact totals, shares as the rules say, agreement as in the book."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from scipy.stats import friedmanchisquare

from survey.campaign import WeightRule
from survey.facilitation.agreement import agreement, doubled_ranks
from survey.facilitation.ballots import Weighed, read_ballots, weigh
from survey.problems import Severity
from survey.stats.quantiles import t_quantile
from survey.weighting import weights
from tests.storage.test_bodies import number


def weighed(text: str, rule: WeightRule = WeightRule.MEAN_OF_SHARES) -> Weighed:
    ballots, problems = read_ballots(text.encode())
    assert ballots is not None, problems
    return weigh(ballots, rule)


def test_shares_and_totals_by_each_rule_as_reckoned_by_hand() -> None:
    """Anna 3+7, Bo 5+5, Cy nothing, Di 1+0: means 0.3, 0.5, 1 and 0.7, 0.5, 0."""
    text = "participant,factor,points\nAnna,A,3\nAnna,B,7\nBo,A,5\nBo,B,5\nCy,A,0\nDi,A,1\n"
    found = weighed(text)
    assert (found.participants, found.excluded, found.groups) == (3, 1, 1)
    assert found.points == (9, 12)
    assert found.shares == (Fraction(6, 10), Fraction(4, 10))
    assert weighed(text, WeightRule.SHARE_OF_SUMS).shares == (Fraction(9, 21), Fraction(12, 21))
    assert weighed(text, WeightRule.SHARE_OF_SUMS).points == (9, 12)


def test_a_big_group_speaks_no_louder_and_numbers_mean_nothing_outside_their_group() -> None:
    text = "participant,factor,points,group\n1,A,10,x\n2,A,10,x\n3,A,10,x\n1,B,10,y\n"
    found = weighed(text)
    assert (found.participants, found.groups) == (4, 2)
    assert found.shares == (Fraction(1, 2), Fraction(1, 2))


def test_nothing_is_rounded_before_the_end() -> None:
    text = "participant,factor,points\n" + "".join(f"{n},A,0.1\n{n},B,0.2\n" for n in range(30))
    found = weighed(text)
    assert found.points == (3, 6)
    assert found.shares == (Fraction(1, 3), Fraction(2, 3))


def test_it_agrees_with_the_weights_of_sessions() -> None:
    chance = random.Random(5)
    factors = [number(at) for at in range(1, 8)]
    groups = [
        [{f: chance.choice((0, 0, 1, 2, 5)) for f in factors} for _ in range(chance.randint(3, 9))]
        for _ in range(4)
    ]
    lines = ["participant,factor,points,group"] + [
        f"{n},{factor},{points},{g}"
        for g, group in enumerate(groups) for n, given in enumerate(group)
        for factor, points in given.items()
    ]
    for rule in WeightRule:
        wanted, found = weights(groups, factors, rule), weighed("\n".join(lines), rule)
        assert found.shares is not None and found.agreement is not None
        assert found.points == tuple(wanted.points.values())
        assert (found.participants, found.excluded) == (wanted.n_participants, wanted.excluded)
        assert [float(one) for one in found.shares] == pytest.approx(
            list(wanted.weight.values()), abs=1e-12
        )
        assert float(found.agreement) == pytest.approx(wanted.agreement, abs=1e-12)


def test_many_different_totals_stay_quick_and_right() -> None:
    """Their common denominator has thousands of digits; what is told is the nearest double."""
    text = "participant,factor,points\n" + "".join(
        f"{n},A,{n * 7 + 1}\n{n},B,{n * 13 + 5}\n" for n in range(2_000)
    )
    found = weighed(text)
    exact = sum(Fraction(n * 7 + 1, n * 20 + 6) for n in range(2_000)) / 2_000
    assert found.shares is not None and float(found.shares[0]) == float(exact)


@pytest.mark.parametrize("given", [
    "participant;factor;points\n1;A;2,5\n", "participant\tfactor\tpoints\n1\tA\t2.5\n",
    "\ufeffPoints, Factor ,PARTICIPANT,note\n2.5,A,1,x\n",
    'participant,factor,points\r\n1,"A",2.5\r\n',
])
def test_tables_as_people_save_them_are_read(given: str) -> None:
    found = weighed(given)
    assert (found.factors, found.points) == (("A",), (Fraction(5, 2),))


@pytest.mark.parametrize(
    ("lines", "where", "code"),
    [
        ("1,A,-1", "line 2", "bad-points"), ("1,A,many", "line 2", "bad-points"),
        ("1,A,1e3", "line 2", "bad-points"), ("1,A,nan", "line 2", "bad-points"),
        (",A,1", "line 2", "nobody"),
        ("1,,1", "line 2", "bad-points"), ("1,A", "line 2", "short"),
        ('1,"A,1', "(file)", "not-a-table"),
    ],
)
def test_a_wrong_line_is_told_with_its_place(lines: str, where: str, code: str) -> None:
    found, problems = read_ballots(f"participant,factor,points\n{lines}\n".encode())
    assert found is None and (where, code) in {(one.where, one.code) for one in problems}
    assert "many" not in repr(problems)


def test_points_of_several_lines_add_up_and_are_told() -> None:
    """So do published elections count somebody who named one project four times."""
    ballots, problems = read_ballots(b"participant,factor,points\n1,A,1\n1,A,2\n1,B,3\n")
    assert ballots is not None and weigh(ballots).points == (3, 3)
    assert [(one.where, one.code, one.severity) for one in problems] == [
        ("line 3", "doubled", Severity.WARNING),
    ]


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"a,b\n1,2\n", b"\xff\xfe", b"participant,factor\n"])
def test_what_is_no_table_of_points_is_refused(raw: bytes) -> None:
    found, problems = read_ballots(raw)
    assert found is None and problems


def test_nobody_and_one_person_have_no_agreement_and_nobody_no_shares() -> None:
    found = weighed("participant,factor,points\n1,,\n2,A,0\n")
    assert (found.participants, found.excluded, found.shares) == (0, 2, None)
    four = "participant,factor,points\n" + "".join(f"{n},A,1\n{n},B,2\n" for n in range(4))
    assert weighed(four).agreement is None
    assert weighed(four + "9,A,1\n9,B,2\n").agreement == 1
    assert weighed(four + "9,A,1\n9,B,1\n").agreement == Fraction(16, 20)


def test_agreement_is_exact_with_ties() -> None:
    chance = random.Random(2)
    for _ in range(100):
        rows = [[chance.randint(0, 3) for _ in range(5)] for _ in range(chance.randint(5, 9))]
        found = agreement(rows)
        wanted = friedmanchisquare(*zip(*rows, strict=True)).statistic / (len(rows) * 4)
        assert found is not None and float(found.w) == pytest.approx(wanted, abs=1e-12)
    assert doubled_ranks([5, 1, 5, 0]) == ([7, 4, 7, 2], 6)
    assert agreement(rows[:4]) is None


def test_the_interval_of_agreement_holds_about_as_often_as_it_says() -> None:
    """Raters with one true order and noise; the true W of many is what the interval is for."""
    chance = random.Random(11)

    def rater() -> list[int]:
        return [round(10 * (at + chance.gauss(0, 3))) for at in range(6)]

    whole = agreement([rater() for _ in range(4_000)])
    assert whole is not None
    rho = (4_000 * float(whole.w) - 1) / 3_999
    held = 0
    for _ in range(200):
        found = agreement([rater() for _ in range(10)], t_quantile)
        assert found is not None and found.interval is not None
        low, high = found.interval
        assert 0 <= low <= float(found.w) <= high <= 1
        held += low <= (1 + 9 * rho) / 10 <= high
    assert 175 <= held <= 199
