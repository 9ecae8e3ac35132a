"""How somebody wants to meet the screen: language, size of text, colours, movement, switches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from assets.words import Words
from kiosk.controls import Kind, Press
from kiosk.frame import STEPS, TEXT_SIZES, THEMES, Comfort, Frame
from kiosk.languages import own_name
from kiosk.questions.arrows import step
from kiosk.style import Style
from kiosk.views.choosing import Choosing, Offered
from kiosk.views.heading import Heading
from kiosk.views.pane import Pane
from kiosk.wishes import Adjust
from survey.flow import ChooseLanguage

_SIDE, _SIDE_LARGE, _EDGE, _GAP = 48, 32, 16, 12


def _whole(text: str) -> str:
    """Never broken over two lines."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")


class _Rows(QWidget):
    """The groups of choices under each other."""

    def __init__(self, groups: Sequence[Choosing]) -> None:
        super().__init__()
        self._groups = groups
        for group in groups:
            group.setParent(self)

    @property
    def shown(self) -> list[Choosing]:
        """Those on show, from above."""
        return [group for group in self._groups if not group.isHidden()]

    def height_for(self, width: int) -> int:
        """The height that shows all of them at ``width``."""
        return sum(group.height_for(width) + _GAP for group in self.shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def arrange(self) -> None:
        """Give all their places."""
        top = 0
        for group in self.shown:
            height = group.height_for(self.width())
            group.setGeometry(0, top, self.width(), height)
            group.arrange()
            top += height + _GAP


class ComfortPanel(QWidget):
    """Lies over a page until it is closed by hand, and changes nothing of it.

    With ``languages_only`` it offers the languages, and is done when one is taken.

    ``wished`` carries :class:`~kiosk.wishes.Adjust` or a language at every choice, ``closed`` that
    the person is done. It never closes by itself.
    """

    wished = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._below = parent
        self._comfort = Comfort()
        self._style: Style | None = None
        self.languages_only = False
        self.heading = Heading()
        self.languages, self.sizes, self.colours = Choosing(), Choosing(), Choosing()
        self.more, self.switches, self.steps = Choosing(many=True), Choosing(), Choosing()
        self.groups = (
            self.languages, self.sizes, self.colours, self.more, self.switches, self.steps,
        )
        self._rows = _Rows(self.groups)
        self.pane = Pane(self._rows, self._rows.height_for, lead=0.2)
        self.done = Press(Kind.PRIMARY, "check")
        for part in (self.heading, self.pane, self.done):
            part.setParent(self)
        self.done.clicked.connect(self.closed)
        for group in self.groups:
            group.chosen.connect(self._chosen)
            group.made.connect(self.pane.follow)
        parent.installEventFilter(self)
        self.hide()

    @property
    def comfort(self) -> Comfort:
        """What was shown or wished for last."""
        return self._comfort

    def present(self, frame: Frame, style: Style, words: Words) -> None:
        """Show what there is to choose, and what is chosen."""
        about = words("Language") if self.languages_only else words("Adjust")
        same = self._style == style and self.heading.title.accessibleName() == about
        self._comfort, self._style = frame.comfort, style
        self.heading.dress(style, about)
        self.heading.settle(in_column=True)
        self._offer(frame, style, words)
        for group in self.groups:
            wanted = (group is self.languages) == self.languages_only
            group.setVisible(wanted and bool(group.cards))
        self.done.dress(style, words("Done"))
        if same:
            self._rows.arrange()
            self.pane.arrange()
        else:
            self.pane.dress(style, words)
        self.arrange()

    def _offer(self, frame: Frame, style: Style, words: Words) -> None:
        comfort = frame.comfort
        self.languages.dress(style, "", [
            Offered(tag, own_name(tag, frame.called(tag)), tag == frame.language)
            for tag in frame.languages
        ])
        self.sizes.dress(style, words("Text size"), [
            Offered(size, _whole(f"{size} %"), size == comfort.percent) for size in TEXT_SIZES
        ])
        named = words("Light"), words("Dark"), words("High contrast")
        self.colours.dress(style, words("Colours"), [
            Offered(theme, name, theme == comfort.theme)
            for theme, name in zip(THEMES, named, strict=True)
        ])
        self.more.dress(style, words("Movement and sound"), [
            Offered("calm", words("Less motion"), comfort.calm),
            Offered("aloud", words("Read aloud"), comfort.aloud),
        ])
        self.switches.dress(style, words("Switches"), [
            Offered(0, words("No switch"), comfort.switches == 0),
            Offered(1, words("One switch"), comfort.switches == 1),
            Offered(2, words("Two switches"), comfort.switches == 2),
        ])
        steps = STEPS if comfort.switches == 1 else ()
        self.steps.dress(style, words("The light stays"), [
            Offered(ms, _whole(words("{n} s", n=ms // 1000)), ms == comfort.step_ms) for ms in steps
        ])

    def _chosen(self, value: object) -> None:
        group, comfort = self.sender(), self._comfort
        if group is self.languages:
            self.closed.emit()
            self.wished.emit(ChooseLanguage(str(value)))
            return
        if group is self.more:
            name = str(value)
            comfort = replace(comfort, **{name: not getattr(comfort, name)})
        else:
            name = {
                self.sizes: "percent", self.colours: "theme", self.switches: "switches",
                self.steps: "step_ms",
            }[group]
            comfort = replace(comfort, **{name: value})
        self._comfort = comfort
        self.wished.emit(Adjust(comfort))

    def open(self) -> None:
        """Lie over everything, with the focus at what is chosen."""
        self.setGeometry(self._below.rect())
        self.show()
        self.raise_()
        self.arrange()
        self.heading.take_focus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Be as large as what it lies on."""
        if event.type() is QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def arrange(self) -> None:
        """Give heading, choices and button their places."""
        if self._style is None:
            return
        side = _SIDE_LARGE if self._style.percent > 100 else _SIDE
        width, foot = self.width() - 2 * side, self.done.sizeHint()
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        beside = width - foot.width() - _GAP
        head = max(foot.height(), self.heading.height_for(beside))
        box = QRect(side, _EDGE, beside, head)
        button = QRect(side + width - foot.width(), _EDGE, foot.width(), foot.height())
        if rtl:
            box.moveLeft(side + foot.width() + _GAP)
            button.moveLeft(side)
        self.heading.setGeometry(box)
        self.done.setGeometry(button)
        top = _EDGE + head + _GAP
        self.pane.setGeometry(side, top, width, self.height() - top - _EDGE // 2)
        self.pane.arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._style is not None:
            QPainter(self).fillRect(self.rect(), self._style.colour("surface"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, focused = event.key(), QApplication.focusWidget()
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_Back):
            self.closed.emit()
            return
        for group in self._rows.shown:
            for card in group.cards:
                if card is focused and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                    card.click()
                    return
            if step(group.cards, key, group.columns(), self.layoutDirection()):
                return

    def rest(self) -> None:
        """Nothing of anybody stays here."""

    def tab_way(self) -> Sequence[QWidget]:
        """What the Tab key goes through, in the order the eye reads it."""
        cards = [card for group in self._rows.shown for card in group.cards]
        return [*cards, *self.pane.buttons, self.done]
