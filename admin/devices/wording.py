"""How devices stand, in sentences: what came, what is missing, what to do."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from admin.devices.rows import Arrived, Device, DeviceRow
from admin.results.figures import whole
from assets.words import Words
from storage.workspace.standing import StreamStanding
from survey.device_notes import Trouble

_HERE = ZoneInfo("Europe/Stockholm")


def moment(at: datetime) -> str:
    """Date and time as people here read them."""
    return at.astimezone(_HERE).strftime("%Y-%m-%d\N{NO-BREAK SPACE}%H:%M")


def rows(devices: tuple[Device, ...], words: Words) -> tuple[DeviceRow, ...]:
    """A row for each device in each survey; one for a device that nothing has come of."""
    return tuple(
        _row(device, stream, words)
        for device in devices
        for stream in (device.standing.streams or (None,))
    )


def _row(device: Device, stream: StreamStanding | None, words: Words) -> DeviceRow:
    said, grave = _in_short(device, stream, words)
    return DeviceRow(
        public=device.standing.public, name=device.standing.name,
        survey=device.surveys.get(stream.campaign, "") if stream else "–",
        said=said, grave=grave, seen=moment(stream.last_seen) if stream else "–",
        made=stream.made if stream else 0, taken=stream.taken if stream else 0,
        waiting=stream.unacknowledged if stream else 0,
    )


def _in_short(
    device: Device, stream: StreamStanding | None, words: Words
) -> tuple[str, int]:
    if device.standing.revoked is not None:
        if device.undecided:
            return words("Revoked – decide about its answers"), 2
        return words("Revoked"), 1
    if device.undecided:
        return words("Decide about its answers"), 2
    if device.copied:
        return words("Two have come as this one"), 2
    if unwell := _unwell(device, words):
        return unwell
    if stream is None:
        return words("In use, nothing has come yet"), 0
    if stream.forks:
        return words("Restored or copied – look at it"), 1
    if missing(stream):
        return words.many(
            "{count} record is missing", "{count} records are missing", missing(stream),
            count=whole(missing(stream), words.language),
        ), 1
    if stream.gaps or stream.unreadable or stream.aside:
        return words("Something has not come whole"), 1
    if stream.clock:
        return words("Its clock is wrong"), 1
    return words("In use"), 0


def _unwell(device: Device, words: Words) -> tuple[str, int] | None:
    """The gravest of what is wrong by the newest note of it, and how grave; None where nothing."""
    newest = device.health[0].troubles if device.health else ()
    grave = (
        (Trouble.DISK_FULL, words("Its disk is full: it takes no answers"), 2),
        (Trouble.SAFE_MODE, words("It fell three times and waits for staff"), 2),
        (Trouble.DISK_LOW, words("Its disk is nearly full"), 1),
        (Trouble.BATTERY_LOW, words("Its battery is low"), 1),
    )
    return next(((said, how) for trouble, said, how in grave if trouble in newest), None)


def missing(stream: StreamStanding) -> int:
    """Records that it has made and that are not here."""
    return max(0, stream.made - stream.taken)


def state_line(device: Device, words: Words) -> str:
    """In use or revoked, since when and why."""
    standing = device.standing
    if standing.revoked is None:
        return words("In use since {day}.", day=moment(standing.added)[:10])
    return words(
        "Revoked {day} by {who}: {why}", day=moment(standing.revoked)[:10],
        who=standing.revoked_by, why=standing.why_revoked,
    )


def verdict(device: Device, words: Words) -> str:
    """What was decided about what it had sent, when, by whom and why; empty when nothing was."""
    found = device.verdict
    if found is None:
        return ""
    facts = {"day": moment(found.at)[:10], "who": found.who, "why": found.why}
    if found.accepted:
        return words("What was held of it counts since {day}, decided by {who}: {why}", **facts)
    return words("What was held of it is left out since {day}, decided by {who}: {why}", **facts)


def counts(device: Device, words: Words) -> str:
    """What came, a line for each survey."""
    lines = [_counted(device, stream, words) for stream in device.standing.streams]
    return "\n".join(lines) or words("Nothing has come from it yet.")


def _counted(device: Device, stream: StreamStanding, words: Words) -> str:
    language = words.language
    return words(
        "{survey}: {taken} of {made} records are here, the latest came {when}. {waiting} wait for "
        "a receipt; the kiosk keeps those.",
        survey=device.surveys.get(stream.campaign, ""), taken=whole(stream.taken, language),
        made=whole(stream.made, language), when=moment(stream.last_seen),
        waiting=whole(stream.unacknowledged, language),
    )


def troubles(device: Device, words: Words) -> str:
    """What looks odd and what to do about it, a line each; empty when all is well."""
    lines = []
    if device.copied:
        lines.append(words(
            "Two devices have come over the network as {kiosk}; neither is let in. Find out which "
            "is the right one. If one was lost, revoke it.", kiosk=device.standing.name,
        ))
    for stream in device.standing.streams:
        lines += _stream(device.standing.name, stream, words)
    return "\n".join(lines)


def _stream(kiosk: str, stream: StreamStanding, words: Words) -> list[str]:
    lines, count = [], missing(stream)
    if count:
        lines.append(words.many(
            "{count} record is missing from {kiosk} (last heard {when}): ask it to send again.",
            "{count} records are missing from {kiosk} (last heard {when}): ask it to send again.",
            count, kiosk=kiosk, count=whole(count, words.language), when=moment(stream.last_seen),
        ))
    elif stream.gaps:
        lines.append(words(
            "Records between two that came are missing from {kiosk}: ask it to send again.",
            kiosk=kiosk,
        ))
    if stream.unreadable:
        lines.append(words.many(
            "{n} record cannot be opened: ask the kiosk to send again.",
            "{n} records cannot be opened: ask the kiosk to send again.", stream.unreadable,
        ))
    if stream.forks:
        lines.append(words(
            "The disk of {kiosk} has been restored or copied: it went on twice from one place. "
            "Everything was taken in, nothing twice. Look at the device, and ask whether somebody "
            "has a copy.", kiosk=kiosk,
        ))
    return lines + _smaller(stream, words)


def _smaller(stream: StreamStanding, words: Words) -> list[str]:
    lines = []
    if stream.aside and stream.aside > 0:
        lines.append(words.many(
            "{n} file from it lies aside; see what has come, under Take in.",
            "{n} files from it lie aside; see what has come, under Take in.", stream.aside,
        ))
    if stream.replays:
        lines.append(words.many(
            "{n} file was sent again and brought nothing new. That does no harm.",
            "{n} files were sent again and brought nothing new. That does no harm.",
            stream.replays,
        ))
    if stream.unsent:
        lines.append(words.many(
            "{n} receipt has not been delivered: take in and send receipts again.",
            "{n} receipts have not been delivered: take in and send receipts again.",
            stream.unsent,
        ))
    return [*lines, _clock(stream, words)] if stream.clock else lines


def _clock(stream: StreamStanding, words: Words) -> str:
    jump = stream.clock[-1]
    span = _span(max(jump.ahead, jump.back), words)
    if jump.ahead >= jump.back:
        return words("Its clock was {span} ahead of this computer. Set the kiosk's clock.",
                     span=span)
    return words("Its clock went back {span}. Set the kiosk's clock.", span=span)


def _span(seconds: int, words: Words) -> str:
    minutes = seconds // 60
    if minutes < 120:
        return words.many("{n} minute", "{n} minutes", minutes)
    if minutes < 48 * 60:
        return words.many("{n} hour", "{n} hours", minutes // 60)
    return words.many("{n} day", "{n} days", minutes // 1440)


def undecided(device: Device, words: Words) -> str:
    """What awaits a decision; empty when nothing does."""
    if not device.undecided:
        return ""
    return words(
        "{held} answers that came after its last receipt are held and count in no result; {files} "
        "files of it lie aside. Decide when you know where the kiosk was.",
        held=whole(device.standing.held, words.language), files=device.files,
    )


def arrivals(arrived: tuple[Arrived, ...], words: Words, most: int = 8) -> str:
    """The latest files that came, a line each."""
    return "\n".join(
        words(
            "{when}: file {number}, {new} new, {known} known ({survey}, taken in by {who})",
            when=moment(one.at), number=one.number, new=one.new, known=one.known,
            survey=one.survey, who=one.actor,
        )
        for one in arrived[:most]
    )
