"""The light of the screen: its own where the system lets us set it, else a darker picture."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

LIGHTS = Path("/sys/class/backlight")


class Shade(QWidget):
    """Lies over everything, lets every touch through, and darkens what is below."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._per_cent = 100
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        over.installEventFilter(self)
        self.hide()

    def dim(self, per_cent: int) -> None:
        """``per_cent`` of full light."""
        self._per_cent = per_cent
        self.setVisible(per_cent < 100)
        self._cover()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as what it lies over, and above what came later."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.ChildAdded):
            self._cover()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 255 * (100 - self._per_cent) // 100))

    def _cover(self) -> None:
        over = self.parentWidget()
        if over is not None and not self.isHidden():
            self.setGeometry(over.rect())
            self.raise_()


def adjust(over: QWidget, per_cent: int, root: Path = LIGHTS) -> None:
    """Have ``per_cent`` of full light: the screen's own, else by the one shade over ``over``."""
    own = light(root)
    if own is not None and set_light(own, per_cent):
        per_cent = 100  # nothing is left to darken
    shade = over.findChild(Shade)
    if shade is None and per_cent < 100:
        shade = Shade(over)
    if shade is not None:
        shade.dim(per_cent)


def light(root: Path = LIGHTS) -> Path | None:
    """The folder of a light that may be set; None where there is none."""
    try:
        found = sorted(root.iterdir())
    except OSError:
        return None
    return next((one for one in found if _writable(one / "brightness")), None)


def set_light(folder: Path, per_cent: int) -> bool:
    """Set it; False when the system refuses."""
    try:
        most = int((folder / "max_brightness").read_text("ascii"))
        (folder / "brightness").write_text(str(max(1, most * per_cent // 100)), "ascii")
    except (OSError, ValueError):
        return False
    return True


def _writable(file: Path) -> bool:
    try:
        with file.open("r+b"):
            return True
    except OSError:
        return False
