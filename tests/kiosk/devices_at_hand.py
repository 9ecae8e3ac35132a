"""Views of a photo and a sound with Qt Multimedia itself, in a process of their own.

What it tells is one line of JSON. A sound comes from whichever sound server there is; pictures are
put into Qt's own way of capturing, for there is no camera.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from assets import theme
from assets.words import Words
from kiosk import sensing
from kiosk.forms.handing_in import LEAST
from kiosk.questions.asked import Asked, Kind
from kiosk.questions.photo import PhotoView
from kiosk.questions.sound import SoundView
from kiosk.questions.taken import Law
from kiosk.questions.view import View
from kiosk.style import Style, load_fonts
from survey.files import SAMPLES_A_SECOND, File, samples_of

LONGEST_MS = 25_000
A_SECOND = 8_100
"""Bytes, header and all."""


def shown(view: View, kind: Kind, then: Callable[[File | None], None], room: int) -> None:
    """Show the question, and again with what was handed in for it."""
    style, words = Style(theme.load()), Words("en")
    asked = Asked(ref="/data/one", kind=kind, type=kind.value, label="One", room=room)

    def taken(ref: str, file: File | None) -> None:
        view.present(replace(asked, file=file), style, words)
        then(file)

    view.captured.connect(taken)
    view.resize(900, 500)
    view.present(asked, style, words)
    view.show()


def sound(app: QApplication) -> dict[str, object]:
    """Record until it is full, and listen to the end of it."""
    view = SoundView()
    told: dict[str, object] = {"able": sorted(sensing.able())}

    def heard(file: File | None) -> None:
        told["failed"] = file is None
        if file is None:
            app.quit()
            return
        codes = samples_of(file)
        levels = memoryview(Law().decode(codes)).cast("h")
        rises = [n for n in range(1, len(levels)) if levels[n - 1] < 0 <= levels[n]]
        told["seconds"] = len(codes) / SAMPLES_A_SECOND
        told["hertz"] = (len(rises) - 1) * SAMPLES_A_SECOND / (rises[-1] - rises[0])
        view.listen.click()
        told["playing"] = not view.quiet.isHidden()
        end.start()

    def ended() -> None:
        if view.quiet.isHidden():
            told["heard to the end"] = True
            app.quit()

    end = QTimer(interval=20)
    end.timeout.connect(ended)
    shown(view, Kind.SOUND, heard, A_SECOND)
    view.record.click()
    app.exec()
    return told


def photo(app: QApplication) -> dict[str, object]:
    """Take a photo of what is put where a camera's pictures come from."""
    from PySide6 import QtMultimedia as multimedia

    eye = multimedia.QVideoFrameInput()

    class Session(multimedia.QMediaCaptureSession):
        def setCamera(self, camera: object) -> None:
            self.setVideoFrameInput(eye)

    multimedia.QMediaCaptureSession = Session  # type: ignore[misc]
    multimedia.QCameraDevice.isNull = lambda _: False  # type: ignore[method-assign]
    sight = QImage(1920, 1080, QImage.Format.Format_RGB32)
    sight.fill(0xFF3366AA)
    view = PhotoView()
    told: dict[str, object] = {}

    def taken(file: File | None) -> None:
        pulse.stop()
        made = QImage.fromData(file.data) if file is not None else QImage()
        told.update(size=[made.width(), made.height()], colour=made.pixelColor(9, 9).getRgb()[:3])
        app.quit()

    def beat() -> None:
        eye.sendVideoFrame(multimedia.QVideoFrame(sight))
        view.take.click()

    pulse = QTimer(interval=40)
    pulse.timeout.connect(beat)
    shown(view, Kind.PHOTO, taken, LEAST)
    view.begin.click()
    pulse.start()
    app.exec()
    return told


def nothing(app: QApplication) -> dict[str, object]:
    """Start a camera and a microphone that are not there."""
    told: dict[str, object] = {"able": sorted(sensing.able())}
    lost: list[str] = []

    def lose(name: str) -> None:
        lost.append(name)
        if len(lost) == 2:
            app.quit()

    camera, microphone = sensing.QtCamera(), sensing.QtMicrophone()
    camera.start(lambda image: lose("a picture"), lambda: lose("camera"))
    microphone.start(lambda samples: lose("a sound"), lambda: lose("microphone"))
    app.exec()
    return {**told, "lost": sorted(lost)}


if __name__ == "__main__":
    application = QApplication([])
    load_fonts()
    QTimer.singleShot(LONGEST_MS, application.quit)
    work = {"sound": sound, "photo": photo, "nothing": nothing}[sys.argv[1]]
    print(json.dumps(work(application)))
