"""How a campaign's kiosks conduct themselves, read strictly; see ``docs/formats/campaign.md``.

Every field may be left out and then has its usual value. What must hold between the fields, and
with the rest of the campaign, is told by :mod:`survey.conduct_checking`.
"""

from __future__ import annotations

from collections.abc import Iterable

from survey.conduct import (
    USUAL,
    Arm,
    AssignedBy,
    Conduct,
    Hours,
    Idle,
    LeftBehind,
    OneTap,
    Quota,
    Trial,
    Voucher,
    Way,
)
from survey.reading_parts import read_texts
from survey.strict import Node

MOST_HOURS = 28
MOST_QUOTAS = 100
MOST_WANTED = 1_000_000
MOST_ARMS = 4
DAY_MINUTES = 1440


def read_conduct(node: Node, tags: tuple[str, ...]) -> Conduct:
    """The whole of it; texts are in ``tags``."""
    at = node.fields((), (
        "way", "one_tap", "idle", "hours", "paradata_seconds", "trial", "quotas", "voucher",
        "not_for", "attract",
    ))
    seconds = at["paradata_seconds"]
    return Conduct(
        way=_way(at["way"]),
        one_tap=_one_tap(at["one_tap"]) if at["one_tap"].given else None,
        idle=_idle(at["idle"]) if at["idle"].given else USUAL.idle,
        hours=tuple(_hours(item) for item in _items(at["hours"], MOST_HOURS)),
        paradata_seconds=seconds.whole(0, 600) if seconds.given else 0,
        trial=_trial(at["trial"]) if at["trial"].given else None,
        quotas=tuple(_quota(item) for item in _items(at["quotas"], MOST_QUOTAS)),
        voucher=_voucher(at["voucher"], tags) if at["voucher"].given else None,
        not_for=_words(at["not_for"], tags, 500), attract=_words(at["attract"], tags, 120),
    )


def _items(node: Node, most: int) -> Iterable[Node]:
    return node.items(0, most) if node.given else ()


def _words(node: Node, tags: tuple[str, ...], longest: int) -> dict[str, str]:
    return dict(read_texts(node, tags, longest, needed=False)) if node.given else {}


def _way(node: Node) -> Way:
    return node.one_of(Way) if node.given else Way.QUESTIONNAIRE


def _one_tap(node: Node) -> OneTap:
    at = node.fields(("question",), ("least_seconds", "follow_up"))
    return OneTap(
        question=at["question"].uuid(),
        least_seconds=at["least_seconds"].whole(0, 60) if at["least_seconds"].given else 3,
        follow_up=at["follow_up"].flag() if at["follow_up"].given else False,
    )


def _idle(node: Node) -> Idle:
    at = node.fields((), ("seconds", "countdown", "left_behind"))
    left, usual = at["left_behind"], USUAL.idle
    return Idle(
        seconds=at["seconds"].whole(20, 600) if at["seconds"].given else usual.seconds,
        countdown=at["countdown"].whole(20, 300) if at["countdown"].given else usual.countdown,
        left_behind=left.one_of(LeftBehind) if left.given else usual.left_behind,
    )


def _hours(node: Node) -> Hours:
    at = node.fields(("weekday", "opens", "closes"))
    return Hours(
        weekday=at["weekday"].whole(0, 6), opens=at["opens"].whole(0, DAY_MINUTES),
        closes=at["closes"].whole(0, DAY_MINUTES),
    )


def _trial(node: Node) -> Trial:
    at = node.fields(("arms",), ("by",))
    return Trial(
        arms=tuple(_arm(item) for item in at["arms"].items(2, MOST_ARMS)),
        by=at["by"].one_of(AssignedBy) if at["by"].given else AssignedBy.PERSON,
    )


def _arm(node: Node) -> Arm:
    at = node.fields(("id", "name"), ("way", "questions", "share"))
    return Arm(
        id=at["id"].uuid(), name=at["name"].text(60), way=_way(at["way"]),
        questions=tuple(item.uuid() for item in _items(at["questions"], 1000)),
        share=at["share"].whole(1, 100) if at["share"].given else 1,
    )


def _quota(node: Node) -> Quota:
    at = node.fields(("wanted",), ("question", "choice"))
    return Quota(
        wanted=at["wanted"].whole(1, MOST_WANTED),
        question=at["question"].uuid() if at["question"].given else None,
        choice=at["choice"].uuid() if at["choice"].given else None,
    )


def _voucher(node: Node, tags: tuple[str, ...]) -> Voucher:
    at = node.fields(("text",))
    return Voucher(text=read_texts(at["text"], tags, 300))
