"""A page of a form: its questions under each other, the way on, and keys when they are needed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from assets.words import Words
from kiosk.forms.block import QuestionBlock
from kiosk.forms.body import BETWEEN, Body
from kiosk.forms.screen import AddOne, Answered, FormScreen, RemoveOne
from kiosk.questions.asked import Kind
from kiosk.style import Style, set_text_colour
from kiosk.views.bars import Footer, TopBar
from kiosk.views.keyboard import Keyboard
from kiosk.views.pane import Pane
from kiosk.views.sheet import Block
from kiosk.wishes import AskToStop, ChangeTextSize
from survey.flow import Back, ChooseLanguage, Next

_SIDE, _EDGE = 32, 8
_TYPED = (Kind.TEXT, Kind.NUMBER, Kind.MOMENT)

Typed = QLineEdit | QPlainTextEdit


class FormPage(QWidget):
    """One setter, :meth:`present`; ``wished`` carries what the person did.

    ``went_on`` says that the next page has just come by itself: what is pressed now may be meant
    for the one before.
    """

    wished = Signal(object)
    went_on = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._screen: FormScreen | None = None
        self._refs: tuple[str, ...] = ()
        self.top, self.footer, self.keyboard = TopBar(), Footer(), Keyboard()
        self._notice = QLabel()
        self._notice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.body = Body()
        self.pane = Pane(self.body, self.body.height_for, lead=0.3)
        for part in (self.top, self.pane, self.footer, self.keyboard, self._notice):
            part.setParent(self)
        self.keyboard.hide()
        self._field: Typed | None = None
        self._advance = QTimer(self, singleShot=True)
        self._advance.timeout.connect(self._go_on)
        self._connect()

    def _connect(self) -> None:
        self.top.language_chosen.connect(lambda tag: self._wish(ChooseLanguage(tag)))
        self.top.text_size_asked.connect(lambda: self._wish(ChangeTextSize()))
        self.top.stopped.connect(lambda: self._wish(AskToStop()))
        self.footer.went_back.connect(lambda: self._wish(Back()))
        self.footer.went_on.connect(lambda: self._wish(Next()))
        self.keyboard.struck.connect(self._strike)
        self.keyboard.erased.connect(self._erase)
        self.keyboard.finished.connect(lambda: self._close_keys(keep_focus=False))

    def present(self, screen: FormScreen, style: Style, words: Words) -> None:
        """Show the page."""
        self._advance.stop()
        refs = tuple(item.ref for item in screen.items)
        new, self._refs = refs != self._refs, refs
        again = self._screen is not None and self._screen.frame != screen.frame
        self._screen, self._style, self._words = screen, style, words
        if new:
            self._close_keys(keep_focus=False)
        self.top.dress(screen.frame, style, words, (screen.number, screen.of))
        self._dress_footer(screen, style, words)
        self._dress_blocks(screen, style, words)
        if new or again:
            self.pane.dress(style, words)
        if again:
            self._dress_keys()
        self._arrange()
        if screen.trouble:
            self._to_trouble()
        elif new:
            self._begin(screen)
        if screen.advance_after_ms is not None:
            self._advance.start(screen.advance_after_ms)

    def rest(self) -> None:
        """Another person's screen has come: no widget holds on to what was answered."""
        self.pause()
        self._screen, self._refs = None, ()
        self.body.clear()

    def pause(self) -> None:
        """Something stands before the page for a while; nothing goes on by itself."""
        self._advance.stop()
        self._close_keys(keep_focus=False)

    def _dress_footer(self, screen: FormScreen, style: Style, words: Words) -> None:
        self.footer.skip.hide()
        self.footer.back.setVisible(screen.can_go_back)
        self.footer.back.dress(style, words("Back"))
        self.footer.next.dress(style, words("Done") if screen.last else words("Next"))
        self._notice.setText(screen.notice)
        self._notice.setFont(style.text(18))
        set_text_colour(self._notice, style.colour("caution_text"))
        colour = style.theme.caution_soft
        self._notice.setStyleSheet(f"background: {colour}")
        self._notice.setVisible(bool(screen.notice))

    def _dress_blocks(self, screen: FormScreen, style: Style, words: Words) -> None:
        body, several = self.body, len(screen.items) > 1
        body.heading.dress(style, [
            Block(text=screen.above, size=20, role="text_quiet"),
            Block(text=screen.heading, size=36, role="text", heading=True, gap=4),
        ])
        while len(body.blocks) < len(screen.items):
            self._add_block()
        body.shown = len(screen.items)
        for block in body.blocks[body.shown :]:
            block.hide()
        for block, item in zip(body.blocks, screen.items, strict=False):
            block.present(item, style, words, alone=not several)
            block.show()
            for widget in block.view.tab_way():
                self.pane.follow(widget)
                widget.removeEventFilter(self)
                widget.installEventFilter(self)

    def _add_block(self) -> None:
        block = QuestionBlock()
        block.setParent(self.body)
        block.answered.connect(lambda ref, text: self._wish(Answered(ref, text)))
        block.added.connect(lambda ref: self._wish(AddOne(ref)))
        block.removed.connect(lambda ref: self._wish(RemoveOne(ref)))
        block.grown.connect(self._arrange)
        self.body.blocks.append(block)

    @property
    def blocks(self) -> Sequence[QuestionBlock]:
        """The questions on show."""
        return self.body.blocks[: self.body.shown]

    def _begin(self, screen: FormScreen) -> None:
        """A screen reader begins at the words; whoever has to type can do so at once."""
        first = self.blocks[0] if self.blocks else None
        if first is None:
            return
        if len(screen.items) == 1 and screen.items[0].kind in _TYPED:
            for widget in first.view.tab_way():
                if isinstance(widget, QLineEdit | QPlainTextEdit):
                    widget.setFocus(Qt.FocusReason.OtherFocusReason)
                    if not self.window().property("byKeyboard"):
                        self._open_keys(widget)
                    return
        (self.body.heading if screen.heading else first.sheet).take_focus()

    def _to_trouble(self) -> None:
        for block in self.blocks:
            if not block.trouble.isHidden():
                self._close_keys(keep_focus=False)
                block.trouble.take_focus()
                self.pane.reveal(block.trouble)
                return

    # --- keys on the screen

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A touch on a field brings the keys; while they are there, they follow the focus."""
        kind = event.type()
        moved = kind is QEvent.Type.FocusIn and not self.keyboard.isHidden()
        if (moved or kind is QEvent.Type.MouseButtonRelease) and isinstance(watched, Typed):
            self._open_keys(watched)
        return False

    def _open_keys(self, field: Typed) -> None:
        self._field = field
        self.keyboard.show()
        self._dress_keys()
        self._arrange()
        self.pane.reveal(field)
        if not _text(field):
            self.keyboard.begin_sentence()

    def _dress_keys(self) -> None:
        if self._field is not None and self._screen is not None:
            takes = str(self._field.property("keys") or "")
            language = self._screen.frame.language
            self.keyboard.present(takes, language, self._style, self._words)

    def _close_keys(self, *, keep_focus: bool) -> None:
        if self.keyboard.isHidden():
            return
        self.keyboard.hide()
        self._field = None
        self._arrange()
        if not keep_focus and self.footer.next.isVisible():
            self.footer.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def _strike(self, sign: str) -> None:
        field = self._field
        if isinstance(field, QLineEdit):
            field.insert(sign)
            field.textEdited.emit(field.text())
        elif field is not None:
            field.insertPlainText(sign)

    def _erase(self) -> None:
        field = self._field
        if isinstance(field, QLineEdit):
            field.backspace()
            field.textEdited.emit(field.text())
        elif field is not None:
            field.textCursor().deletePreviousChar()

    # --- places

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        """Bars, questions and keys; keys take the footer's place, and the top bar's where low."""
        if self._screen is None or self.width() < 200:
            return
        width, keys = self.width() - 2 * _SIDE, not self.keyboard.isHidden()
        above = self._notice.sizeHint().height() + 6 if not self._notice.isHidden() else 0
        self._notice.setGeometry(0, 0, self.width(), above)
        top, foot = self.top.sizeHint().height(), self.footer.sizeHint().height()
        board = self.keyboard.height_wanted if keys else 0
        hidden = keys and self.height() - board - top < 380
        self.top.setVisible(not hidden)
        self.top.setGeometry(_SIDE, above + _EDGE, width, top)
        self.footer.setVisible(not keys)
        self.footer.setGeometry(_SIDE, self.height() - _EDGE - foot, width, foot)
        self.keyboard.setGeometry(0, self.height() - board, self.width(), board)
        self.top.fit()
        self.footer.fit()
        start = above + _EDGE + (0 if hidden else top)
        end = self.height() - (board if keys else foot + _EDGE) - _EDGE
        over = self.body.heading.height_for(width)
        spare = end - start - (over + BETWEEN if over else 0)
        for block in self.blocks:  # among others a question keeps its place above its answers
            block.settle(width if len(self.blocks) == 1 else 0, spare)
        self.pane.setGeometry(QRect(_SIDE, start, width, end - start))
        self.pane.arrange()
        self.body.arrange()

    # --- keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, focused = event.key(), QApplication.focusWidget()
        enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not isinstance(focused, QPlainTextEdit):
            self.footer.next.click()
            return
        for block in self.blocks:
            mine = focused is not None and block.isAncestorOf(focused)
            if (mine or len(self.blocks) == 1) and not isinstance(focused, Typed):
                if block.view.take_key(key):
                    return
            elif mine and block.view.take_key(key):
                return
        super().keyPressEvent(event)

    def tab_way(self) -> Sequence[QWidget]:
        """What the Tab key goes through, in the order the eye reads it."""
        inside = [widget for block in self.blocks for widget in block.view.tab_way()]
        keys = self.keyboard.tab_way() if not self.keyboard.isHidden() else []
        return [*inside, *self.pane.buttons, *keys, *self.footer.buttons, *self.top.buttons]

    def way_back(self) -> Sequence[QWidget]:
        """What neither answers nor leads on."""
        return [self.footer.back, *self.pane.buttons, *self.top.buttons]

    def _go_on(self) -> None:
        """Go on by itself; a finger that is down somewhere decides first."""
        if any(isinstance(b, QAbstractButton) and b.isDown() for b in self.tab_way()):
            self._advance.start()
            return
        self._wish(Next())
        self.went_on.emit()

    def _wish(self, wish: object) -> None:
        self._advance.stop()
        self.wished.emit(wish)


def _text(field: Typed) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()
