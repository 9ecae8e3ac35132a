"""A slip of paper is entered line by line as it was printed."""

from __future__ import annotations

import pytest

from admin.reports.slips.asked import Asking, sections
from assets.words import Words
from kiosk.meeting.slip_stack import boxes_of
from survey.facilitation.method import PhaseKind
from survey.forms.model import said
from survey.records import Way
from tests.kiosk.passing_builders import Meeting
from tests.survey.session_builders import shipped

SPREAD = (PhaseKind.ALLOCATE, PhaseKind.PINS, PhaseKind.GRADE)


@pytest.mark.parametrize("id", shipped())
def test_the_boxes_at_entry_are_those_on_paper_in_their_order(id: str) -> None:
    meeting = Meeting(method=id)
    assert meeting.rules is not None
    meeting.join(Way.PAPER)
    held = 0
    for phase in meeting.rules.phases:
        meeting.begin(phase.id)
        if phase.kind in (PhaseKind.COLLECT, PhaseKind.ROTATE):
            meeting.write_notes(phase.id)
        elif phase.kind in (PhaseKind.GROUP, PhaseKind.WRITE):
            meeting.name_headings(phase.id)
        boxes = boxes_of(meeting.task(1))
        if not boxes:
            continue
        printed = sections(Asking(method=meeting.rules, words=Words("sv"), state=meeting.state))
        if phase.kind in SPREAD:
            lines = [
                (group["name"], at, row) for one in printed if one["kind"] == "spread"
                for group in one["groups"] for at, row in enumerate(group["rows"], 1)
            ]
        else:
            lines = [
                (column["name"] if len(one["columns"]) > 1 else "", at, row)
                for one in printed if one["kind"] == "cells"
                for column in one["columns"] if column["steps"]
                for at, row in enumerate(one["rows"], 1)
            ]
        entered = [
            (said(box.under or {}, "sv"), box.number,
             box.title if isinstance(box.title, str) else said(box.title, "sv"))
            for box in boxes
        ]
        assert _within(entered, lines), phase.id
        held += 1
    assert held


def _within(entered: list[tuple[str, int, str]], lines: list[tuple[str, int, str]]) -> bool:
    """Whether they stand together and in this order on the slip, which has other steps' too."""
    return any(
        lines[at : at + len(entered)] == entered for at in range(len(lines) - len(entered) + 1)
    )
