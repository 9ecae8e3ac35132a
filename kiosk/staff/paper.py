"""Entering paper sheets: one question after another, twice where staff want it. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from kiosk.circumstances import Station, circumstances
from kiosk.staff.means import Means
from kiosk.staff.screens import Differs, SheetCompared, SheetQuestion, SheetStart
from kiosk.staff.sheets import (
    Answers,
    Difference,
    Stack,
    Survey,
    differences,
    settled,
    values,
)
from kiosk.staff.wishes import Deed, Do, Filled, StaffWish
from storage import bodies
from storage.errors import StorageError
from survey.campaign import Campaign
from survey.forms.model import Question, said
from survey.records import Answer, Mode, Response

FIRST = "1"


class PaperDesk:
    """``stack`` outlives the desk: staff who were called away go on with it.

    ``station`` is where the kiosk stands, as it would ask a person now.
    """

    def __init__(self, means: Means, stack: Stack, station: Callable[[], Station | None]) -> None:
        self._means = means
        self._stack = stack
        self._station = station
        self._campaign: Campaign | None = None
        self._questions: tuple[Question, ...] = ()
        self._entry = 1
        self._number = ""
        self._at = 0
        self._answers: dict[UUID, Answer] = {}
        self._differing: list[Difference] = []
        self._right: dict[UUID, Answer] = {}

    def begin(self) -> None:
        """Ask for a sheet's number."""
        campaign = self._means.campaign()
        asks = campaign is not None and campaign.definition is None
        self._campaign = campaign if asks else None
        self._questions = self._campaign.form.questions if self._campaign is not None else ()
        self._start("changed" if self._stack.turn_to(_survey(self._campaign)) else "")

    def receive(self, wish: StaffWish) -> None:
        """Do what the wish asks for, where it can be meant now."""
        match wish:
            case Do(deed=Deed.CHOOSE, value=which) if self._differing:
                self._decide(which)
            case Do(deed=Deed.CANCEL) if self._differing:
                self._let_be()
            case Do(deed=Deed.CHOOSE, value="twice" | "once" as how) if not self._number:
                self._stack.twice = how == "twice"
                self._start()
            case Do(deed=Deed.AGAIN) if not self._number and self._stack.first:
                self._entry = 2
                self._start()
            case Filled(deed=Deed.BEGIN, values=(number,)) if not self._number:
                self._open(number.strip())
            case Do() if self._number and not self._differing:
                self._fill(wish)

    def end(self) -> None:
        """They have gone; the sheet in hand is entered anew, the stack stays."""
        self._number = ""
        self._answers = {}
        self._differing = []
        self._right = {}

    def _start(self, trouble: str = "") -> None:
        stack = self._stack
        if self._entry == 2 and not stack.first:
            self._entry = 1
        self._means.show(SheetStart(
            entry=self._entry, twice=stack.twice, waiting=tuple(stack.first),
            sealed=stack.sealed, trouble=trouble,
        ))

    def _open(self, number: str) -> None:
        if fault := self._stack.fault(number, self._entry):
            self._start(fault)
            return
        if not self._questions:
            self._start("number")
            return
        if self._station() is None:
            self._start("no-unit")
            return
        self._number, self._at, self._answers = number, 0, {}
        self._show()

    def _fill(self, wish: Do) -> None:
        question = self._questions[self._at]
        match wish.deed:
            case Deed.ANSWER:
                possible = values(question)
                if not wish.value.isdecimal() or int(wish.value) >= len(possible):
                    self._show()
                    return
                self._answers[question.id] = possible[int(wish.value)]
                self._next()
            case Deed.SKIP:
                self._answers.pop(question.id, None)
                self._next()
            case Deed.BACK if self._at == 0:
                self.end()
                self._start()
            case Deed.BACK:
                self._at -= 1
                self._show()

    def _next(self) -> None:
        self._at += 1
        if self._at < len(self._questions):
            self._show()
        elif self._entry == 2:
            self._compare()
        elif self._stack.twice:
            self._stack.keep_first(self._number, self._answers)
            self.end()
            self._start("noted")
        else:
            self._seal(self._answers, "kept")

    def _show(self) -> None:
        questions, language = self._questions, self._means.language
        question = questions[self._at]
        possible = values(question)
        given = self._answers.get(question.id)
        self._means.show(SheetQuestion(
            sheet=self._number, entry=self._entry, at=self._at + 1, of=len(questions),
            text=said(question.label, language),
            choices=tuple(_word(question, value, language) for value in possible),
            least=1 if question.scale is None else question.scale.low,
            given="" if given is None else str(possible.index(given)),
        ))

    def _compare(self) -> None:
        first = self._stack.first[self._number]
        self._right = {}
        self._differing = list(differences(first, self._answers))
        if self._differing:
            self._show_difference()
        else:
            self._seal(first, "same")

    def _show_difference(self) -> None:
        difference, language = self._differing[0], self._means.language
        question = next(q for q in self._questions if q.id == difference.question)
        self._means.show(SheetCompared(
            sheet=self._number, left=len(self._differing) - 1, differs=Differs(
                text=said(question.label, language),
                first=_word(question, difference.first, language),
                second=_word(question, difference.second, language),
            ),
        ))

    def _decide(self, which: str) -> None:
        difference = self._differing.pop(0)
        self._right[difference.question] = (
            difference.first if which == FIRST else difference.second
        )
        if self._differing:
            self._show_difference()
        else:
            self._seal(settled(self._stack.first[self._number], self._right), "kept")

    def _let_be(self) -> None:
        """Neither was right: the sheet is entered anew, both times."""
        self._stack.close(self._number, sealed=False)
        self.end()
        self._start()

    def _seal(self, answers: Answers, told: str) -> None:
        campaign, station = self._campaign, self._station()
        if _survey(self._means.campaign()) != _survey(campaign):  # a package came meanwhile
            self.end()
            self.begin()
            return
        if not answers or campaign is None or station is None:
            self._stack.close(self._number, sealed=False)
            told = "empty"
        else:
            try:
                if _survey(station.campaign) != _survey(campaign):
                    raise ValueError("the kiosk stands in another survey until staff have gone")
                self._means.store.journal().append(bodies.encode(
                    self._response(campaign, station, answers)
                ))
            except (StorageError, ValueError):
                self.end()
                self._start("not-kept")
                return
            self._stack.close(self._number, sealed=True)
        self.end()
        self._start(told)

    def _response(
        self, campaign: Campaign, station: Station, answers: Answers
    ) -> Response:
        on_paper = replace(station, mode=Mode.PAPER)
        return Response(
            form=campaign.form.id, form_version=campaign.form.version, answers=answers,
            circumstances=circumstances(on_paper, campaign.languages[0], self._means.clock()),
            complete=True,
        )


def _survey(campaign: Campaign | None) -> Survey | None:
    return None if campaign is None else (campaign.id, campaign.form.id, campaign.form.version)


def _word(question: Question, value: Answer, language: str) -> str:
    """What an answer is called; empty for none."""
    if value is None:
        return ""
    if question.scale is not None and isinstance(value, int):
        label = question.scale.labels[value - question.scale.low]
        return said(label, language) or str(value)
    choice = next((choice for choice in question.choices if choice.id == value), None)
    return "" if choice is None else said(choice.label, language)
