"""Participants' screens on the kiosk's stage, each with the view that shows it."""

from __future__ import annotations

from typing import Any

from kiosk.meeting.task_screens import DeskScreen, GoneRound, HandOver, TaskScreen


def know(stage: Any) -> None:
    """Let a stage show participants' screens."""
    stage.know(TaskScreen, _task)
    stage.know(HandOver, _hand_over)
    stage.know(GoneRound, _gone_round)
    stage.know(DeskScreen, _desk)


def _task(stage: Any, screen: TaskScreen, dress: Any) -> None:
    from kiosk.meeting.views.task_view import TaskPage

    stage.bring(TaskPage).present(screen, dress.style, dress.words)


def _hand_over(stage: Any, screen: HandOver, dress: Any) -> None:
    from kiosk.meeting.views.privacy import hand_over_notice
    from kiosk.views.notice import NoticeView

    notice = hand_over_notice(screen, dress.words)
    stage.bring(NoticeView).present(notice, screen.frame, dress.style, dress.words)


def _gone_round(stage: Any, screen: GoneRound, dress: Any) -> None:
    from kiosk.meeting.views.privacy import gone_round_notice
    from kiosk.views.notice import NoticeView

    notice = gone_round_notice(screen, dress.words)
    stage.bring(NoticeView).present(notice, screen.frame, dress.style, dress.words)


def _desk(stage: Any, screen: DeskScreen, dress: Any) -> None:
    from kiosk.meeting.views.entering import DeskView

    stage.bring(DeskView).present(screen, dress.style, dress.words)
