"""Forms and campaigns in JSON that are made to take time or memory."""

from __future__ import annotations

import json
from typing import Any

import pytest

from survey import strict
from survey.forms import json_text
from survey.forms.canonical import read_canonical
from survey.reading import read_campaign

NODE = {"id": "1b4e28ba-2fa1-41d2-883f-0016d3cca427", "name": "a", "kind": "value"}


def told(form: dict[str, Any]) -> list[str]:
    return [problem.code for problem in read_canonical(json.dumps(form).encode())[1]]


def test_a_text_of_more_values_than_fit_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_text, "MOST_VALUES", 20)
    unread = b'{"format":1,"nodes":[' + b"{}," * 9 + b"no JSON"
    assert [problem.code for problem in read_canonical(unread)[1]] == ["json-too-many"]
    signs = b'{"format":"' + b"[{," * 30 + b'"}'
    assert read_canonical(signs)[1][0].code == "json-format"


def test_a_campaign_of_more_values_than_fit_is_refused_unread() -> None:
    unread = b"[" + b"0," * strict.MOST_VALUES + b"no JSON"
    assert [problem.code for problem in read_campaign(unread)[1]] == ["too-many"]


def test_a_form_of_more_nodes_than_fit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_text, "MOST_NODES", 4)
    group = {**NODE, "kind": "group", "nodes": [NODE, NODE]}
    assert "json-too-many" not in told({"format": 1, "nodes": [group, NODE]})
    assert told({"format": 1, "nodes": [group, NODE, NODE]}) == ["json-too-many"]


@pytest.mark.parametrize("field", ["nodes", "lists", "layout", "instances", "actions", "entities"])
def test_after_as_many_faults_as_are_told_nothing_more_is_read(field: str) -> None:
    """The fault after the thousandth would be one more note, were it looked at."""
    form = {"format": 1, field: [7] * (strict.MOST_NOTED + 500), "kept": [7]}
    seen = strict.Notes()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("survey.forms.canonical.Notes", lambda: seen)
        told(form)
    assert strict.MOST_NOTED <= seen.errors < strict.MOST_NOTED + 20


def test_choices_without_end_are_read_no_further_than_their_faults_are_told() -> None:
    seen = strict.Notes()
    lists = [{"id": NODE["id"], "name": "l", "choices": [{}] * 5000}]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("survey.forms.canonical.Notes", lambda: seen)
        told({"format": 1, "lists": lists})
    assert strict.MOST_NOTED <= seen.errors < strict.MOST_NOTED + 20
