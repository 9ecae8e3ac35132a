"""People who finish five ratings without a finger's aim: by keys, by switches, by large text.

Each looks at what stands there and does what a person could; ``look`` is told where they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from uuid import UUID

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from assets import theme
from assets.words import Words
from kiosk.citizen import Citizen, Pace
from kiosk.frame import Comfort
from kiosk.questions.option import Option
from kiosk.style import load_fonts
from kiosk.switching import Switching
from kiosk.window import Looks, Window
from kiosk.wishes import Adjust
from survey.campaign import Campaign, Consent
from survey.forms.model import Question, QuestionType, Scale, Texts
from tests.builders import small_campaign
from tests.kiosk.screen_builders import FakeKeeper, citizen
from tests.kiosk.spoken_survey import ATTRACT, CONSENT, HELP, STEPS, TITLE

FIVE: tuple[Texts, ...] = (
    {"sv": "Hur blir du bemött av personalen i dag?", "ar": "كيف عاملك الموظفون اليوم؟"},
    {"sv": "Hur lätt är det att hitta hit?", "ar": "ما مدى سهولة الوصول إلى هنا؟"},
    {"sv": "Hur är öppettiderna?", "ar": "كيف هي ساعات العمل؟"},
    {"sv": "Hur är utbudet av böcker?", "ar": "كيف هي تشكيلة الكتب؟"},
    {"sv": "Hur trivs du i lokalerna?", "ar": "كيف تشعر في المكان؟"},
)
NEVER_MS = 3_600_000
"""How long the light stays: these people let it move themselves, however slow the machine."""

ANSWERS = (4, 5, 2, 1, 3)
Look = Callable[[str], None]


def five_ratings() -> Campaign:
    """Five ratings in Swedish and Arabic."""
    languages = ("sv", "ar")
    scale = Scale(low=1, high=5, labels=tuple({t: s[t] for t in languages} for s in STEPS))
    questions = tuple(
        Question(
            id=UUID(int=0xF5000000_0000_4000_8000_000000000000 + at), name=f"q{at + 1}",
            type=QuestionType.RATING, label=label, help={t: HELP[t] for t in languages},
            scale=scale,
        )
        for at, label in enumerate(FIVE)
    )
    campaign = small_campaign()
    return replace(
        campaign, languages=languages, title={t: TITLE[t] for t in languages}, factors=(),
        form=replace(campaign.form, questions=questions), group_by=(),
        consent=Consent(version="1", text={t: CONSENT[t] for t in languages}),
        conduct=replace(campaign.conduct, attract={t: ATTRACT[t] for t in languages}),
    )


@dataclass
class Visit:
    """Somebody at the kiosk, and what is kept of what they answer."""

    window: Window
    keeper: FakeKeeper
    presenter: Citizen
    clock: Iterator[int]

    def button(self, name: str) -> QAbstractButton:
        found = self.named(name)
        assert len(found) == 1, f"{len(found)} buttons are called {name}"
        return found[0]

    def named(self, name: str) -> list[QAbstractButton]:
        return [
            b for b in self.window.findChildren(QAbstractButton)
            if b.isVisible() and b.isEnabled() and b.accessibleName() == name
        ]

    @property
    def answered(self) -> list[object]:
        """What was kept of a finished visit, in the order of the questions."""
        return [one for response in self.keeper.finished for one in response.answers.values()]

    def key(self, key: Qt.Key) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key)
        QApplication.processEvents()


def visit(size: tuple[int, int] = (1280, 800), comfort: Comfort | None = None) -> Visit:
    """A kiosk that asks :func:`five_ratings`. Its clock goes a second at each look."""
    load_fonts(("sv", "ar"))
    clock = count()
    looks = Looks(theme=theme.load(), words=Words, idle_ms=0, ticks=lambda: float(next(clock)))
    window = Window(looks)
    window.resize(*size)
    keeper = FakeKeeper()
    presenter = citizen(window, keeper, campaign=five_ratings(), pace=Pace(advance=None))
    window.wished.connect(presenter.receive)
    presenter.begin()
    window.show()
    window.activateWindow()
    QApplication.processEvents()
    return Visit(window, keeper, presenter, clock)


def label(step: int, language: str = "sv") -> str:
    """What a face is called."""
    return STEPS[step - 1][language]


# --- by keys


def by_keys(person: Visit, look: Look) -> None:
    """Tab to a language, Tab to *yes*, a digit and Enter for each question."""
    look("attract")
    tab_to(person, "Svenska")
    look("language lit")
    person.key(Qt.Key.Key_Space)
    tab_to(person, "Ja, jag vill svara")
    look("consent")
    person.key(Qt.Key.Key_Return)
    for at, step in enumerate(ANSWERS):
        if at % 2:
            person.key(Qt.Key(Qt.Key.Key_0 + step))
        else:
            tab_to(person, label(1))
            for _ in range(step - 1):
                person.key(Qt.Key.Key_Right)
            person.key(Qt.Key.Key_Space)
        look(f"question {at + 1}")
        tab_to(person, "Nästa")
        person.key(Qt.Key.Key_Return)
    look("thanks")


def tab_to(person: Visit, name: str) -> None:
    """Press Tab until what is called ``name`` has the focus."""
    for _ in range(30):
        at = QApplication.focusWidget()
        if at is not None and at.accessibleName() == name and isinstance(at, QAbstractButton):
            return
        person.key(Qt.Key.Key_Tab)
    raise AssertionError(f"the Tab key never comes to {name}")


# --- by switches


@dataclass
class Switches:
    """Watches the light and presses. With one switch, time moves the light."""

    person: Visit
    presses: int = 0
    steps: int = 0

    @property
    def switching(self) -> Switching:
        found = self.person.window.hands.switching
        assert found is not None and found.on
        return found

    def move(self) -> None:
        """Wait for the light, or press the first switch."""
        self.steps += 1
        if self.switching.single:
            assert self.switching.timer.isActive(), "the light stands still"
            self.switching.timer.timeout.emit()
        else:
            self.presses += 1
            self.person.key(Qt.Key.Key_Space)
        QApplication.processEvents()

    def press(self) -> None:
        self.presses += 1
        self.person.key(Qt.Key.Key_F7 if self.switching.single else Qt.Key.Key_Return)

    def take(self, name: str) -> None:
        """Have what is called ``name`` taken."""
        self.reach(self.person.button(name))

    def write(self, text: str) -> None:
        """Have the keys for ``text`` taken, capitals where capitals stand there."""
        for sign in text:
            self.take(sign if self.person.named(sign) else sign.upper())

    def reach(self, widget: QWidget) -> None:
        """Have it taken, whatever it is called."""
        for _ in range(80):
            wanted, lit = self.place(widget), self.switching.light
            if lit.box == wanted:
                self.press()
                return
            inside = lit.box.contains(wanted)
            if inside is not lit.leads_out and (inside or lit.leads_out):
                self.press()
            else:
                self.move()
        raise AssertionError(f"the light never comes to {widget.accessibleName()}")

    def place(self, widget: QWidget) -> QRect:
        ground = self.person.window.stage.ground
        return QRect(widget.mapTo(ground, QPoint(0, 0)), widget.size())


def by_switches(person: Visit, look: Look, *, two: bool) -> Switches:
    """Hold a key at the first screen, then watch the light."""
    QTest.keyPress(person.window, Qt.Key.Key_F7)
    if two:
        QTest.keyPress(person.window, Qt.Key.Key_F8)
    else:
        person.window.hands.holding.timer.timeout.emit()
    for key in (Qt.Key.Key_F7, Qt.Key.Key_F8)[: 1 + two]:
        QTest.keyRelease(person.window, key)
    QApplication.processEvents()
    hand = Switches(person)
    comfort = Comfort(switches=2 if two else 1, step_ms=NEVER_MS)
    person.window.wished.emit(Adjust(comfort))
    QApplication.processEvents()
    look("attract")
    hand.take("Svenska")
    look("consent")
    hand.take("Ja, jag vill svara")
    for at, step in enumerate(ANSWERS):
        look(f"question {at + 1}")
        hand.take(label(step))
        look(f"answer {at + 1}")
        hand.take("Nästa")
    look("thanks")
    return hand


# --- large text in Arabic


def by_touch_in_large_arabic(person: Visit, look: Look) -> None:
    """Presses *larger text* until it is largest, then Arabic; every face has to be in sight."""
    look("attract")
    for _ in range(3):
        tap(person, person.button("Större text"))
    look("attract at 250")
    tap(person, person.button("العربية"))
    look("consent")
    tap(person, person.button(Words("ar")("Yes, I want to answer")))
    for at, step in enumerate(ANSWERS):
        faces = [f for f in person.window.findChildren(Option) if f.isVisible()]
        assert len(faces) == 5
        assert all(f.visibleRegion().boundingRect() == f.rect() for f in faces)
        tap(person, person.button(label(step, "ar")))
        look(f"question {at + 1}")
        tap(person, person.button(Words("ar")("Next")))
    look("thanks")


def tap(person: Visit, widget: QWidget) -> None:
    """A finger on its middle; what is out of sight, or nearly, has to come by the button that leads
    down."""
    middle = widget.rect().center()
    for _ in range(5):
        if widget.visibleRegion().contains(middle + QPoint(0, widget.height() // 4)):
            break
        down = [b for w in ("sv", "ar") for b in person.named(Words(w)("Down"))]
        QTest.mouseClick(down[0], Qt.MouseButton.LeftButton, pos=down[0].rect().center())
        QApplication.processEvents()
    assert widget.visibleRegion().contains(middle), widget.accessibleName()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=middle)
    QApplication.processEvents()
