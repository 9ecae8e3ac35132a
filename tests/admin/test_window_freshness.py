"""The window shows what is so now: another program's changes, and what a report just said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from admin.shell.places import Place
from admin.start.freshness import Freshness
from survey.results import ValueResults
from tests.admin.window_builders import Desk, FakeDoors, FakeFigures


@dataclass
class Editions(FakeFigures):
    """Results whose edition is told apart."""

    edition: str = "2026-11-20-28"

    def results(self, campaign: UUID, by: tuple[str, ...], language: str) -> ValueResults:
        return replace(super().results(campaign, by, language), release=self.edition)


def shown(program: Any) -> str:
    return str(program.results._results.release)


def test_a_withdrawal_by_another_program_changes_start_and_results(qapp: Any) -> None:
    figures = Editions()
    desk = Desk(figures=figures)
    program = desk.opened("en")
    program.go(Place.RESULTS)
    desk.background.flush()
    looked = desk.doors.looked
    program.freshness.look()
    desk.background.flush()
    assert desk.doors.looked == looked and shown(program) == "2026-11-20-28"
    desk.doors.changes, desk.doors.answers, figures.edition = 1, 27, "2026-11-20-28.1"
    program.window.came_to_front.emit()
    desk.background.flush()
    assert shown(program) == "2026-11-20-28.1" and desk.doors.looked == looked + 1
    desk.doors.changes, figures.edition = 2, "2026-11-20-28.2"
    program._every.timeout.emit()
    desk.background.flush()
    assert shown(program) == "2026-11-20-28.2"


def test_a_page_that_is_turned_to_is_renewed(qapp: Any) -> None:
    figures = Editions()
    desk = Desk(figures=figures)
    program = desk.opened("en")
    desk.doors.changes, figures.edition = 1, "2026-11-21-0"
    program.go(Place.RESULTS)
    desk.background.flush()
    assert shown(program) == "2026-11-21-0"


def test_beside_a_saved_report_the_page_says_what_the_report_says(
    qapp: Any, tmp_path: Path
) -> None:
    figures = Editions()
    desk = Desk(figures=figures)
    program = desk.opened("en")
    figures.edition = "2026-11-20-28.7"
    program.results.save_report(tmp_path / "report.pdf")
    desk.background.flush()
    assert shown(program) == "2026-11-20-28.7"
    assert "report is saved" in program.results._state.message


def test_a_workspace_that_does_not_answer_is_looked_at_again() -> None:
    class Busy(FakeDoors):
        busy = False

        def mark(self) -> tuple[int, ...]:
            if self.busy:
                raise OSError(5, "the disk does not answer")
            return super().mark()

    doors, desk, told = Busy(), Desk(), []
    fresh = Freshness(doors, desk.background, lambda: told.append(1))
    fresh.look()
    assert desk.background.waiting == 0  # nothing is open
    fresh.workspace_opened()
    desk.background.flush()
    doors.busy, doors.changes = True, 1
    fresh.look()
    fresh.look()
    assert desk.background.waiting == 1
    desk.background.flush()
    doors.busy = False
    fresh.look()
    desk.background.flush()
    assert told == [1]
