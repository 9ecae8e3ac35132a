"""A sound: record with a level that is seen, stop, listen, record again or leave it out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from assets.words import Words
from kiosk.controls import UNSAID, Kind, Press
from kiosk.forms.handed import seconds_in, sound_told
from kiosk.questions.asked import Asked
from kiosk.questions.button_row import ButtonRow
from kiosk.questions.taken import Law, loudness
from kiosk.questions.view import View
from kiosk.sensing import Microphone, QtMicrophone, QtSpeaker, Speaker
from kiosk.style import Style, set_text_colour
from kiosk.views.wrapped import WrappedLabel, lines_height
from survey.files import SAMPLES_A_SECOND, samples_of, sound

_LEVEL, _AIR, _WIDEST = 36, 16, 760


class Level(QWidget):
    """How loud it is just now, as a bar."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.value = 0.0
        self.style_now: Style | None = None

    def put(self, value: float) -> None:
        """From 0 to 1."""
        self.value = value
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        style = self.style_now
        if style is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(style.colour("outline_strong"))
        painter.setBrush(style.colour("surface_sunken"))
        painter.drawRoundedRect(track, 8, 8)
        wide = track.width() * self.value
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = track.right() - wide if rtl else track.left()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.colour("action"))
        painter.drawRoundedRect(QRectF(left, track.top(), wide, track.height()), 8, 8)


class SoundView(View):
    """What is recorded counts its own time: no clock runs out on anybody."""

    def __init__(
        self, microphone: Callable[[], Microphone] = QtMicrophone,
        speaker: Callable[[], Speaker] = QtSpeaker,
    ) -> None:
        super().__init__()
        self._made, self._spoken = microphone, speaker
        self._microphone: Microphone | None = None
        self._speaker: Speaker | None = None
        self._law: Law | None = None
        self._samples = bytearray()
        self._asked: Asked | None = None
        self._words = Words("en")
        self.level = Level(self)
        self.told = WrappedLabel(self)
        self.told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.record, self.stop = Press(Kind.PRIMARY), Press(Kind.PRIMARY, "circle-stop")
        self.listen, self.quiet = Press(Kind.PLAIN), Press(Kind.PLAIN, "circle-stop")
        self.again, self.leave = Press(Kind.PLAIN, "refresh-cw"), Press(Kind.PLAIN, "x")
        for button in (self.stop, self.quiet):
            button.setProperty(UNSAID, True)  # no voice over a sound, nor in what is recorded
        self.row = ButtonRow(self, (
            self.record, self.stop, self.listen, self.quiet, self.again, self.leave,
        ))
        for button, work in (
            (self.record, self._record), (self.again, self._record), (self.stop, self.finish),
            (self.listen, self._listen), (self.quiet, self._hush), (self.leave, self._leave),
        ):
            button.clicked.connect(work)

    def present(self, asked: Asked, style: Style, words: Words) -> None:
        if self._asked is None or self._asked.ref != asked.ref:
            self._turn_off()
        self._asked, self._words, self.level.style_now = asked, words, style
        for button, text in (
            (self.record, words("Start recording")), (self.stop, words("Stop recording")),
            (self.listen, words("Listen to it")), (self.quiet, words("Stop listening")),
            (self.again, words("Record again")), (self.leave, words("Leave the sound out")),
        ):
            button.dress(style, text)
        self.told.setFont(style.text(22))
        set_text_colour(self.told, style.colour("text_soft"))
        self.level.setAccessibleName(words("How loud it is"))
        self._show()

    def _show(self) -> None:
        asked = self._asked
        assert asked is not None
        words, most = self._words, seconds_in(asked.room)
        if self._microphone is not None:
            left = max(0, ceil(most - len(self._samples) / SAMPLES_A_SECOND))
            said = words.many(
                "Recording. {n} second is left.", "Recording. {n} seconds are left.", left)
            self.row.show_only(self.stop)
        elif asked.file is not None:
            said = sound_told(asked.file, asked.room, words)
            playing = self._speaker is not None
            self.row.show_only(self.quiet if playing else self.listen, self.again, self.leave)
        else:
            said = sound_told(None, asked.room, words)
            self.row.show_only(self.record)
        if said != self.told.text():
            self.told.setText(said)
            self.told.setAccessibleName(said)
        self._arrange()

    def _record(self) -> None:
        self._turn_off()
        self.began.emit()
        if not self.isVisible():
            return
        self._law = self._law or Law()
        self._microphone = self._made()
        self._show()
        self._microphone.start(self._heard, self._failed)
        self.grown.emit()

    def _heard(self, samples: bytes) -> None:
        asked, law = self._asked, self._law
        if self._microphone is None or asked is None or law is None:
            return
        self._samples += law.code(samples)
        self.level.put(loudness(samples))
        if len(self._samples) >= seconds_in(asked.room) * SAMPLES_A_SECOND:
            self.finish()
        else:
            self._show()

    def finish(self) -> None:
        """Stop recording and hand in what was heard, or stop playing; harmless in silence."""
        asked = self._asked
        self._hush()
        if self._microphone is None or asked is None:
            return
        most = seconds_in(asked.room) * SAMPLES_A_SECOND
        samples = bytes(self._samples[:most])
        self._turn_off()
        self._show()
        if len(samples) > 1:
            self.captured.emit(asked.ref, sound(samples))
        self.grown.emit()

    def _listen(self) -> None:
        file = self._asked.file if self._asked is not None else None
        if file is not None:
            self.began.emit()
            self._law = self._law or Law()
            self._speaker = self._spoken()
            self._show()
            self._speaker.play(self._law.decode(samples_of(file)), self._hush)

    def _hush(self) -> None:
        speaker, self._speaker = self._speaker, None
        if speaker is not None:
            speaker.stop()
            self._show()

    def _leave(self) -> None:
        self._turn_off()
        if self._asked is not None:
            self.answered.emit(self._asked.ref, "")

    def _failed(self) -> None:
        if self._microphone is not None and self._asked is not None:
            self._turn_off()
            self.captured.emit(self._asked.ref, None)

    def _turn_off(self) -> None:
        microphone, self._microphone = self._microphone, None
        speaker, self._speaker = self._speaker, None
        for one in (microphone, speaker):
            if one is not None:
                one.stop()
        self._samples = bytearray()
        self.level.put(0.0)

    def hideEvent(self, event: QHideEvent) -> None:
        if self._microphone is not None or self._speaker is not None:
            self._turn_off()
            self._show()
            self.grown.emit()
        super().hideEvent(event)

    def height_for(self, width: int) -> int:
        told = lines_height(self.told.font(), self.told.text(), min(width, _WIDEST))
        return _LEVEL + told + self.row.height_for(width) + 2 * _AIR

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        width, wide = self.width(), min(self.width(), _WIDEST)
        left = (width - wide) // 2
        told = lines_height(self.told.font(), self.told.text(), wide)
        self.level.setGeometry(left, 0, wide, _LEVEL)
        self.told.setGeometry(left, _LEVEL + _AIR, wide, told)
        top = _LEVEL + told + 2 * _AIR
        self.row.setGeometry(0, top, width, self.row.height_for(width))
        self.row.arrange()

    def tab_way(self) -> Sequence[QWidget]:
        return self.row.shown
