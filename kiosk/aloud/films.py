"""Plays a campaign's sign-language film, by way of Qt Multimedia where that is installed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QImage


class Films(Protocol):
    """Plays one film at a time, without sound; ``ended`` is told when it is over or cannot be."""

    def play(self, file: str, frame: Callable[[QImage], None], ended: Callable[[], None]) -> None:
        ...

    def stop(self) -> None: ...


def able() -> bool:
    """Whether films can be played here; loads Qt Multimedia, so ask where there are films."""
    try:
        from PySide6.QtMultimedia import QMediaPlayer
    except ImportError:
        return False
    return QMediaPlayer is not None


class QtFilms(QObject):
    """The frames come as pictures, so that they are drawn in the colours and size of the page."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[Any, ...] = ()

    def play(self, file: str, frame: Callable[[QImage], None], ended: Callable[[], None]) -> None:
        from PySide6.QtMultimedia import QMediaPlayer, QVideoSink

        self.stop()
        player, sink = QMediaPlayer(self), QVideoSink(self)
        player.setVideoSink(sink)
        sink.videoFrameChanged.connect(lambda one: frame(one.toImage()) if one.isValid() else None)

        def over() -> None:
            if self._parts and self._parts[0] is player:
                ended()

        # by name, as in sensing: what a signal carries may be of another class that does not equal
        known = QMediaPlayer.MediaStatus
        ends = (known.EndOfMedia.name, known.InvalidMedia.name)
        player.mediaStatusChanged.connect(
            lambda status: QTimer.singleShot(0, self, over) if status.name in ends else None
        )
        self._parts = (player, sink)
        player.setSource(QUrl.fromLocalFile(file))
        player.play()

    def stop(self) -> None:
        parts, self._parts = self._parts, ()
        if parts:
            parts[0].stop()
        for part in parts:
            part.deleteLater()
