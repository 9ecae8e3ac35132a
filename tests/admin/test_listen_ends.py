"""Ctrl-C while kiosks are listened for: heard wherever it falls, and a second one breaks off."""

from __future__ import annotations

import os
import signal

import pytest

from admin.commands.listen import ended_by_signals


class Signalled:
    """Is interrupted while it is being destroyed, where Python drops every exception."""

    def __init__(self, number: signal.Signals) -> None:
        self._number = number

    def __del__(self) -> None:
        os.kill(os.getpid(), self._number)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_that_falls_into_a_destructor_still_asks_for_the_end(
    number: signal.Signals,
) -> None:
    asked: list[str] = []
    with ended_by_signals(lambda: asked.append("end")):
        gone = Signalled(number)
        del gone
        assert asked == ["end"]


def test_a_second_one_breaks_off_what_goes_on() -> None:
    with pytest.raises(KeyboardInterrupt), ended_by_signals(lambda: None):
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGTERM)


def test_afterwards_signals_mean_what_they_meant_before() -> None:
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    with ended_by_signals(lambda: None):
        assert signal.getsignal(signal.SIGTERM) != before[0]
    assert (signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)) == before
