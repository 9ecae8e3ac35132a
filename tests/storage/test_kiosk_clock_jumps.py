"""Whatever the clock does while people answer, and however often the kiosk starts: all in order."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.storage.kiosk_builders import bodies, package
from tests.storage.test_kiosk_keeping import Running, opened

MINUTES = st.integers(-60 * 24 * 365 * 20, 60 * 24 * 365 * 20)
STEP = st.one_of(
    st.tuples(st.just("jump"), MINUTES),
    st.tuples(st.just("wait"), st.integers(0, 60 * 24)),
    st.tuples(st.sampled_from(("tap", "tap", "finish", "leave", "start", "prepare")), st.just(0)),
)


@settings(max_examples=8, deadline=None)
@given(st.lists(STEP, max_size=25))
def test_no_jump_of_the_clock_loses_or_reorders_anything(steps: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        hands = Running()
        store = opened(Path(folder) / "store", hands)
        store.install(package())
        kept: list[bytes] = []
        draft = b""
        for count, (what, minutes) in enumerate(steps):
            body = b"%04d" % count
            if what == "jump":
                hands.jump(minutes=minutes)
            elif what == "wait":
                hands.wait(minutes=minutes)
            elif what == "prepare":
                store.prepare()
            elif what == "tap":
                store.journal().draft(body)
                draft = body
            elif what == "finish":
                store.journal().finish(body)
                kept, draft = [*kept, body], b""
            elif what == "leave" and draft:
                store.journal().seal_partial()
                kept, draft = [*kept, draft], b""
            elif what == "start":
                store.close()
                store = opened(Path(folder) / "store", hands)
                kept, draft = [*kept, *([draft] if draft else [])], b""
        assert bodies(store) == kept
        assert store.waiting() == len(kept)
        store.close()
