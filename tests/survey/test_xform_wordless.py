"""Words of a form that are there in no language: such JSON is sound, and is written as XForm."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from survey.forms.definition import PROPERTIES, Node, NodeKind
from survey.forms.read.form import read_form
from survey.forms.write.xform import write_xform
from tests.forms import table


@pytest.mark.parametrize("property", PROPERTIES)
@pytest.mark.parametrize("kind", ["question", "group", "repeat", "value"])
@pytest.mark.parametrize("languages", [(), ("sv", "en")])
def test_words_in_no_language_are_none(
    property: str, kind: str, languages: tuple[str, ...]
) -> None:
    form = table("| survey |\n| | type | name | label |\n| | text | a | A |\n")
    made = Node(id=UUID(int=7), name="b", kind=NodeKind(kind), text={property: {}})
    whole = replace(form, nodes=(*form.nodes, made), languages=languages)
    assert read_form(write_xform(whole), "f").form is not None
