"""Phones hear at once of what they are asked, and calmly of what others give."""

from __future__ import annotations

from kiosk.meeting.news import CALM, News
from survey.facilitation.replying import NumbersReply
from tests.kiosk.meeting_builders import Hours, weighing


def test_points_are_told_once_a_second_and_a_new_step_at_once() -> None:
    host, hours = weighing(people=3), Hours()
    told: list[float] = []
    news = News(lambda: told.append(hours.now), hours.later)
    news.changed(host.state)
    assert told == [0.0]
    for number in (1, 2, 3):
        task = host.task(number)
        assert task.turn is not None
        reply = NumbersReply(turn=task.turn, numbers={task.items[0].id: number})
        assert host.reply(number, reply) is None
        news.changed(host.state)
    assert told == [0.0]
    hours.pass_(CALM)
    assert told == [0.0, CALM]
    host.begin("grade")
    news.changed(host.state)
    assert told == [0.0, CALM, CALM]
