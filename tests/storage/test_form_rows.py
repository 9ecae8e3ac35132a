"""Answers of forms in the workspace: they live, are held, corrected and go with their response."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from storage import bodies
from storage.bodies import FormWire, Unknown
from storage.errors import Conflict, WrongCampaign
from storage.workspace import open_workspace
from storage.workspace.retention import Rule
from storage.workspace.reviews import Which
from storage.workspace.withdrawals import code_hash
from survey.around import later_version
from survey.campaign import Campaign
from survey.forms.definition import FormDefinition
from survey.reading import write_campaign
from survey.records import Further, Kind, Response
from tests.builders import CAMPAIGN, RATINGS
from tests.forms import table
from tests.kiosk.test_form_pipe import VISIT, survey
from tests.storage.form_bodies import FURTHER
from tests.storage.review_builders import CODE, Town, town
from tests.storage.workspace_builders import PASSPHRASE, reopen, response

TODAY = date(2025, 9, 3)


def filled(step: int = 3, ago: int = 0, **other: object) -> Response:
    """A response with one further answer of each kind."""
    made = response({RATINGS[0]: step}, day=TODAY - timedelta(days=ago))
    return replace(made, further=FURTHER, **other)  # type: ignore[arg-type]


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Town]:
    with town(tmp_path) as made:
        yield made


def further(here: Town) -> dict[bytes, tuple[Further, ...]]:
    ids = [one.id for one in here.workspace.inbox.listed(CAMPAIGN, Which())]
    return here.workspace.forms.of(CAMPAIGN, ids)


def test_further_answers_have_their_rows_and_go_with_their_response(here: Town) -> None:
    here.take(filled(), filled(4, code=code_hash(CODE)), response({RATINGS[0]: 5}))
    assert list(further(here).values()) == [FURTHER, FURTHER]
    row = here.ids()[3]
    shown = here.workspace.inbox.response(CAMPAIGN, row)
    assert shown is not None and shown.further == FURTHER
    here.sound()
    here.workspace.erasing.withdraw(CODE, "Kim")
    assert list(further(here)) == [row]
    assert here.rows("SELECT count(*) FROM further") == [(len(FURTHER),)]
    here.sound()


def test_a_place_far_out_comes_back_as_it_was(here: Town) -> None:
    far = tuple(
        Further(node=UUID(int=5), at=at, kind=Kind.INTEGER, value=0)
        for at in ((1,), (255,), (256, 1), (256, 2), (65_535, 1, 7))
    )
    here.take(replace(filled(), further=far))
    assert list(further(here).values()) == [far]


def test_free_words_in_repeats_go_before_the_other_answers(here: Town) -> None:
    here.take(filled(1, ago=0), filled(2, ago=20), filled(3, ago=40))
    rule = Rule(answers_days=30, words_days=10)
    due = {going.table: going.rows for going in here.workspace.erasing.due(CAMPAIGN, rule)}
    assert due["further"] == len(FURTHER) + 1
    done = here.workspace.erasing.apply_rule(CAMPAIGN, rule, "Kim")
    assert {going.table: going.rows for going in done} == due
    ids, left = here.ids(), further(here)
    assert left[ids[1]] == FURTHER
    assert left[ids[2]] == tuple(one for one in FURTHER if one.kind is not Kind.TEXT)
    assert len(left) == 2
    here.sound()


def test_a_backup_has_the_answers_of_forms(here: Town) -> None:
    here.take(filled())
    path = here.back_up()
    with open_workspace(path, passphrase=PASSPHRASE, clock=here.world.clock) as copy:
        row = here.ids()[3]
        assert copy.forms.of(CAMPAIGN, [row]) == {row: FURTHER}


def test_forms_kept_by_an_older_program_take_their_place(here: Town) -> None:
    known = bodies.read

    def older(raw: bytes) -> object:
        wire = known(raw)
        if isinstance(wire, FormWire):
            return Unknown(kind="response.form", version=1, raw=raw)
        return wire

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bodies, "read", older)
        here.take(filled(), response({RATINGS[0]: 5}))
    assert here.workspace.counts(CAMPAIGN).kept == 1
    here.workspace.close()
    here.workspace = reopen(here.workspace.directory, here.world)
    assert here.workspace.counts(CAMPAIGN).kept == 0
    assert further(here)[here.ids()[3]] == FURTHER
    here.sound()


def test_a_response_of_a_form_is_held_like_any_other(here: Town) -> None:
    here.take(filled(), filled(4))
    here.workspace.inbox.revoke(here.device.identity.public, "lost", "Kim")
    assert here.workspace.counts(CAMPAIGN).held == 2
    assert len(further(here)) == 2
    here.sound()


# --- versions of a form


def newer(form: FormDefinition) -> FormDefinition:
    """The same questions with another label and one more."""
    changed = VISIT.replace("How are you treated?", "How are you met?").replace(
        "|  | date | last |", "|  | text | more | More | | | | | |\n|  | date | last |"
    )
    made = table(changed)
    assert made.id == form.id
    return made


def with_form(here: Town) -> Campaign:
    campaign = survey()
    here.workspace.add_campaign(campaign, write_campaign(campaign), "Kim")
    return campaign


def test_versions_of_a_form_stand_side_by_side(here: Town) -> None:
    first = with_form(here)
    assert first.definition is not None
    second = later_version(first, newer(first.definition))
    here.workspace.add_campaign(second, write_campaign(second), "Kim")
    versions = here.workspace.forms.versions(first.id)
    assert [(v.version, v.since) for v in versions] == [(1, 1), (2, 2)]
    assert len({v.hash for v in versions}) == 2
    for version, campaign in zip(versions, (first, second), strict=True):
        found = here.workspace.forms.definition(first.id, version.form, version.version)
        assert found == campaign.definition
    old = {q.name: q.id for q in first.form.questions}
    assert {q.name: q.id for q in second.form.questions} == old
    assert second.factors == first.factors and second.group_by == first.group_by
    here.sound()


def test_the_same_form_again_is_no_new_version(here: Town) -> None:
    first = with_form(here)
    assert first.definition is not None
    assert later_version(first, table(VISIT)) is first


def test_a_version_of_a_form_never_says_something_else(here: Town) -> None:
    first = with_form(here)
    assert first.definition is not None
    other = replace(later_version(first, newer(first.definition)), form=replace(
        later_version(first, newer(first.definition)).form, version=1
    ))
    with pytest.raises(Conflict, match="something else"):
        here.workspace.add_campaign(other, write_campaign(other), "Kim")
    assert len(here.workspace.forms.versions(first.id)) == 1


def test_a_form_that_was_never_asked_is_not_found(here: Town) -> None:
    first = with_form(here)
    with pytest.raises(WrongCampaign):
        here.workspace.forms.definition(first.id, first.form.id, 9)


def test_verify_finds_a_form_that_was_changed(here: Town) -> None:
    with_form(here)
    with here.workspace._database.writing() as connection:
        connection.exec_driver_sql("UPDATE form_version SET hash = ?", (bytes(32),))
    (fault,) = here.workspace.verify().faults
    assert "form" in fault
