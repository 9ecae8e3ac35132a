"""What happens on the results page, without Qt."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Protocol
from uuid import UUID

from admin.background import Background
from admin.results.sheet import make_sheet
from admin.results.state import CampaignChoice, QuestionRow, ReportNotMade, ResultsState
from admin.shell.tone import Tone
from admin.shell.trouble import trouble_in_words
from assets.words import Words
from storage.errors import StorageError
from survey.results import ResultRow, ValueResults


class View(Protocol):
    """The page."""

    def show_state(self, state: ResultsState) -> None: ...


class Figures(Protocol):
    """Where results come from; every call may take long and runs in the background."""

    def campaigns(self, language: str) -> tuple[CampaignChoice, ...]: ...

    def results(self, campaign: UUID, by: tuple[str, ...], language: str) -> ValueResults: ...

    def questions(self, campaign: UUID, words: Words) -> tuple[QuestionRow, ...]: ...

    def save_report(self, campaign: UUID, file: Path, words: Words) -> None: ...


class ResultsPresenter:
    """Shows one campaign's results for everybody or for one group at a time."""

    def __init__(self, view: View, figures: Figures, background: Background) -> None:
        self._view, self._figures, self._background = view, figures, background
        self._state = ResultsState(words=Words("sv"))
        self._results: ValueResults | None = None
        self._questions: tuple[QuestionRow, ...] = ()
        self._asked = self._listed = 0
        self._saving = self._again = False
        self._under_way: tuple[UUID, str] | None = None

    def show(self, words: Words) -> None:
        """Show the page in a language; names of factors and groups follow it too."""
        changed = words.language != self._state.words.language
        self._change(words=words, message="")
        if changed and self._state.is_open:
            self._read_campaigns()

    def workspace_opened(self) -> None:
        """There is a workspace, or there are new answers in it: reckon again."""
        self._change(is_open=True)
        self._read_campaigns()

    def choose_campaign(self, number: int) -> None:
        """Look at another campaign."""
        if number != self._state.campaign:
            self._change(campaign=number, grouping=0, row=0)
            self._reckon()

    def choose_grouping(self, number: int) -> None:
        """Divide by another question; 0 divides by none."""
        self._change(grouping=number, row=0)
        self._show_results()

    def choose_row(self, number: int) -> None:
        """Look at another group; a hidden one is not chosen."""
        rows = self._state.rows
        if 0 <= number < len(rows) and rows[number][1]:
            self._change(row=number)
            self._show_results()

    def save_report(self, file: Path) -> None:
        """Write the report; says where it lies when it is done."""
        campaign, words = self._campaign, self._state.words
        if campaign is None or self._results is None or self._saving:
            return
        self._saving = True
        said = words("Making the report …")
        self._change(message=said, tone=Tone.INFO)

        def work(_report: object) -> Path:
            self._figures.save_report(campaign.id, file, words)
            return file

        self._background(work, done=self._saved, failed=self._not_saved)

    @property
    def _campaign(self) -> CampaignChoice | None:
        state = self._state
        return state.campaigns[state.campaign] if state.campaigns else None

    def _read_campaigns(self) -> None:
        self._listed += 1
        listed, language = self._listed, self._state.words.language

        def have(campaigns: tuple[CampaignChoice, ...]) -> None:
            if listed == self._listed:
                self._have_campaigns(campaigns)

        self._background(
            lambda _report: self._figures.campaigns(language), done=have, failed=self._tell
        )

    def _have_campaigns(self, campaigns: tuple[CampaignChoice, ...]) -> None:
        before = self._campaign
        ids = [one.id for one in campaigns]
        number = ids.index(before.id) if before is not None and before.id in ids else 0
        self._change(campaigns=campaigns, campaign=number)
        self._reckon()

    def _reckon(self) -> None:
        """Reckon the chosen campaign; an answer to an older question is thrown away.

        The same question twice is not two reckonings at once: the second waits for the first.
        """
        campaign = self._campaign
        if self._waits(campaign):
            return
        self._asked += 1
        if campaign is None or (self._results and self._results.campaign != campaign.id):
            self._results = None  # another survey's figures never stand under this one's name
            self._change(busy=False, sheet=None, rows=(), row=0)
        if campaign is None:
            return
        words = self._state.words
        asked, language = self._asked, words.language
        by = tuple(name for name, _ in campaign.groupings)
        self._change(busy=True)

        def have(found: tuple[ValueResults, tuple[QuestionRow, ...]]) -> None:
            if asked == self._asked:
                self._results, self._questions = found
                self._change(busy=False)
                self._show_results()
                self._reckoned()

        def failed(trouble: Exception) -> None:
            if asked == self._asked:
                self._change(busy=False)
                self._tell(trouble)
                self._reckoned()

        self._background(
            lambda _report: (
                self._figures.results(campaign.id, by, language),
                self._figures.questions(campaign.id, words),
            ),
            done=have,
            failed=failed,
        )

    def _waits(self, campaign: CampaignChoice | None) -> bool:
        asking = (campaign.id, self._state.words.language) if campaign is not None else None
        self._again = asking is not None and asking == self._under_way
        self._under_way = asking
        return self._again

    def _reckoned(self) -> None:
        self._under_way = None
        if self._again:
            self._reckon()

    def _show_results(self) -> None:
        campaign, results, state = self._campaign, self._results, self._state
        if campaign is None or results is None or not results.rows:
            return
        everybody = next(row for row in results.rows if not row.group)
        groups = self._groups(campaign, results)
        rows = (everybody, *groups)
        number = state.row if state.row < len(rows) and not rows[state.row].suppressed else 0
        label = state.words("Everybody")
        self._change(
            rows=((label, True), *((row.label, not row.suppressed) for row in groups)),
            row=number,
            sheet=replace(
                make_sheet(results, campaign, rows[number], groups, state.words),
                questions=self._questions if number == 0 else self._for_everybody(),
            ),
        )

    def _for_everybody(self) -> tuple[QuestionRow, ...]:
        """What stands for the questions where a group is looked at."""
        if not self._questions:
            return ()
        said = self._state.words(
            "What people answered, question by question, is shown for everybody."
        )
        return (QuestionRow(question=said, answer="", people=""),)

    def _groups(self, campaign: CampaignChoice, results: ValueResults) -> tuple[ResultRow, ...]:
        """The rows of the chosen grouping, in the results' order."""
        if self._state.grouping == 0 or self._state.grouping > len(campaign.groupings):
            return ()
        name = campaign.groupings[self._state.grouping - 1][0]
        return tuple(row for row in results.rows if tuple(row.group) == (name,))

    def _saved(self, file: Path) -> None:
        said = self._state.words("The report is saved: {file}", file=str(file))
        self._saving = False
        self._change(message=said, tone=Tone.GOOD)
        self._read_campaigns()  # the report was reckoned now: the page beside it says the same

    def _not_saved(self, trouble: Exception) -> None:
        self._saving = False
        self._tell(trouble)

    def _tell(self, trouble: Exception) -> None:
        words = self._state.words
        self._change(message=trouble_in_words(trouble, words), tone=Tone.TROUBLE)
        if not isinstance(trouble, StorageError | OSError | ReportNotMade):
            raise trouble

    def _change(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]
        self._view.show_state(self._state)
