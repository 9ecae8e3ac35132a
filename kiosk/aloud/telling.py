"""What a screen says: the same as stands there, as sentences in the person's language.

The order is that of the eye: where one is, what is asked, how it can be answered, what is chosen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assets.words import Words
from kiosk import screens
from kiosk.aloud.asking import told_items
from kiosk.aloud.lines import Line, recording_of
from kiosk.forms.screen import FormScreen, Shown
from kiosk.views import wording
from kiosk.views.attract import usual_not_for
from kiosk.views.codes import code_question, plate_for, voucher_question
from kiosk.views.notices import notice_for
from kiosk.views.plate import Plate
from kiosk.views.sheet import Block
from kiosk.views.withdraw import what_is_wrong
from survey.forms.model import Question, said

FEW = 9
"""So many choices are read with the question; of more only their number is told."""


def told(screen: Shown, words: Words) -> tuple[Line, ...]:
    """Everything that ``screen`` says, line by line. Empty lines are left out.

    ``words`` are the program's in the screen's language; what a survey says is in it already.
    """
    language = screen.frame.language
    return tuple(
        line if isinstance(line, Line) else Line(line, language)
        for line in _lines(screen, words) if line if isinstance(line, str) or line.text
    )


def same_screen(before: Shown | None, now: Shown) -> bool:
    """Whether a screen is the one before, with something changed on it; another question, or
    another page of a form, is none."""
    if before is None or type(before) is not type(now):
        return False
    asked, asks = _asked(before), _asked(now)
    return (
        before.frame.language == now.frame.language
        and before.frame.comfort.aloud == now.frame.comfort.aloud
        and (asked == asks or not asked.isdisjoint(asks))
    )


def _asked(screen: Shown) -> frozenset[object]:
    """What is asked there; on a page of a form an answer may bring more of it."""
    if isinstance(screen, FormScreen):
        return frozenset(item.ref for item in screen.items)
    return frozenset([screen.question.id] if isinstance(screen, screens.QuestionScreen) else [])


def _lines(screen: Shown, words: Words) -> Iterator[str | Line]:
    match screen:
        case screens.LanguageScreen():
            yield from _start(screen, words)
        case screens.ConsentScreen():
            yield from _consent(screen, words)
        case screens.QuestionScreen():
            yield from _question(screen, words)
        case FormScreen():
            yield from _page(screen, words)
        case screens.CodeScreen():
            yield from _blocks(code_question(words).blocks)
        case screens.VoucherScreen():
            yield from _blocks(voucher_question(screen, words).blocks)
        case screens.WithdrawScreen():
            yield words("Enter the code you were given: seven groups of four signs")
            yield what_is_wrong(screen, words) if screen.misread else ""
        case screens.ThanksScreen() if screen.code is not None or screen.voucher:
            yield from _plate(plate_for(screen, words), screen.frame.language)
        case screens.AttractScreen():
            yield from _attract(screen, words)
        case _:
            yield from _notice(screen, words)


def _attract(screen: screens.AttractScreen, words: Words) -> Iterator[str | Line]:
    """Each language invites in its own words; where one taps a face, that is asked."""
    frame = screen.frame
    at = frame.languages.index(frame.language) if frame.language in frame.languages else 0
    own = sorted(range(len(screen.sentences)), key=lambda place: place != at)
    for sentence in dict.fromkeys(screen.sentences[place] for place in own):
        yield Line(sentence, frame.languages[screen.sentences.index(sentence)])
    yield screen.organisation
    yield screen.place
    if screen.question is not None:
        yield Line(said(screen.question.label, frame.language), frame.language,
                   recording_of(frame.language, screen.question.name))
        for number, (label, name, _) in enumerate(_choices(screen.question, frame.language), 1):
            yield Line(words("{n}: {choice}", n=number, choice=label), frame.language,
                       recording_of(frame.language, screen.question.name, name))
    else:
        yield words("Choose your language.") if len(frame.languages) > 1 else words("Begin")
    yield _not_for(screen, words)


def _start(screen: screens.LanguageScreen, words: Words) -> Iterator[str | Line]:
    """Each language says its own name for the survey, so that its speakers know it."""
    frame = screen.frame
    for title in dict.fromkeys(screen.titles):
        yield Line(title, frame.languages[screen.titles.index(title)])
    yield screen.organisation
    yield screen.place
    yield words("Choose your language.")
    yield _not_for(screen, words)


def _not_for(screen: screens.AttractScreen | screens.LanguageScreen, words: Words) -> str:
    frame = screen.frame
    at = frame.languages.index(frame.language) if frame.language in frame.languages else 0
    own = screen.not_for[at] if at < len(screen.not_for) else ""
    return own or usual_not_for(words)


def _consent(screen: screens.ConsentScreen, words: Words) -> Iterator[str | Line]:
    language = screen.frame.language
    yield screen.title
    yield screen.organisation
    yield Line(screen.text, language, recording_of(language, "consent"))
    yield wording.takes_about(words, screen.questions)
    yield (
        words("Some questions need an answer. You may stop at any time.") if screen.must_answer
        else words("You choose what to answer, and may stop at any time.")
    )
    yield words("Every answer is locked at once. Nobody here can read it.")


def _question(screen: screens.QuestionScreen, words: Words) -> Iterator[str | Line]:
    asked, language = screen.question, screen.frame.language
    yield words("Question {n} of {of}", n=screen.number, of=screen.of)
    yield Line(said(asked.label, language), language, recording_of(language, asked.name))
    yield Line(said(asked.help, language), language)
    choices = _choices(asked, language)
    if len(choices) > FEW:
        yield words.many("{n} choice", "{n} choices", len(choices))
    for number, (label, name, _) in enumerate(choices if len(choices) <= FEW else (), 1):
        yield Line(words("{n}: {choice}", n=number, choice=label), language,
                   recording_of(language, asked.name, name))
    chosen = next((label for label, _, value in choices if value == screen.answer), "")
    if screen.given:
        yield words("Chosen: {choice}", choice=chosen or words("Rather not say"))
    if not screen.can_go_next:
        yield words("This question needs an answer before you can go on.")


def _choices(asked: Question, language: str) -> list[tuple[str, str, object]]:
    """Each choice's words, its part of a recording's name, and its value."""
    if asked.scale is not None:
        labels = asked.scale.labels
        return [
            (said(labels[at], language) if at < len(labels) else str(step), str(step), step)
            for at, step in enumerate(asked.scale.steps)
        ]
    return [(said(one.label, language), one.name, one.id) for one in asked.choices]


def _page(screen: FormScreen, words: Words) -> Iterator[str | Line]:
    yield screen.notice
    if screen.of:
        yield words("Page {n} of {of}", n=screen.number, of=screen.of)
    yield screen.above
    yield from screen.left_out
    yield screen.heading
    yield from told_items(screen.items, words, FEW)


def _plate(plate: Plate, language: str) -> Iterator[str | Line]:
    """Words where they are given, else signs one by one: a person copies them by ear."""
    yield from _blocks(plate.head)
    yield from (word.replace(" ", ": ", 1) for word in plate.words)
    if not plate.words:
        yield from (Line(group, language, spelled=True) for group in plate.groups)
    yield from _blocks(plate.between[:2])
    if plate.then is not None:
        yield from _plate(plate.then, language)


def _notice(screen: screens.Screen, words: Words) -> Iterator[str | Line]:
    try:
        notice = notice_for(screen, words)
    except TypeError:
        return
    yield from _blocks(notice.blocks)
    if notice.returns_after_ms:
        yield words("The screen goes back to the start by itself.")


def _blocks(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        yield block.text
