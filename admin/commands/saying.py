"""How the commands speak: the right plural, the next command in full, which file is meant."""

from __future__ import annotations

import gettext
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assets.words import Words
from sync.naming import printable

if TYPE_CHECKING:
    from survey.campaign import Campaign

_A_WHILE = 256 * 1024
"""Bytes of a form that is read and published in more than two seconds."""

# the commands speak English, whatever the computer's own language
_ENGLISH = gettext.NullTranslations()


def many(n: int, one: str, more: str) -> str:
    """``n`` and the word that fits it: ``1 bundle``, ``0 bundles``."""
    return f"{n} {_ENGLISH.ngettext(one, more, n)}"


def command(*words: str | Path) -> str:
    """A command to be typed as it stands, indented; what is in capitals a person fills in."""
    return "  vardera " + shlex.join(str(word) for word in words)


@contextmanager
def reading(file: Path) -> Iterator[None]:
    """While a file is read: what is wrong with it is told with its name."""
    from storage.errors import Damaged, TooNew

    try:
        yield
    except (Damaged, TooNew) as fault:
        raise type(fault)(f"{file}: {fault}") from None


def moment(at: datetime) -> str:
    """A moment to the minute, in UTC and saying so."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def survey_number(campaign: Campaign, raw: bytes) -> str:
    """Five groups of four digits, the same wherever the survey says the same, word for word.

    ``raw`` is the campaign in its canonical bytes. Who has read the consent is no part of it.
    """
    from storage.seal.keys import digest
    from survey.consents import unmarked
    from survey.reading import write_campaign

    if campaign.consent.reviewed:
        raw = write_campaign(unmarked(campaign))

    text = digest("definition", raw).hex()[:20].upper()
    return " ".join(text[at : at + 4] for at in range(0, 20, 4))


def progress() -> Callable[[int, int, str], None] | None:
    """Shows on a terminal's standard error how far the work has come; else None."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int, name: str) -> None:
        end = "\n" if done == total else ""
        sys.stderr.write(f"\r\x1b[K{done}/{total} {printable(name)}{end}")
        sys.stderr.flush()

    return show


def steps(total: int, size: int) -> Callable[[str], None]:
    """Tells on a terminal which step is begun, each with its name, of work on ``size`` bytes.

    What is done in a moment is not told.
    """
    told = size > _A_WHILE and sys.stderr.isatty()
    numbers = iter(range(1, total + 1))

    def step(name: str) -> None:
        if told:
            sys.stderr.write(f"{next(numbers)}/{total} {printable(name)}\n")
            sys.stderr.flush()

    return step


def added(
    campaign: Campaign, raw: bytes, words: Words, workspace: Path, *, today: date,
    is_package: bool,
) -> list[str]:
    """That a survey was added to the workspace in this folder, and what comes next.

    ``raw`` is the campaign in its canonical bytes.
    """
    said = [
        words(
            "Added survey {id}, version {version}, {first} to {last}, from {organisation}.",
            id=str(campaign.id), version=campaign.version, first=str(campaign.first_day),
            last=str(campaign.last_day), organisation=campaign.organisation,
        ),
        words("Its number is {number}, wherever it is the same word for word.",
              number=survey_number(campaign, raw)),
    ]
    which = (workspace, "--campaign", str(campaign.id)[:8])
    if is_package:
        asked = command("campaign", "recipient", *which, "--out", "ours.vrecipient")
        return [*said, words("To be given its answers, ask for them:"), asked]
    said.append(words("Every report begins with its 'about'; see that it is true of this survey."))
    if campaign.last_day < today:
        return [*said, words("Its last day has passed; give a later version with other days.")]
    given = command("campaign", "deploy", *which, "--to", "PLACE")
    return [*said, words("Give it to kiosks:"), given]
