"""Forms that come as methods: counted against the book, their rules tried, their sums by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

import assets
from survey.facilitation.reading import read_method
from survey.form_method import FormMethod, Step, read_form_method
from survey.forms.canonical import write_form
from survey.forms.compare import compare
from survey.forms.definition import FormDefinition, Node, NodeKind
from survey.forms.problems import Findings
from survey.forms.read.form import read_form
from survey.forms.write.workbook_ready import workbook_ready
from survey.forms.write.xform import write_xform
from survey.forms.write.xlsx import write_xlsx

BOOK: dict[str, tuple[int, ...]] = {
    "annual-report": (5, 4, 3, 2, 3, 1),
    "goal-clarity": (2,),
    "steering-self-assessment": (3, 5, 4, 6, 2),
    "influence-of-indicators": (3,),
    "indicator-categories": (2,),
    "red-thread-officials": (2, 7, 4, 5),
    "red-thread-elected": (2, 4, 3, 5),
    "kkik-usefulness": (8, 3, 5, 16, 9, 19),
    "checklist-mission": (8,),
    "checklist-goals": (9,),
    "checklist-resources": (5,),
    "checklist-action-plan": (7,),
    "checklist-follow-up": (7,),
    "checklist-collect": (8,),
    "checklist-focus": (3,),
    "checklist-causes": (7,),
    "checklist-conclusions": (4,),
    "checklist-consequences": (4,),
    "checklist-priorities": (3,),
    "checklist-decision": (5,),
    "checklist-communication": (3, 3, 3, 3, 4),
    "checklist-culture": (9,),
}
"""Form → the items of each block, as the method book or, where it gives none, the guide says."""

BESIDE = re.compile(
    r"_(comment|example|develop|other|more|kind|invite)$|^m\d.*_goal$"
    r"|^(role|next|improve|with_more|deviation|proposal|hypotheses|goal_name|level)$"
)
"""Names of what is asked beside the items: remarks, what follows from an item, who one is."""

FOLDER = assets.path("methods", "forms")


def method_of(name: str) -> FormMethod:
    found = read_form_method((FOLDER / f"{name}.toml").read_text("utf-8"))
    assert found.method is not None and found.problems == ()
    return found.method


def form_of(name: str) -> FormDefinition:
    reading = read_form((FOLDER / f"{name}.md").read_bytes(), name)
    assert reading.form is not None and reading.problems == ()
    return reading.form


def items(node: Node) -> Iterator[str]:
    """Names of a block's items; numbers that share out a whole are one item."""
    if node.type == "percentages" or node.kind is NodeKind.QUESTION:
        if node.type != "note" and not node.calculation and not BESIDE.search(node.name):
            yield node.name
        return
    for inner in node.nodes:
        yield from items(inner)


def counts(form: FormDefinition) -> tuple[int, ...]:
    return tuple(n for n in (sum(1 for _ in items(node)) for node in form.nodes) if n)


def test_every_form_of_the_book_is_on_offer_and_no_guide_is_without_its_form() -> None:
    for kind in ("toml", "md"):
        assert {path.stem for path in FOLDER.glob(f"*.{kind}")} == set(BOOK)
    assert {step for name in BOOK for step in method_of(name).steps} == set(Step)


@pytest.mark.parametrize("name", sorted(BOOK))
def test_a_form_has_as_many_items_as_the_book_says(name: str) -> None:
    assert counts(form_of(name)) == BOOK[name]


@pytest.mark.parametrize("name", sorted(BOOK))
def test_a_forms_words_are_there_in_both_languages_and_are_not_the_same(name: str) -> None:
    form, method = form_of(name), method_of(name)
    assert form.languages == ("Svenska (sv)", "English (en)") and form.name == name == method.id
    texts = [node.text for node in form.walk()]
    texts += [choice.text for made in form.lists for choice in made.choices]
    for said in (words for text in texts for words in text.values()):
        assert set(said) == set(form.languages) and all(word.strip() for word in said.values())
    labels = [text["label"] for text in texts if "label" in text]
    same = [one for one in labels if len(set(one.values())) == 1]
    assert len(same) <= len(labels) // 4, same
    for words in (method.name, method.purpose, method.guide.group, *method.guide.tips):
        assert set(words) == {"sv", "en"}


@pytest.mark.parametrize("name", sorted(BOOK))
def test_what_a_guide_names_is_there(name: str) -> None:
    method, form = method_of(name), form_of(name)
    sessions = {path.stem for path in assets.path("methods").glob("*.toml")}
    assert {*method.beside} <= sessions | set(BOOK)
    assert not method.session or read_method(
        assets.text("methods", f"{method.session}.toml")).method is not None
    assert {*method.group_by} <= {node.name for node in form.walk() if node.type == "select_one"}


@pytest.mark.parametrize("name", sorted(BOOK))
def test_a_form_is_the_same_after_a_workbook_and_after_an_xform(name: str) -> None:
    form, findings = form_of(name), Findings()
    again = read_form(write_xlsx(workbook_ready(form, findings)), name)
    assert again.problems == () and findings.problems() == ()
    assert again.form is not None
    assert without_rows(write_form(again.form)) == without_rows(write_form(form))
    back = read_form(write_xform(form, findings), name)
    assert findings.problems() == () and back.problems == () and back.form is not None
    assert compare(form, back.form) == ()


def without_rows(canonical: bytes) -> bytes:
    """A form's bytes without the rows that it was read from."""
    return re.sub(rb',"row":\d+', b"", canonical)


def test_both_halves_of_the_red_thread_ask_the_same_where_they_share_a_question() -> None:
    officials = {n.name: n for n in form_of("red-thread-officials").walk()}
    elected = {n.name: n for n in form_of("red-thread-elected").walk()}
    shared = {"vision", "vision_known", "direction", "model_goals", "model_results", "works"}
    for name in shared:
        assert officials[name].text == elected[name].text
    assert len([n for n in officials if n in elected and officials[n].type]) > len(shared)


def test_the_self_assessment_asks_what_the_group_then_agrees_about() -> None:
    method = read_method(assets.text("methods", "steering-assessment.toml")).method
    own = method.phase("own") if method else None
    assert own is not None
    asked = {n.name: n for n in form_of("steering-self-assessment").walk()}
    for row in own.rows:
        assert asked[row.id].text["label"]["Svenska (sv)"] == f"{row.name['sv']}."
    [made] = form_of("steering-self-assessment").lists
    assert [choice.name for choice in made.choices] == [step.id for step in own.columns[0].steps]


def test_the_checklist_of_focus_asks_for_the_trend_of_the_years_to_come() -> None:
    lists = form_of("checklist-focus").lists
    [trend] = (one for made in lists for one in made.choices if one.name == "trend")
    said = str(trend.text)
    assert "närmaste två" in said and "next two" in said
