"""What ``sync.mailbox.keeping`` promises, on SQLite, on PostgreSQL and in memory alike."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import shake_256
from pathlib import Path
from threading import Barrier

import pytest

from storage.errors import Conflict, Damaged, NoRoom
from storage.mailbox.values import NotThere, Posted, Quota, Token, WrongOffset
from sync.mailbox.keeping import Keeping, Tokens
from tests.fakes_mailbox import MemoryMailbox
from tests.storage.mailbox_builders import (
    KIOSK,
    NAME,
    OTHER_KIOSK,
    OURS,
    THEIRS,
    SetClock,
    opened,
    send,
    upload,
)
from tests.storage.postgres_server import postgres_url

__all__ = ["postgres_url"]

BIG = shake_256(b"big").digest(1_000_003)


class Both(Keeping, Tokens): ...


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture(params=["sqlite", "postgresql", "memory"])
def kept(request: pytest.FixtureRequest, tmp_path: Path, clock: SetClock) -> Iterator[Both]:
    if request.param == "memory":
        yield MemoryMailbox(OURS, THEIRS, clock=clock)  # type: ignore[misc]
        return
    url = f"sqlite:///{tmp_path / 'mailbox.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    store = opened(url, clock)
    yield store  # type: ignore[misc]
    store.close()


def test_a_file_comes_in_parts_and_is_read_in_others(kept: Both) -> None:
    send(kept, BIG, step=300_000)  # type: ignore[arg-type]
    assert b"".join(
        kept.read(OURS, NAME, at, 77_777) for at in range(0, len(BIG), 77_777)
    ) == BIG
    assert kept.read(OURS, NAME, len(BIG) - 5, 100) == BIG[-5:]
    assert kept.read(OURS, NAME, len(BIG), 100) == b""


def test_nothing_is_seen_of_a_file_before_it_is_whole(kept: Both) -> None:
    told = upload(BIG)
    assert kept.append(told, 0, BIG[:500_000]) == 500_000
    assert kept.listed(OURS, ".vbundle") == ()
    assert kept.find(OURS, NAME) is None
    with pytest.raises(NotThere):
        kept.read(OURS, NAME, 0, 10)
    assert kept.come(told) == 500_000
    assert kept.append(told, 500_000, BIG[500_000:]) == len(BIG)
    assert kept.come(told) == len(BIG)
    found = kept.find(OURS, NAME)
    assert found is not None
    assert (found.size, found.sha256, found.sender) == (len(BIG), told.sha256, KIOSK)
    assert kept.listed(OURS, ".vbundle") == (found,)


def test_an_empty_file_is_one_append_of_nothing(kept: Both) -> None:
    assert kept.append(upload(b""), 0, b"") == 0
    assert kept.find(OURS, NAME) is not None
    assert kept.read(OURS, NAME, 0, 10) == b""


def test_a_part_that_begins_elsewhere_is_told_where(kept: Both) -> None:
    told = upload(BIG)
    kept.append(told, 0, BIG[:1000])
    for offset in (0, 999, 1001):
        with pytest.raises(WrongOffset) as caught:
            kept.append(told, offset, b"x")
        assert caught.value.come == 1000


def test_what_is_whole_already_counts_as_come_whoever_sends_it(kept: Both) -> None:
    send(kept, b"sealed")  # type: ignore[arg-type]
    again = upload(b"sealed", sender=OTHER_KIOSK)
    assert kept.come(again) == 6
    assert kept.append(again, 6, b"") == 6
    with pytest.raises(WrongOffset):
        kept.append(again, 0, b"sealed")
    assert len(kept.listed(OURS, ".vbundle")) == 1


def test_a_name_never_changes_its_content(kept: Both) -> None:
    send(kept, b"sealed")  # type: ignore[arg-type]
    for act in (
        lambda: kept.come(upload(b"other")), lambda: kept.append(upload(b"other"), 0, b"other"),
    ):
        with pytest.raises(Conflict):
            act()
    assert kept.read(OURS, NAME, 0, 100) == b"sealed"


def test_an_unfinished_upload_gives_way_to_another_of_its_name(kept: Both) -> None:
    kept.append(upload(BIG), 0, BIG[:1000])
    assert kept.come(upload(b"sealed")) == 0
    assert kept.append(upload(b"sealed"), 0, b"sealed") == 6
    assert kept.come(upload(b"sealed", sender=OTHER_KIOSK)) == 6


def test_two_senders_unfinished_uploads_do_not_touch(kept: Both) -> None:
    mine, yours = upload(BIG), upload(BIG, sender=OTHER_KIOSK)
    kept.append(mine, 0, BIG[:1000])
    assert kept.come(yours) == 0
    kept.append(yours, 0, BIG[:500])
    assert (kept.come(mine), kept.come(yours)) == (1000, 500)
    kept.append(mine, 1000, BIG[1000:])
    assert kept.come(yours) == len(BIG)


def test_bytes_that_are_not_what_was_told_are_dropped(kept: Both) -> None:
    told = upload(BIG)
    kept.append(told, 0, BIG[:1000])
    with pytest.raises(Damaged):
        kept.append(told, 1000, bytes(len(BIG) - 1000))
    assert kept.come(told) == 0
    assert kept.find(OURS, NAME) is None
    send(kept, BIG)  # type: ignore[arg-type]


def test_more_bytes_than_told_are_refused_and_what_came_stays(kept: Both) -> None:
    told = upload(b"sealed")
    kept.append(told, 0, b"sea")
    with pytest.raises(Damaged):
        kept.append(told, 3, b"led and more")
    assert kept.come(told) == 3


def test_lists_come_in_order_by_kind_and_sender_page_by_page(kept: Both) -> None:
    for number in (3, 1, 10, 2):
        sender = KIOSK if number < 3 else OTHER_KIOSK
        send(kept, b"%d" % number, f"a-{number:06}.vbundle", sender=sender)  # type: ignore[arg-type]
    send(kept, b"r", "a-000001.vreceipt", sender=OURS)  # type: ignore[arg-type]
    send(kept, b"x", "a-000000.vbundle", organisation=THEIRS)  # type: ignore[arg-type]
    names = [f.name for f in kept.listed(OURS, ".vbundle")]
    assert names == [f"a-{number:06}.vbundle" for number in (1, 2, 3, 10)]
    assert [f.name for f in kept.listed(OURS, ".vbundle", sender=KIOSK)] == names[:2]
    assert [f.name for f in kept.listed(OURS, ".vbundle", after=names[0], limit=2)] == names[1:3]
    assert [f.name for f in kept.listed(OURS, ".vreceipt")] == ["a-000001.vreceipt"]


def test_names_are_ordered_by_code_point(kept: Both) -> None:
    names = ["a-1.vbundle", "a0.vbundle", "a_1.vbundle", "aa.vbundle", "b.vbundle"]
    for name in reversed(names):
        send(kept, b"x", name)  # type: ignore[arg-type]
    assert [file.name for file in kept.listed(OURS, ".vbundle")] == names
    assert [f.name for f in kept.listed(OURS, ".vbundle", after="a0.vbundle")] == names[2:]


def test_a_removed_file_is_gone_and_its_name_free(kept: Both) -> None:
    send(kept, b"sealed")  # type: ignore[arg-type]
    assert kept.remove(OURS, NAME)
    assert not kept.remove(OURS, NAME)
    assert kept.find(OURS, NAME) is None
    send(kept, b"other")  # type: ignore[arg-type]
    assert kept.read(OURS, NAME, 0, 10) == b"other"


def test_spaces_do_not_see_each_other(kept: Both) -> None:
    send(kept, b"sealed")  # type: ignore[arg-type]
    assert kept.find(THEIRS, NAME) is None
    assert kept.knows(OURS)
    assert not kept.knows(b"x" * 32)
    send(kept, b"other", organisation=THEIRS)  # type: ignore[arg-type]
    assert kept.read(OURS, NAME, 0, 10) == b"sealed"


def test_a_notice_only_rises(kept: Both) -> None:
    first, second = Posted(version=1, raw=b"one"), Posted(version=2, raw=b"two")
    assert kept.posted(OURS, "registry") is None
    assert kept.post(OURS, "registry", second)
    assert kept.post(OURS, "registry", second)
    assert not kept.post(OURS, "registry", first)
    assert not kept.post(OURS, "registry", Posted(version=2, raw=b"another"))
    assert kept.posted(OURS, "registry") == second
    assert kept.posted(OURS, "server") is None
    assert kept.posted(THEIRS, "registry") is None


def test_a_token_is_only_replaced_by_who_knows_it(kept: Both, clock: SetClock) -> None:
    first = Token(confirmed=b"1" * 32, issued=None, refused=None)
    second = Token(confirmed=b"1" * 32, issued=b"2" * 32, refused=None)
    twins = Token(confirmed=b"1" * 32, issued=b"2" * 32, refused=clock())
    assert kept.token(OURS, KIOSK) is None
    assert not kept.keep_token(OURS, KIOSK, second, first)
    assert kept.keep_token(OURS, KIOSK, None, first)
    assert not kept.keep_token(OURS, KIOSK, None, second)
    assert kept.keep_token(OURS, KIOSK, first, second)
    assert kept.refused(OURS) == ()
    assert kept.keep_token(OURS, KIOSK, second, twins)
    assert kept.token(OURS, KIOSK) == twins
    assert kept.refused(OURS) == (KIOSK,)
    assert kept.keep_token(OURS, KIOSK, twins, None)
    assert kept.token(OURS, KIOSK) is None
    assert kept.refused(OURS) == ()


def together(count: int, work: Callable[[int], object]) -> list[object]:
    """What ``work`` came to in as many threads at one moment; refusals are results too."""
    start = Barrier(count)

    def one(number: int) -> object:
        start.wait(30)
        try:
            return work(number)
        except (Conflict, WrongOffset, NoRoom) as refusal:
            return type(refusal)

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(one, range(count)))


def test_of_many_contents_under_one_name_one_wins(kept: Both) -> None:
    contents = [bytes([number]) * 1000 for number in range(6)]
    done = together(6, lambda n: kept.append(
        upload(contents[n], sender=bytes([n]) * 32), 0, contents[n]
    ))
    assert sorted(map(str, done)) == ["1000", *[str(Conflict)] * 5]
    assert kept.read(OURS, NAME, 0, 1000) == contents[done.index(1000)]


def test_one_part_sent_twice_at_once_is_kept_once(kept: Both) -> None:
    told = upload(BIG)
    done = together(4, lambda _: kept.append(told, 0, BIG[:1000]))
    assert sorted(map(str, done)) == ["1000", *[str(WrongOffset)] * 3]
    kept.append(told, 1000, BIG[1000:])
    assert kept.read(OURS, NAME, 0, len(BIG)) == BIG


def test_of_many_first_sessions_one_token_is_kept(kept: Both) -> None:
    made = [Token(confirmed=os.urandom(32), issued=None, refused=None) for _ in range(6)]
    done = together(6, lambda n: kept.keep_token(OURS, KIOSK, None, made[n]))
    assert done.count(True) == 1
    assert kept.token(OURS, KIOSK) == made[done.index(True)]


QUOTA = Quota(bytes=1000, files=5, device_bytes=600, device_files=3)


@pytest.fixture(params=["sqlite", "postgresql"])
def narrow(request: pytest.FixtureRequest, tmp_path: Path, clock: SetClock) -> Iterator[Both]:
    url = f"sqlite:///{tmp_path / 'mailbox.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    store = opened(url, clock, QUOTA)
    yield store  # type: ignore[misc]
    store.close()


def test_quotas_hold_for_the_space_and_for_each_device(narrow: Both) -> None:
    send(narrow, bytes(600), "a.vbundle")  # type: ignore[arg-type]
    with pytest.raises(NoRoom, match="device"):
        narrow.append(upload(b"x", "b.vbundle"), 0, b"x")
    with pytest.raises(NoRoom, match="organisation"):
        narrow.append(upload(bytes(401), "b.vbundle", sender=OURS), 0, b"")
    send(narrow, bytes(400), "b.vbundle", sender=OURS)  # type: ignore[arg-type]
    assert narrow.remove(OURS, "a.vbundle")
    send(narrow, bytes(500), "c.vbundle")  # type: ignore[arg-type]
    send(narrow, bytes(1000), "a.vbundle", sender=THEIRS, organisation=THEIRS)  # type: ignore[arg-type]


def test_the_number_of_files_is_limited_too(narrow: Both) -> None:
    for number in range(3):
        send(narrow, b"x", f"{number}.vbundle")  # type: ignore[arg-type]
    with pytest.raises(NoRoom, match="device"):
        send(narrow, b"x", "3.vbundle")  # type: ignore[arg-type]
    send(narrow, b"x", "3.vbundle", sender=OURS)  # type: ignore[arg-type]
    send(narrow, b"x", "4.vbundle", sender=OURS)  # type: ignore[arg-type]
    with pytest.raises(NoRoom, match="organisation"):
        send(narrow, b"x", "5.vbundle", sender=OTHER_KIOSK)  # type: ignore[arg-type]


def test_room_is_promised_when_an_upload_begins(narrow: Both) -> None:
    first = upload(bytes(500), "a.vbundle")
    narrow.append(first, 0, bytes(1))
    with pytest.raises(NoRoom):
        narrow.append(upload(bytes(200), "b.vbundle"), 0, bytes(200))
    assert narrow.append(first, 1, bytes(499)) == 500


def test_many_at_once_do_not_get_past_a_quota(narrow: Both) -> None:
    done = together(6, lambda n: narrow.append(
        upload(bytes(300), f"{n}.vbundle", sender=bytes([n]) * 32), 0, bytes(300)
    ))
    assert sorted(map(str, done)) == sorted([*["300"] * 3, *[str(NoRoom)] * 3])


def test_uploads_nobody_finishes_are_dropped(narrow: Both, clock: SetClock) -> None:
    old, new = upload(bytes(500), "a.vbundle"), upload(bytes(100), "b.vbundle")
    narrow.append(old, 0, bytes(1))
    clock.on(days=6)
    narrow.append(new, 0, bytes(1))
    assert narrow.tidy() == 0  # type: ignore[attr-defined]
    clock.on(days=1, seconds=1)
    assert narrow.tidy() == 1  # type: ignore[attr-defined]
    assert (narrow.come(old), narrow.come(new)) == (0, 1)
    send(narrow, bytes(450), "c.vbundle")  # type: ignore[arg-type]


def test_a_device_has_few_uploads_under_way(kept: Both) -> None:
    if isinstance(kept, MemoryMailbox):
        return
    told = [upload(bytes(10), f"{number}.vbundle") for number in range(9)]
    for one in told:
        kept.append(one, 0, b"\0")
    assert [kept.come(one) for one in told] == [0, *[1] * 8]
    (ours, _) = sorted(kept.spaces(), key=lambda space: space.organisation)  # type: ignore[attr-defined]
    assert (ours.organisation, ours.bytes, ours.files) == (OURS, 80, 8)
