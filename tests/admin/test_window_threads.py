"""The real background: work runs elsewhere, its answer comes back to the window's thread."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from admin.app import attempt
from admin.background import Progress, Report
from admin.shell.threads import Threads


def test_work_runs_elsewhere_and_its_result_comes_back_here(qtbot: Any) -> None:
    threads, here = Threads(attempt), threading.get_ident()
    found: list[tuple[int, int]] = []
    threads(
        lambda _report: threading.get_ident(),
        done=lambda there: found.append((there, threading.get_ident())),
        failed=lambda trouble: pytest.fail(str(trouble)),
    )
    qtbot.waitUntil(lambda: bool(found))
    assert found[0][0] != here and found[0][1] == here
    assert threads.close()


def test_trouble_comes_back_as_itself(qtbot: Any) -> None:
    threads = Threads(attempt)
    found: list[Exception] = []

    def work(_report: Report) -> None:
        raise PermissionError("no")

    threads(work, done=lambda _result: None, failed=found.append)
    qtbot.waitUntil(lambda: bool(found))
    assert isinstance(found[0], PermissionError)
    assert threads.close()


def test_progress_arrives_in_order_before_the_end(qtbot: Any) -> None:
    threads = Threads(attempt)
    found: list[object] = []

    def work(report: Report) -> str:
        for step in range(1, 4):
            report.progress(step, 3)
        return "end"

    threads(work, done=found.append, failed=found.append, progress=found.append)
    qtbot.waitUntil(lambda: "end" in found)
    assert found == [*(Progress(made=n, of=3) for n in (1, 2, 3)), "end"]
    assert threads.close()


def test_closing_asks_running_work_to_stop(qtbot: Any) -> None:
    threads, began = Threads(attempt), threading.Event()

    def work(report: Report) -> None:
        began.set()
        while not report.cancelled():
            pass

    threads(work, done=lambda _result: None, failed=lambda _trouble: None)
    assert began.wait(5)
    assert threads.close()
