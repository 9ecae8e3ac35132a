"""A keyboard is told from the keys on a tablet's edge by what Linux says of both."""

from __future__ import annotations

from kiosk.aloud.space_bar import space_bar

KEYBOARD = """I: Bus=0003 Vendor=046d Product=c31c Version=0110
N: Name="Logitech USB Keyboard"
H: Handlers=sysrq kbd event3 leds
B: EV=120013
B: KEY=1000000000007 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe
"""
EDGE = """N: Name="gpio-keys"
H: Handlers=kbd event0
B: EV=3
B: KEY=1c0000 0 0 0
"""
MOUSE = """N: Name="Mouse"
B: KEY=70000 0 0 0 0
"""


def test_a_keyboard_has_a_space_bar() -> None:
    assert space_bar(EDGE + KEYBOARD + MOUSE)


def test_keys_on_the_edge_and_a_mouse_have_none() -> None:
    assert not space_bar(EDGE + MOUSE)
    assert not space_bar("")
    assert not space_bar("B: KEY=\nB: KEY=no number\n")
