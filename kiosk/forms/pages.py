"""Where one person is in a form, and what stands there. Knows no Qt; the engine knows the rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from assets.words import Words
from kiosk.forms.asking import Asking, no_media
from kiosk.forms.declining import offered, questions
from kiosk.forms.faults import Moment
from kiosk.forms.hand import Hand, TooMuch
from kiosk.forms.kinds import need_of
from kiosk.forms.layout import Layout, Leaf
from kiosk.forms.naming import ref_of
from kiosk.forms.passing import way
from kiosk.forms.screen import FormScreen
from kiosk.forms.unkept import Unkept
from kiosk.forms.written import stored
from kiosk.questions.asked import Asked, Kind
from kiosk.screens import Frame
from survey.files import File
from survey.forms.engine.answer import Answer
from survey.forms.engine.refused import Refused


class Pages:
    """Begins at the first page that has something on it. ``words`` are the program's own.

    What a person typed and the form does not keep is remembered here, until it is mended.
    """

    def __init__(
        self, hand: Hand, words: Words, media: Callable[[str], str] = no_media
    ) -> None:
        self.words = words
        self._hand = hand
        self._layout = Layout(hand.form)
        self._asking = Asking(hand.form, media, hand.handed, hand.declined)
        self._unkept = Unkept()
        self._trouble = False
        self._lay()
        self._at = self._shown_from(0, 1) or 0

    # --- answers; each raises what the hand raises, save Refused

    def answer(self, ref: str, text: str) -> bool:
        """An answer as it was typed or tapped. True when the question goes on by itself now."""
        form, leaf = self._hand.form, self._leaf
        try:
            answer = form.find(ref)
        except Refused:
            return False
        value = stored(answer, text)
        self._unkept.over.discard(ref)
        try:
            self._hand.answer(ref, value)
        except TooMuch:
            self._unkept.over.add(ref)
        except Refused:
            return False
        finally:  # also where it was not kept: it is shown again, to be kept after all
            self._unkept.note(ref, text, answer.value, fits=bool(value))
            self._refresh(leaf)
        quick = "quick" in answer.plan.node.appearance.split()
        quick = quick and answer.plan.node.type == "select_one"
        return quick and bool(answer.value) and ref not in self._unkept.over

    def decline(self, ref: str) -> None:
        """The person would rather not say; once more, and the question is just empty again."""
        leaf = self._leaf
        try:
            answers = questions(self._hand.form.find(ref))
            back = all(answer in self._hand.declined for answer in answers)
            for answer in answers:
                self._unkept.drop(ref_of(answer))
            if not back:
                self._hand.decline(ref)
            for answer in answers if back else ():
                self._hand.answer(ref_of(answer), "")
        except Refused:
            return
        finally:
            self._refresh(leaf)

    def hand_in(self, ref: str, file: File | None) -> None:
        """A photo or a sound; without one the device cannot take any, and nobody is asked again."""
        leaf = self._leaf
        self._unkept.over.discard(ref)
        try:
            if file is None:
                self._hand.handed.lose(need_of(self._hand.form.find(ref).plan))
            else:
                self._hand.hand_in(ref, file)
        except TooMuch:
            self._unkept.over.add(ref)
        except Refused:
            return
        finally:
            self._refresh(leaf)

    def add(self, ref: str) -> None:
        """One more, and there the person goes on; a table only grows by a row."""
        leaf = self._leaf
        try:
            series = self._hand.form.series(ref)
            before = len(series.instances)
        except Refused:
            return
        try:
            self._hand.add_repeat(ref)
        except TooMuch:
            self._unkept.over.add(ref)
        except Refused:
            return
        finally:
            self._refresh(leaf)
            for made in series.instances[before:]:
                self._go_into(made)

    def remove(self, ref: str) -> None:
        """Take an instance away; what was typed goes by place, and so begins anew."""
        leaf = self._leaf
        try:
            self._hand.remove_repeat(ref)
        except Refused:
            return
        finally:
            self._unkept.clear()
            self._refresh(leaf)

    def open(self, ref: str) -> None:
        """To the first page of an instance of a repeat, where it has any."""
        try:
            self._go_into(self._hand.form.find(ref))
        except Refused:
            return

    def _lay(self, here: Leaf | None = None) -> None:
        found = way(self._layout.leaves(), self._hand.handed.usable, here)
        self._leaves, self._passed = found.leaves, found.passed

    def _refresh(self, leaf: Leaf | None) -> None:
        self._lay(leaf)
        if leaf is None:
            return
        for at, now in enumerate(self._leaves):
            if any(now.holds(spot) for spot in leaf.spots):
                self._at = at
                return
        self._at = min(self._at, max(0, len(self._leaves) - 1))

    def _go_into(self, made: Answer) -> None:
        inside = set(map(id, made.answers()))
        for at, now in enumerate(self._leaves):
            if any(id(spot.answer) in inside for spot in now.spots):
                self._at = at
                return

    # --- the way

    @property
    def _leaf(self) -> Leaf | None:
        return self._leaves[self._at] if self._at < len(self._leaves) else None

    def next(self) -> bool:
        """One page on, unless something on this one is not right yet.

        True when there is none: all has been asked, also what only follows late. An answer given
        before that does not fit any more leads back to it instead.
        """
        leaf, form = self._leaf, self._hand.form
        if leaf is not None:
            self._check(leaf)
            form.step()
            self._trouble = self._faulty(leaf)
            if self._trouble:
                return False
            form.step()
            after = self._shown_from(self._at + 1, 1)
            if after is None and form.behind:
                after = self._late(leaf)
            if after is not None:
                self._go(after)
                return False
        return not self._leads_back()

    def _late(self, leaf: Leaf) -> int | None:
        """The page after ``leaf`` once all that waits is worked out."""
        self._hand.form.catch_up()
        self._refresh(leaf)
        self._hand.form.step()
        here = self._leaf
        stays = here is not None and any(here.holds(spot) for spot in leaf.spots)
        return self._shown_from(self._at + stays, 1)

    def back(self) -> None:
        """One page back, where there is one."""
        before = self._shown_from(self._at - 1, -1)
        if before is not None:
            self._go(before)

    @property
    def count(self) -> int:
        """How many pages are relevant now."""
        return len(self._leaves)

    def turn_to(self, at: int) -> None:
        """To the page ``at``, from 0, whatever is missing before it."""
        self._go(min(max(at, 0), max(0, len(self._leaves) - 1)))

    def _go(self, at: int) -> None:
        self._at, self._trouble = at, False
        self._unkept.leave()

    def _leads_back(self) -> bool:
        with self._hand.form.judged():
            at = next((at for at, leaf in enumerate(self._leaves) if self._faulty(leaf)), None)
        if at is None:
            return False
        self._check(self._leaves[at])
        self._at, self._trouble = at, True
        return True

    def _check(self, leaf: Leaf) -> None:
        for spot in leaf.spots:
            inside = self._asking.faults.answers(spot)
            self._unkept.checked.update(ref_of(answer) for answer in inside)
            if spot.answer is not None:
                self._unkept.checked.add(ref_of(spot.answer))

    def _faulty(self, leaf: Leaf) -> bool:
        now = self._now()
        return any(self._asking.faults.at(spot, now) for spot in leaf.spots)

    def _shown_from(self, at: int, way: int) -> int | None:
        """The next page that has something on it, from ``at`` on, or may have."""
        around = self._hand.form.around
        while 0 <= at < len(self._leaves):
            if self._items(self._leaves[at]) or around.short:
                return at
            at += way
        return None

    # --- what is shown

    def _now(self) -> Moment:
        return self._unkept.now(self.words)

    def _items(self, leaf: Leaf) -> tuple[Asked, ...]:
        now = self._now()
        found = [
            (spot, one) for spot in leaf.spots if (one := self._asking.asked(spot, now)) is not None
            and (one.label or one.hint or one.kind is not Kind.NOTE)
        ]
        alone = len(found) == 1
        return tuple(
            replace(one, may_decline=spot.answer is not None
                    and offered(spot.answer, one, alone=alone))
            for spot, one in found
        )

    def _left_out(self, before: int | None, after: int | None) -> tuple[str, ...]:
        """What is passed over since the page that is shown ``before`` this one, and from here on
        where none is shown ``after`` it: why, in words."""
        begin = 0 if before is None else before + 1
        end = len(self._leaves) if after is None else self._at + 1
        passed = [spot for at in range(begin, end) for spot in self._passed.get(at, ())]
        return self._asking.passed_over(passed, self._now())

    def screen(self, frame: Frame, notice: str = "") -> FormScreen | None:
        """The page; ``None`` for a form that has none. What was wrong is told once."""
        leaf = self._leaf
        if leaf is None:
            return None
        self._hand.form.step()
        items = self._items(leaf)
        before, after = self._shown_from(self._at - 1, -1), self._shown_from(self._at + 1, 1)
        names = [self._asking.title(group, self.words) for group in leaf.groups]
        names = [name for name in names if name]
        trouble, self._trouble = self._trouble, False
        if self._hand.form.behind and not notice:
            notice = self.words("Not all that follows from the answers is worked out yet.")
        return FormScreen(
            frame=frame, items=items, number=self._at + 1, of=self.count,
            heading=names.pop() if len(items) > 1 and names else "", above=" · ".join(names),
            notice=notice, can_go_back=before is not None, last=after is None, trouble=trouble,
            left_out=self._left_out(before, after),
        )
