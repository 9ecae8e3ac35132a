"""Every screen of the kiosk: named, large enough, reachable, whole, mirrored and readable.

A sample of languages, themes, sizes and windows; ``bench/every_screen.py`` goes through them all.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assets import theme
from kiosk.frame import Comfort
from kiosk.questions.face_card import FaceCard
from kiosk.staff.room import know
from kiosk.style import load_fonts
from kiosk.window import Looks, Window
from tests.kiosk.every_screen import ALL, every_screen
from tests.kiosk.every_staff_screen import every_staff_screen
from tests.kiosk.screen_checks import faults

LEAST = {"default": 4.5, "dark": 4.5, "high": 7.0}


@pytest.fixture(scope="module")
def window(qapp: QApplication) -> Iterator[Window]:
    load_fonts(ALL)
    made = Window(Looks(theme=theme.load(), idle_ms=0))
    made.resize(1280, 800)
    made.show()
    made.speak(ALL)
    know(made.stage)
    yield made
    made.close()
    made.deleteLater()
    qapp.processEvents()


@pytest.mark.parametrize(("language", "percent", "looks", "size"), [
    ("sv", 100, "default", (1280, 800)),
    ("ar", 250, "high", (1024, 768)),
    ("so", 200, "dark", (800, 1280)),
], ids=["Swedish", "Arabic", "Somali"])
@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_nothing_is_wrong_with_any_screen(
    window: Window, qtbot: QtBot, language: str, percent: int, looks: str, size: tuple[int, int]
) -> None:
    window.resize(*size)
    QApplication.processEvents()
    found = []
    comfort = Comfort(percent=percent, theme=looks, calm=True)
    staffs = every_staff_screen(language, comfort) if language == "sv" else ()
    for name, screen in (*every_screen(language, comfort), *staffs):
        window.present(screen)
        QApplication.processEvents()
        found += [f"{name}: {fault}" for fault in faults(window, language, LEAST[looks])]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", ["ti", "ar"])
@pytest.mark.parametrize("size", [(1280, 800), (1024, 768), (800, 1280)], ids=str)
@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_the_faces_of_the_first_screen_are_all_in_sight_in_the_largest_text(
    window: Window, qtbot: QtBot, language: str, size: tuple[int, int]
) -> None:
    window.resize(*size)
    screens = dict(every_screen(language, Comfort(percent=250, calm=True)))
    window.present(screens["one_tap"])
    QApplication.processEvents()
    faces = [face for face in window.findChildren(FaceCard) if face.isVisible()]
    assert len(faces) == 5
    assert all(face.visibleRegion().boundingRect() == face.rect() for face in faces)
