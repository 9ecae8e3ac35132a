from __future__ import annotations

from survey.forms.entity_places import Path, Use, homes, plain

TOP: Path = ()
GROUP: Path = (("g", "group"),)
TREES: Path = (("trees", "repeat"),)
DEEP: Path = (*TREES, ("g", "group"))


def test_one_entity_of_the_whole_form_stands_at_the_top() -> None:
    uses = {"e": [Use(GROUP, True)]}
    assert plain(uses)
    assert homes(uses, ["e"]) == {"e": TOP}


def test_an_entity_stands_in_the_repeat_that_makes_it() -> None:
    uses = {"e": [Use(TREES, True), Use(DEEP, True), Use(TOP, False)]}
    assert not plain(uses)
    assert homes(uses, ["e"]) == {"e": TREES}


def test_an_entity_stands_as_deep_as_all_that_is_saved_to_it() -> None:
    assert homes({"e": [Use(DEEP, True)]}, ["e"]) == {"e": DEEP}


def test_two_entities_share_no_place() -> None:
    uses = {"a": [Use(GROUP, True)], "b": [Use(TOP, True)]}
    assert homes(uses, ["a", "b"]) == {"a": GROUP, "b": TOP}
    uses = {"a": [Use(GROUP, True)], "b": [Use(GROUP, True)]}
    assert homes(uses, ["a", "b"]) == {"a": GROUP, "b": None}
    assert homes({"b": [], "a": [Use(GROUP, True)]}, ["a"]) == {"b": TOP, "a": GROUP}


def test_an_entity_that_nothing_belongs_to_stands_at_the_top_if_that_is_free() -> None:
    assert homes({"a": [], "b": []}, []) == {"a": TOP, "b": None}
