"""Which keys a listening person has, on a keyboard and on a keypad with a headphone socket."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSlider, QLineEdit, QPlainTextEdit, QWidget


class Key(Enum):
    """What a key is for; OTHER is left to whatever has the focus."""

    FORWARD = auto()
    BACKWARD = auto()
    TAKE = auto()
    AGAIN = auto()
    LOUDER = auto()
    QUIETER = auto()
    FASTER = auto()
    SLOWER = auto()
    NUMBER = auto()
    OTHER = auto()


_KEYS = {
    Qt.Key.Key_Down: Key.FORWARD, Qt.Key.Key_Up: Key.BACKWARD,
    Qt.Key.Key_Return: Key.TAKE, Qt.Key.Key_Enter: Key.TAKE, Qt.Key.Key_Space: Key.TAKE,
    Qt.Key.Key_Select: Key.TAKE, Qt.Key.Key_F1: Key.AGAIN, Qt.Key.Key_Help: Key.AGAIN,
    Qt.Key.Key_VolumeUp: Key.LOUDER, Qt.Key.Key_VolumeDown: Key.QUIETER,
}
_SIGNS = {
    Qt.Key.Key_0: Key.AGAIN, Qt.Key.Key_Plus: Key.LOUDER, Qt.Key.Key_Minus: Key.QUIETER,
    Qt.Key.Key_Asterisk: Key.FASTER, Qt.Key.Key_Slash: Key.SLOWER,
}


def key_of(event: QKeyEvent, at: QWidget | None) -> Key:
    """What a key is for while ``at`` has the focus: where one writes, signs are written, and
    Left and Right move what moves there."""
    key = Qt.Key(event.key())
    writing = isinstance(at, QLineEdit | QPlainTextEdit)
    if writing and key is Qt.Key.Key_Space:
        return Key.OTHER
    if key in _KEYS:
        return _KEYS[key]
    if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
        if writing or isinstance(at, QAbstractSlider):
            return Key.OTHER
        mirrored = at is not None and at.layoutDirection() is Qt.LayoutDirection.RightToLeft
        return Key.FORWARD if (key is Qt.Key.Key_Right) != mirrored else Key.BACKWARD
    if writing:
        return Key.OTHER
    if Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
        return Key.NUMBER
    return _SIGNS.get(key, Key.OTHER)
