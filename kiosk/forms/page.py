"""A page of a form: its questions under each other, the way on, and keys when they are needed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QPlainTextEdit, QWidget

from assets.words import Words
from kiosk.forms.block import QuestionBlock
from kiosk.forms.body import Body
from kiosk.forms.keys import Keys, Typed
from kiosk.forms.notice import NoticeLine
from kiosk.forms.places import SIDE, Heights, places
from kiosk.forms.screen import AddOne, Answered, FormScreen, HandedIn, OpenOne, RatherNot, RemoveOne
from kiosk.forms.stillness import Still, Stillness
from kiosk.forms.trouble import usual_height
from kiosk.questions.asked import Kind
from kiosk.style import Style
from kiosk.views.bars import Footer, TopBar
from kiosk.views.keyboard import Keyboard
from kiosk.views.pane import Pane
from kiosk.views.sheet import Block
from kiosk.wishes import AskToStop, ChangeTextSize
from survey.flow import Back, ChooseLanguage, Next

_TYPED = (Kind.TEXT, Kind.NUMBER, Kind.MOMENT)


class FormPage(QWidget):
    """One setter, :meth:`present`; ``wished`` carries what the person did.

    A page that is shown again is changed where something has changed: what is being typed, the
    focus and the place that was scrolled to stay, and so do the answers that somebody is at when
    something comes or goes above them. ``went_on`` says that the next page has just
    come by itself: what is pressed now may be meant for the one before.
    """

    wished = Signal(object)
    went_on = Signal()
    asks: type[QuestionBlock] = QuestionBlock

    def __init__(self) -> None:
        super().__init__()
        self._screen: FormScreen | None = None
        self._barred: object = None
        self._spare = 0
        self.top, self.footer, self.keyboard = TopBar(), Footer(), Keyboard()
        self._notice = NoticeLine()
        self.body = Body()
        self.pane = Pane(self.body, self.body.height_for, lead=0.3)
        self._stillness = Stillness(self.pane, lambda: self.blocks)
        for part in (self.top, self.pane, self.footer, self.keyboard, self._notice):
            part.setParent(self)
        self.keys = Keys(self.keyboard)
        self._advance = QTimer(self, singleShot=True)
        self._advance.timeout.connect(self._go_on)
        self._connect()

    def _connect(self) -> None:
        for bar in (self.top, self.keyboard.tools):
            bar.language_chosen.connect(lambda tag: self._wish(ChooseLanguage(tag)))
            bar.text_size_asked.connect(lambda: self._wish(ChangeTextSize()))
        self.top.stopped.connect(lambda: self._leave(AskToStop()))
        self.footer.went_back.connect(lambda: self._leave(Back()))
        self.footer.went_on.connect(lambda: self._leave(Next()))
        self.footer.skipped.connect(self._decline)
        self.keys.turned.connect(self._keys_turned)
        self.keys.finished.connect(self._close_keys)

    def present(self, screen: FormScreen, style: Style, words: Words) -> None:
        """Show the page."""
        self._advance.stop()
        before, self._screen = self._screen, screen
        new = before is None or not _same_page(before, screen)
        again = before is not None and before.frame != screen.frame
        if new:
            self._close_keys()
            self._stillness.forget()
        still = None if new or again else self._stillness.now(screen)
        bars = self._dress_bars(screen, style, words)
        self.keys.dress(screen.frame.language, style, words)
        self._spare = usual_height(style)
        changed = self._dress_blocks(screen, style, words)
        if new or again:
            self.pane.dress(style, words)
        if changed or bars or new or again:
            self._arrange(settle=new or again, still=still)
        if again and self.keys.field is not None:
            self.pane.reveal(self.keys.field)
        if screen.trouble:
            self._to_trouble()
        elif new:
            self._begin(screen)
        if screen.advance_after_ms is not None:
            self._advance.start(screen.advance_after_ms)

    def rest(self) -> None:
        """Another person's screen has come: no widget holds on to what was answered."""
        self.pause()
        self._screen = None
        self._stillness.forget()
        self.body.clear()

    def pause(self) -> None:
        """Something stands before the page for a while; nothing goes on by itself."""
        self._advance.stop()
        self._close_keys()

    def _dress_bars(self, screen: FormScreen, style: Style, words: Words) -> bool:
        """True when anything in them is another than it was."""
        only = screen.items[0] if len(screen.items) == 1 else None
        declining = None if only is None or not only.may_decline else only.declined
        barred = (
            screen.frame, screen.number, screen.of, screen.last, screen.can_go_back,
            screen.notice, declining, style, words, self.layoutDirection(),
        )
        if barred == self._barred:
            return False
        self._barred = barred
        self.top.dress(screen.frame, style, words, (screen.number, screen.of), pages=True)
        self.footer.skip.setVisible(declining is not None)
        self.footer.skip.dress(style, words("Rather not say"), chosen=bool(declining))
        self.footer.back.setVisible(screen.can_go_back)
        self.footer.back.dress(style, words("Back"))
        self.footer.next.dress(style, words("Done") if screen.last else words("Next"))
        self._notice.dress(style, screen.notice)
        return True

    def _dress_blocks(self, screen: FormScreen, style: Style, words: Words) -> bool:
        """True when anything wants another place than it has."""
        alone = len(screen.items) == 1
        changed = self.body.head(style, [
            Block(text=screen.above, size=20, role="text_quiet"),
            Block(text=" ".join(screen.left_out), size=20, role="text_quiet", icon="info"),
            Block(text=screen.heading, size=36, role="text", heading=True, gap=4),
        ])
        if self.body.match([item.ref for item in screen.items], self._new_block):
            changed = True
        for block, item in zip(self.body.blocks, screen.items, strict=False):
            before = block.height_for(block.width())
            if block.present(item, style, words, alone=alone):
                changed = changed or block.height_for(block.width()) != before
                for widget in block.tab_way():
                    self.pane.follow(widget)
                    self.keys.watch(widget)
        return changed

    def _new_block(self) -> QuestionBlock:
        block = self.asks()
        self._stillness.watch(block)
        block.answered.connect(lambda ref, text: self._wish(Answered(ref, text)))
        block.declined.connect(lambda ref: self._wish(RatherNot(ref)))
        block.captured.connect(lambda ref, file: self._wish(HandedIn(ref, file)))
        block.began.connect(lambda: self._finish(but=block))
        block.added.connect(lambda ref: self._wish(AddOne(ref)))
        block.removed.connect(lambda ref: self._wish(RemoveOne(ref)))
        block.opened.connect(lambda ref: self._wish(OpenOne(ref)))
        block.grown.connect(lambda: self._arrange(still=self._stillness.of(block)))
        return block

    @property
    def blocks(self) -> Sequence[QuestionBlock]:
        """The questions on show."""
        return self.body.on_show

    def _begin(self, screen: FormScreen) -> None:
        """A screen reader begins at the words; whoever has to type can do so at once."""
        first = self.blocks[0] if self.blocks else None
        if first is None:
            return
        if len(screen.items) == 1 and screen.items[0].kind in _TYPED:
            field = next((w for w in first.view.tab_way() if isinstance(w, Typed)), None)
            if isinstance(field, Typed):
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                self.pane.reveal(field)  # it may have had the focus on the page before too
                if not self.window().property("byKeyboard"):
                    self.keys.open(field)
                return
        (self.body.heading if screen.heading else first.sheet).take_focus()

    def _to_trouble(self) -> None:
        for block in self.blocks:
            if block.trouble.tells:
                self._close_keys()
                block.to_trouble()
                if not self.pane.shows(block.trouble):
                    self.pane.reveal(block.trouble)
                return

    def _keys_turned(self) -> None:
        self._arrange()
        if self.keys.field is not None:
            self.pane.reveal(self.keys.field)

    def _close_keys(self) -> None:
        if self.keys.close() and self.footer.next.isVisible():
            self.footer.next.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- places

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange(settle=True)

    def _arrange(self, *, settle: bool = False, still: Still | None = None) -> None:
        """Give all parts their places.

        ``settle`` decides anew whether words stand beside their answers; ``still`` are answers
        that keep their place.
        """
        if self._screen is None or self.width() < 200:
            return
        keys = not self.keyboard.isHidden()
        footer = self.footer.height_for(self.width() - 2 * SIDE)
        at = places(self.size(), Heights(
            notice=self._notice.height_for(self.width()),
            top=self.top.sizeHint().height(), footer=footer,
            keys=self.keyboard.height_wanted if keys else 0,
        ))
        self.top.setVisible(at.barred)
        self.keyboard.take_tools(None if at.barred else self._screen.frame)
        self.footer.setVisible(not keys)
        for part, box in (
            (self._notice, at.notice), (self.top, at.top), (self.footer, at.footer),
            (self.keyboard, at.keys), (self.pane, at.pane),
        ):
            part.setGeometry(box)
        self.top.fit()
        self.footer.fit()
        if settle:
            self.body.settle(at.pane.width(), at.pane.height(), at.typing)
        self.pane.spare = 0 if keys else self._spare
        self.pane.arrange(steady=still is not None)
        self.body.arrange()
        self._stillness.restore(still)

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
        inside = [widget for block in self.blocks for widget in block.tab_way()]
        keys = self.keyboard.tab_way() if not self.keyboard.isHidden() else []
        return [*inside, *self.pane.buttons, *keys, *self.footer.buttons, *self.top.buttons]

    def way_back(self) -> Sequence[QWidget]:
        """What neither answers nor leads on."""
        tools = self.keyboard.tools.buttons
        return [self.footer.back, *self.pane.buttons, *self.top.buttons, *tools]

    def _go_on(self) -> None:
        """Go on by itself; a finger that is down somewhere decides first."""
        if any(isinstance(b, QAbstractButton) and b.isDown() for b in self.tab_way()):
            self._advance.start()
            return
        self._leave(Next())
        self.went_on.emit()

    def _decline(self) -> None:
        if self._screen is not None:
            self._finish()
            self._wish(RatherNot(self._screen.items[0].ref))

    def _leave(self, wish: object) -> None:
        """Wish for another page once all is given here; where that cannot be kept, stay."""
        self._finish()
        if self.isVisible():
            self._wish(wish)

    def _finish(self, but: QuestionBlock | None = None) -> None:
        for block in self.blocks:
            if block is not but:
                block.view.finish()

    def _wish(self, wish: object) -> None:
        self._advance.stop()
        self.wished.emit(wish)


def _same_page(before: FormScreen, now: FormScreen) -> bool:
    """Whether questions only came and went on a page that is still the same."""
    refs = {item.ref for item in now.items}
    return any(item.ref in refs for item in before.items)
