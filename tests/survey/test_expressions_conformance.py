"""The suites of other engines: what passed goes on passing."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import conformance_xpath

PASSING = Path(__file__).parent / "conformance" / "xpath_passing.txt"

pytestmark = pytest.mark.skipif(
    not conformance_xpath.DATA.is_dir(), reason="the suites are not beside this checkout"
)


def test_no_case_that_passed_fails() -> None:
    found = [*conformance_xpath.consensus(), *conformance_xpath.suites()]
    passing = {one.id for one in found if not one.why}
    lost = set(PASSING.read_text("utf-8").split()) - passing
    assert not lost, {one.id: one.why for one in found if one.id in lost}


def test_the_engines_agree_with_ours_wherever_they_agree_with_each_other() -> None:
    assert [one for one in conformance_xpath.consensus() if one.why] == []


def test_nearly_all_that_is_asserted_and_in_scope_holds() -> None:
    gate = [one for one in conformance_xpath.suites() if one.asserted and one.scope]
    assert len(gate) > 1_000
    assert sum(not one.why for one in gate) >= 0.97 * len(gate)
