"""What kiosks told of themselves, in sentences: how they fare, what was wrong, what to do."""

from __future__ import annotations

from datetime import timedelta

from admin.devices.rows import Device
from admin.devices.wording import moment
from admin.results.figures import whole
from assets.words import Words
from survey.device_notes import Health, Trouble
from survey.wording_troubles import befell

LATELY = timedelta(days=2)
"""What was wrong this long before the newest note is told as what is wrong now."""


def line(device: Device, words: Words) -> str:
    """How it fares by the newest note; empty where it told nothing."""
    if not device.health:
        return ""
    now, language = device.health[0], words.language
    facts = [
        words("{when}: version {program}", when=moment(now.time), program=now.program),
        words.many(
            "{count} record waits", "{count} records wait", now.waiting,
            count=whole(now.waiting, language),
        ),
        words("{room} MB free", room=whole(now.free_mb, language)),
    ]
    if now.battery is not None:
        facts.append(words("battery {percent} %", percent=now.battery))
    if now.degrees is not None:
        facts.append(words("{degrees} °C", degrees=now.degrees))
    if now.vouchers:
        facts.append(words.many(
            "{n} voucher given that day", "{n} vouchers given that day", now.vouchers
        ))
    return ", ".join(facts) + "."


def troubles(device: Device, words: Words) -> str:
    """What was wrong lately and what to do about it, a line each, the latest time of each."""
    if not device.health:
        return ""
    since = device.health[0].time - LATELY
    latest: dict[Trouble, Health] = {}
    for note in device.health:
        for trouble in note.troubles if note.time >= since else ():
            latest.setdefault(trouble, note)
    return "\n".join(
        words("{when}: {what}", when=moment(note.time), what=befell(trouble, words))
        for trouble, note in sorted(latest.items(), key=lambda one: one[1].time, reverse=True)
    )


def history(device: Device, words: Words, most: int = 8) -> str:
    """The latest hours before in which something was wrong, and those in which the program began
    anew, a line each."""
    lines = []
    since = device.health[0].time - LATELY if device.health else None
    for note in device.health:
        told = since is not None and note.time >= since  # by :func:`troubles`
        facts = [] if told else [befell(trouble, words) for trouble in note.troubles]
        if note.restarts:
            facts.append(words.many(
                "The program began anew {n} time.", "The program began anew {n} times.",
                note.restarts,
            ))
        if facts:
            lines.append(words("{when}: {what}", when=moment(note.time), what=" ".join(facts)))
    return "\n".join(lines[:most])
