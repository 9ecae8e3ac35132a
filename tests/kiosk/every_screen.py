"""Every screen of the kiosk in any language, size and theme: for checks, and for pictures.

No Qt here. What is asked is a small survey with texts in :data:`SPOKEN`; in other languages it
is asked in English, while the program's own words are in the language wished for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from kiosk import screens
from kiosk.forms.screen import Shown
from kiosk.frame import Comfort, Frame
from storage.seal import receipt_codes
from survey.conduct import Way
from survey.forms.model import Choice, Question, QuestionType, Scale, Texts
from survey.hours import Shut
from tests.kiosk.spoken_survey import (
    AREAS,
    ATTRACT,
    CONSENT,
    HELP,
    QUESTION,
    SPOKEN,
    STEPS,
    TITLE,
    VOUCHER,
    WHERE,
)

ALL = ("sv", "en", "fi", "se", "ar", "so", "ti", "fa", "uk", "sv-simple")
ORGANISATION = "Sundsvalls kommun"
PLACE = "Stadsbiblioteket"
CONTACT = "biblioteket@example.org"
NUMBER = "A01F 33D2 9C4E 7B11 0D5A"

_CODE = bytes(range(16))
CODE = screens.ReceiptCode(
    hash=receipt_codes.code_hash(_CODE), groups=receipt_codes.write_groups(_CODE),
    words=receipt_codes.write_words(_CODE),
)


def told(texts: Texts, language: str) -> str:
    """The text in ``language``, or in the one that is nearest."""
    near = language.partition("-")[0]
    return texts.get(language) or texts.get(near) or texts["en"]


def everywhere(texts: Texts) -> Texts:
    """The same texts with all of the languages."""
    return {tag: told(texts, tag) for tag in ALL}


RATING = Question(
    id=UUID(int=0xA1000000_0000_4000_8000_000000000001), name="met", type=QuestionType.RATING,
    label=everywhere(QUESTION), help=everywhere(HELP),
    scale=Scale(low=1, high=5, labels=tuple(everywhere(step) for step in STEPS)),
)
CHOICE = Question(
    id=UUID(int=0xA1000000_0000_4000_8000_000000000002), name="area",
    type=QuestionType.SELECT_ONE, label=everywhere(WHERE), choices=tuple(
        Choice(id=UUID(int=0xA2000000_0000_4000_8000_000000000000 + at), name=f"a{at}",
               label=everywhere(area))
        for at, area in enumerate(AREAS)
    ),
)
MANY = replace(
    CHOICE, id=UUID(int=0xA1000000_0000_4000_8000_000000000003), name="village",
    choices=tuple(
        Choice(id=UUID(int=0xA3000000_0000_4000_8000_000000000000 + at), name=f"v{at}",
               label={tag: f"{told(AREAS[at % len(AREAS)], tag)} {at + 1}" for tag in ALL})
        for at in range(30)
    ),
)


def frame_of(language: str, comfort: Comfort, languages: tuple[str, ...] = ALL) -> Frame:
    """Round a screen. Nothing happens by itself after a while."""
    return Frame(language=language, languages=languages, comfort=comfort, idle_ms=0)


def every_screen(language: str, comfort: Comfort = Comfort()) -> Iterator[tuple[str, Shown]]:  # noqa: B008 - frozen
    """Name and screen, in the order a person could meet them; those for staff come last."""
    frame = frame_of(language, comfort)
    yield from _first(frame)
    yield from _questions(frame)
    yield from _last(frame)
    yield from _aside(frame)
    yield from _staff(frame)


def attract_in(
    languages: tuple[str, ...], comfort: Comfort, way: Way = Way.QUESTIONNAIRE,
    question: Question | None = None,
) -> screens.AttractScreen:
    """The first screen with these languages, in the first of them."""
    return screens.AttractScreen(
        frame=frame_of(languages[0], comfort, languages), place=PLACE, contact=CONTACT,
        sentences=tuple(told(ATTRACT, tag) for tag in languages), way=way,
        organisation=ORGANISATION, questions=6, question=question,
    )


def _first(frame: Frame) -> Iterator[tuple[str, Shown]]:
    few = replace(frame, languages=(frame.language, "en" if frame.language != "en" else "sv"))
    attract = replace(
        attract_in(frame.languages, frame.comfort), frame=frame, may_give_back=True
    )
    yield "attract", attract
    yield "attract_two", replace(
        attract, frame=few, sentences=tuple(told(ATTRACT, tag) for tag in few.languages)
    )
    yield "attract_one", replace(
        attract, frame=replace(frame, languages=(frame.language,)),
        sentences=(told(ATTRACT, frame.language),), may_give_back=False,
    )
    yield "one_tap", replace(attract, way=Way.ONE_TAP, question=RATING, may_give_back=False)
    yield "one_tap_thanks", screens.OneTapThanksScreen(
        frame=frame, organisation=ORGANISATION, returns_after_ms=12_000, follow_up=True,
        questions=5, contact=CONTACT,
    )
    yield "language", screens.LanguageScreen(
        frame=frame, titles=tuple(told(TITLE, tag) for tag in ALL), place=PLACE,
        organisation=ORGANISATION, questions=6, contact=CONTACT, may_give_back=True,
    )
    yield "consent", screens.ConsentScreen(
        frame=frame, title=told(TITLE, frame.language), organisation=ORGANISATION,
        text=told(CONSENT, frame.language), questions=6,
    )


def _questions(frame: Frame) -> Iterator[tuple[str, Shown]]:
    rating = screens.QuestionScreen(
        frame=frame, question=RATING, given=False, answer=None, number=1, of=6,
        can_go_back=False, can_go_next=True,
    )
    yield "rating", rating
    yield "rated", replace(rating, given=True, answer=4, number=2, can_go_back=True)
    yield "rather_not", replace(rating, given=True, answer=None, number=2, can_go_back=True)
    choice = replace(rating, question=CHOICE, number=5, can_go_back=True)
    yield "choice", choice
    yield "chosen", replace(choice, given=True, answer=CHOICE.choices[1].id)
    yield "many_choices", replace(choice, question=MANY)


def _last(frame: Frame) -> Iterator[tuple[str, Shown]]:
    yield "code_question", screens.CodeScreen(frame=frame)
    yield "voucher_question", screens.VoucherScreen(
        frame=frame, text=told(VOUCHER, frame.language)
    )
    thanks = screens.ThanksScreen(
        frame=frame, kept=True, finished=True, organisation=ORGANISATION, contact=CONTACT,
        returns_after_ms=8_000,
    )
    yield "thanks", thanks
    yield "thanks_stopped", replace(thanks, finished=False)
    yield "thanks_nothing", replace(thanks, kept=False)
    yield "code", replace(thanks, code=CODE, returns_after_ms=120_000)
    yield "voucher", replace(thanks, voucher="K7QF-4M2D", returns_after_ms=120_000)
    yield "code_and_voucher", replace(
        thanks, code=CODE, voucher="9XTB-2HRE", returns_after_ms=120_000
    )


def _aside(frame: Frame) -> Iterator[tuple[str, Shown]]:
    yield "still_there", screens.StillThereScreen(frame=frame, returns_after_ms=20_000)
    yield "stop", screens.StopScreen(frame=frame)
    yield "not_kept", screens.NotKeptScreen(frame=frame, reason=screens.Reason.STORE)
    yield "withdraw", screens.WithdrawScreen(frame=frame)
    yield "withdraw_misread", screens.WithdrawScreen(frame=frame, misread="length")
    yield "withdrawn", screens.WithdrawnScreen(
        frame=frame, organisation=ORGANISATION, contact=CONTACT, returns_after_ms=12_000
    )
    yield "asleep", screens.AsleepScreen(
        frame=frame, why=Shut.HOURS, place=PLACE, organisation=ORGANISATION,
        opens=datetime(2025, 9, 4, 9, 0, tzinfo=UTC), contact=CONTACT,
    )


def _staff(frame: Frame) -> Iterator[tuple[str, Shown]]:
    bare = replace(frame, languages=())
    not_ready = screens.NotReadyScreen(
        frame=bare, reason=screens.Reason.NO_PACKAGE, device="Biblioteket 1", fingerprint=NUMBER,
    )
    yield "starting", replace(not_ready, reason=screens.Reason.STARTING, device="", fingerprint="")
    yield "not_ready", not_ready
    yield "not_ready_pair", replace(not_ready, may_pair=True)
    stage = screens.PairStage
    yield "pair_looking", screens.PairScreen(frame=bare, stage=stage.LOOKING)
    yield "pair_choose", screens.PairScreen(
        frame=bare, stage=stage.CHOOSE, found=("192.168.1.20:8443",)
    )
    yield "pair_compare", screens.PairScreen(
        frame=bare, stage=stage.COMPARE, words=("bok", "ren", "sol", "tak"),
        organisation=NUMBER, number=NUMBER,
    )
    yield "pair_failed", screens.PairScreen(frame=bare, stage=stage.FAILED, trouble="place-gone")
    yield "number", screens.NumberScreen(
        frame=bare, device="Biblioteket 1", number=NUMBER, card="vardera:" + "A" * 150
    )


__all__ = ["ALL", "SPOKEN", "every_screen", "frame_of"]
