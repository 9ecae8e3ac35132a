"""After a power cut: is everything there that was promised, and nothing readable?"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path

from bench.power.child import (
    ORGANISATION,
    RECEIVER,
    START,
    Person,
    question,
    response,
    words,
)
from storage import bodies
from storage.errors import StorageError
from storage.kiosk import KioskStore
from storage.seal.epochs import open_epoch
from storage.seal.keys import ReceivingKey
from storage.seal.ratchet import EpochOpener
from storage.values import Epoch, SealedRecord
from survey.records import Body, Response


@dataclass
class Promises:
    """What the child had said before the power went."""

    identity: str = ""
    package: int = 0
    drafts: dict[int, int] = field(default_factory=dict)
    ended: dict[int, str] = field(default_factory=dict)
    may_be_gone: set[int] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)
    session: str = ""
    events: list[int] = field(default_factory=list)
    in_session: list[int] = field(default_factory=list)

    @classmethod
    def read(cls, said: Sequence[str]) -> Promises:
        promises = cls()
        for line in said:
            what, *numbers = line.split()
            match what:
                case "identity":
                    promises.identity = numbers[0]
                case "installed":
                    promises.package = int(numbers[0])
                case "draft":
                    promises.drafts[int(numbers[0])] = int(numbers[1])
                case "finish" | "partial":
                    promises.ended[int(numbers[0])] = what
                case "session":
                    promises.session, promises.in_session = " ".join(numbers), []
                case "closing":
                    promises.session = ""
                case "event":
                    promises.events.append(int(numbers[0]))
                    promises.in_session.append(int(numbers[0]))
                case "forgetting" | "discarding":
                    promises.may_be_gone |= {int(number) for number in numbers}
                case "forgot" | "discard":
                    promises.gone |= {int(number) for number in numbers}
        return promises


def check(
    directory: Path, plan: Sequence[Person], said: Sequence[str]
) -> tuple[int, list[str], list[str]]:
    """Open the store in ``directory``: promises checked, what was lost, what was readable."""
    promises = Promises.read(said)
    readable = [what for path in directory.iterdir() for what in leaks(path.read_bytes())]
    try:
        found, faults = contents(directory, promises)
    except StorageError as error:
        return 1, [f"the store does not open: {error.code}: {error}"], readable
    readable += [what for path in directory.iterdir() for what in leaks(path.read_bytes())]
    faults += compare(found, plan, promises)
    checked = (promises.drafts, promises.ended, promises.gone, promises.events)
    return sum(map(len, checked)), faults, readable


def contents(directory: Path, promises: Promises) -> tuple[list[Response], list[str]]:
    """Every response the recipient can read, and what is wrong with the store around them."""
    draws = iter(range(1, 1000))
    store = KioskStore.create_or_open(
        directory,
        name="Power cuts",
        clock=lambda: START + timedelta(days=1),
        random=lambda length: next(draws).to_bytes(2, "big") * (length // 2),
    )
    faults = []
    try:
        if promises.identity and store.identity.public.hex() != promises.identity:
            faults.append("the device has become another")
        package = store.package()
        if promises.package and (package is None or package.version < promises.package):
            faults.append("the installed package is gone")
        if promises.package and store.trusted_organisation != ORGANISATION.public:
            faults.append("the pinned organisation is gone")
        found = []
        for body in opened(store, RECEIVER, faults):
            assert isinstance(body, Response)
            found.append(body)
        if promises.session:
            _resume(store, promises, found, faults)
    finally:
        store.close()
    return found, faults


def _resume(
    store: KioskStore, promises: Promises, found: Sequence[Response], faults: list[str]
) -> None:
    """What the moderator's words open: every event promised, and none that is no record."""
    kept = [bodies.decode(body) for body in store.sessions.resume(promises.session).bodies()]
    numbers = [body.answers[question(0, 255)] for body in kept if isinstance(body, Response)]
    if numbers[: len(promises.in_session)] != promises.in_session:
        faults.append("the open session has lost an event")
    here = {body.answers[question(0, 255)] for body in found} | promises.may_be_gone
    if not here.issuperset(numbers):
        faults.append("the open session has an event that is no record")


