"""Weights that few participants gave: the window, the terminal and the report say why none show."""

from __future__ import annotations

from dataclasses import replace

import pytest

from admin.reports.method import SET_ASIDE
from admin.results import findings, listing, silence, wording
from assets.words import Words
from storage.workspace.values import CampaignCounts
from survey.results import FactorWeight, ValueResults
from tests.admin.example_results import example
from tests.admin.report_examples import example_campaign


def hidden() -> ValueResults:
    """As ``survey.value`` gives them."""
    found = example()
    return replace(
        found, weights=tuple(map(unseen, found.weights)),
        rows=tuple(replace(r, value_index=None, ci=None, weight_present=None) for r in found.rows),
    )


def unseen(weight: FactorWeight) -> FactorWeight:
    return replace(
        weight, weight=0.0, ci=None, n_participants=0, n_groups=0, excluded=0, suppressed=True
    )


def test_the_window_says_that_too_few_gave_points_and_not_how_few() -> None:
    results, words = hidden(), Words("en")
    everybody = results.rows[0]
    telling = findings.Telling(results=results, words=words, questions={"area": "Where?"})
    why = "Too few people have given points for weights to be shown, so there is no value index."
    assert wording.lacking(results, everybody, words) == why
    assert wording.certainty(results, everybody, words) == why
    assert findings.about_value_index(results, "area", telling) == why
    assert "weights from too few participants" in wording.facts(results, everybody, words)


def test_the_terminal_says_so_too() -> None:
    results = hidden()
    counts = CampaignCounts(
        complete=1038, partial=0, session_events=0, kept=0, quarantined={}
    )
    *_, why = silence.reasons(example_campaign(threshold=7), counts, results)
    assert why.code == "few-weights" and "Fewer than 7 participants" in why.message
    assert {line[3] for line in listing.lines(results)[1:]} <= {"", "none"}


@pytest.mark.parametrize(("use", "told"), [(False, True), (True, False)])
def test_whoever_stopped_and_does_not_count_is_told_of(use: bool, told: bool) -> None:
    counts = CampaignCounts(complete=1038, partial=2, session_events=0, kept=0, quarantined={})
    campaign = replace(example_campaign(threshold=7), use_partials=use)
    codes = [why.code for why in silence.reasons(campaign, counts, example())]
    assert ("unfinished-left-out" in codes) is told


def test_the_window_and_the_report_tell_of_the_unfinished() -> None:
    some = replace(example(), refused={"unfinished": 2})
    assert "2 unfinished, not counted" in wording.facts(some, some.rows[0], Words("en"))
    assert "unfinished" not in wording.facts(example(), example().rows[0], Words("en"))
    assert Words("sv")(SET_ASIDE["unfinished"]) == "avbrutna"