def opened(store: KioskStore, receiver: ReceivingKey, faults: list[str]) -> Iterator[Body]:
    """What ``receiver`` reads of all that waits; what does not fit together goes to ``faults``."""
    heads: dict[bytes, bytes] = {}
    for batch in store.pending(100_000):  # never in the middle of an epoch
        known = {epoch.id: epoch for epoch, _, _ in batch.epochs}
        for epoch, count, head in batch.epochs:
            last = [r for r in batch.records if r.epoch == epoch.id][-1]
            if (last.n, last.hash) != (count - 1, head):
                faults.append("an epoch's count or head does not fit its last record")
            if epoch.parent in heads and heads[epoch.parent] != epoch.parent_head:
                faults.append("an epoch does not follow its parent")
            heads[epoch.id] = head
        previous = None
        for record in batch.records:
            follows = previous is not None and previous.epoch == record.epoch
            if previous is not None and follows and previous.hash != record.previous:
                faults.append("the chain of records is broken")
            previous = record
        for id, records in groupby(batch.records, key=lambda record: record.epoch):
            yield from read(known[id], tuple(records), receiver)


@lru_cache(maxsize=512)
def read(
    epoch: Epoch, records: tuple[SealedRecord, ...], receiver: ReceivingKey
) -> tuple[Body, ...]:
    """What ``receiver`` reads; the very same bytes, as another cut leaves them, read the same."""
    opener = EpochOpener(epoch, open_epoch(epoch, receiver))
    return tuple(bodies.decode(opener.open(record)) for record in records)


def compare(
    found: Sequence[Response], plan: Sequence[Person], promises: Promises
) -> list[str]:
    """What is missing, doubled, changed, or back from the dead."""
    faults = []
    numbers = Counter(body.answers[question(0, 255)] for body in found)
    by_number = {body.answers[question(0, 255)]: body for body in found}
    for event in promises.events:
        if numbers[event] != 1 and event not in promises.may_be_gone:
            faults.append(f"event {event} is there {numbers[event]} times")
    for person in plan:
        at = person.number
        body = by_number.get(at)
        if numbers[at] > 1:
            faults.append(f"person {at} is there {numbers[at]} times")
        if body is None:
            if at in promises.drafts and at not in promises.may_be_gone:
                faults.append(f"person {at} is gone")
            continue
        if at in promises.gone:
            faults.append(f"person {at} was forgotten and is back")
        given = len(body.answers) - 1
        if body != response(person, given, complete=body.complete):
            faults.append(f"person {at} has other answers")
        if given < promises.drafts.get(at, 0):
            faults.append(f"person {at} has lost an answer")
        if at in promises.ended and body.complete != (promises.ended[at] == "finish"):
            faults.append(f"person {at} ended otherwise")
    return faults


def leaks(content: bytes) -> list[str]:
    """Which known answers can be read in ``content``, in any of the usual spellings."""
    return list(_searched(content))


@lru_cache(maxsize=8)  # most of what lies there was there at the last cut
def _searched(content: bytes) -> tuple[str, ...]:
    return tuple(f"{what} can be read" for needle, what in needles() if needle in content)


@cache
def needles() -> tuple[tuple[bytes, str], ...]:
    """What to look for: the start of every text answer and the ids of the questions."""
    text = words(0, 1)[:12]
    ids = [question(0, tap) for tap in (1, 2, 3, 255)]
    found = [(text.encode(f"utf-16-{end}"), "a text answer") for end in ("le", "be")]
    found += [(str(id).encode(), "a question's id") for id in ids]
    secrets = [(text.encode(), "a text answer"), *((id.bytes, "a question's id") for id in ids)]
    for secret, what in secrets:
        digits = secret.hex().encode()
        found += [(secret, what), (digits, what), (digits.upper(), what)]
        found += [(letters, what) for letters in base64_inside(secret)]
    return tuple(found)


def base64_inside(secret: bytes) -> list[bytes]:
    """The letters that ``secret`` leaves in base64, wherever it begins in the encoded bytes."""
    spelt = []
    for shift in range(3):
        whole = (8 * shift + 5) // 6, (8 * (shift + len(secret))) // 6
        spelt.append(base64.b64encode(bytes(shift) + secret)[slice(*whole)])
    return spelt
