"""Taking answers back by a receipt code: what is shown and what happens, without Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from admin.background import Background
from admin.leftovers import SCREEN, left_to_do
from admin.shell.presenting import Presenting
from admin.shell.tone import Tone
from admin.start.held import Held
from assets.words import Words
from storage.seal.receipt_codes import MisreadCode, Misreading, read_code
from storage.workspace.erasing import WithdrawalDone
from storage.workspace.leftovers import Leftovers


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavingState:
    """``fault`` stands beside the field; ``left`` are things a person must see to.

    ``asking`` whether the answers shall really go.
    """

    words: Words
    is_open: bool = False
    busy: bool = False
    asking: bool = False
    fault: str = ""
    message: str = ""
    tone: Tone = Tone.INFO
    left: tuple[str, ...] = ()
    done: int = 0


class View(Protocol):
    """The page."""

    def show_state(self, state: LeavingState) -> None: ...


class Eraser(Protocol):
    """Runs in the background. The code is 16 bytes."""

    def withdraw(self, code: bytes) -> WithdrawalDone: ...

    def leftovers(self) -> Leftovers: ...


class WorkspaceEraser:
    """The open workspace's."""

    def __init__(self, held: Held, actor: str) -> None:
        self._held, self._actor = held, actor

    def withdraw(self, code: bytes) -> WithdrawalDone:
        """Do as the giver of the code wants; twice is harmless."""
        return self._held.workspace.erasing.withdraw(code, self._actor)

    def leftovers(self) -> Leftovers:
        """What opening could not read, write or erase."""
        return self._held.workspace.erasing.leftovers()


class LeavingPresenter(Presenting[LeavingState]):
    """Keeps no code: it goes from the field to the workspace. ``changed``: answers went."""

    def __init__(
        self, view: View, eraser: Eraser, background: Background, changed: Callable[[], None]
    ) -> None:
        self._view, self._eraser, self._background = view, eraser, background
        self._changed = changed
        self._state = LeavingState(words=Words("sv"))

    @property
    def state(self) -> LeavingState:
        """What is shown."""
        return self._state

    def show(self, words: Words) -> None:
        """Show the page in a language; what was said before is not said again."""
        self._change(words=words, message="", fault="", left=(), asking=False)

    def workspace_opened(self) -> None:
        """There is a workspace: tell what opening it could not read or erase."""
        self._change(is_open=True, message="", fault="", left=(), asking=False)
        self._background(
            lambda _report: self._eraser.leftovers(), done=self._opened, failed=self._tell
        )

    def ask(self, text: str) -> None:
        """Somebody typed or pasted a code: say what it will do, before it is done."""
        if self._read(text) is not None:
            self._change(asking=True, fault="", message="", left=())

    def decline(self) -> None:
        """Nothing is erased."""
        if self._state.asking:
            self._change(asking=False)

    def withdraw(self, text: str) -> None:
        """Erase the answers with this code: a person has agreed to it."""
        code = self._read(text)
        if code is None:
            return
        self._change(busy=True, asking=False, fault="", message="", left=())
        self._background(
            lambda _report: self._eraser.withdraw(code), done=self._done, failed=self._failed
        )

    def _read(self, text: str) -> bytes | None:
        """The code; None where none may be given now, or after saying what is wrong with it."""
        if self._state.busy or not self._state.is_open:
            return None
        try:
            return read_code(text)
        except MisreadCode as fault:
            said = misread(fault.reason, fault.place, self._state.words)
            self._change(asking=False, fault=said, message="", left=())
            return None

    def _opened(self, found: Leftovers) -> None:
        beside = Leftovers(log=found.log, beside=found.beside)
        if not self._state.message:  # what was done meanwhile says more
            self._change(left=left_to_do(beside, self._state.words))

    def _done(self, done: WithdrawalDone) -> None:
        said, tone = outcome(done, self._state.words)
        self._change(
            busy=False, message=said, tone=tone, left=what_is_left(done, self._state.words),
            done=self._state.done + 1,
        )
        self._changed()


def misread(reason: Misreading, place: int, words: Words) -> str:
    """What is wrong with a code as it was typed; nothing of the code itself."""
    return {
        Misreading.EMPTY: words("Write the code first."),
        Misreading.LENGTH: words("A code is 28 characters in seven groups, or twelve words."),
        Misreading.LETTER: words(
            "Group {place} has a character that codes never contain.", place=place
        ),
        Misreading.WORD: words("Word {place} is not one of the words used.", place=place),
        Misreading.CHECK: words(
            "There is a typing error somewhere. Compare with what was written down."
        ),
    }[reason]


def outcome(done: WithdrawalDone, words: Words) -> tuple[str, Tone]:
    """Whether the answers went now, are waited for, or went before."""
    if done.waiting:
        return words(
            "Noted. No answers with this code have come. They are erased when they come."
        ), Tone.INFO
    if done.erased:
        tone = Tone.CAUTION if done.left.log else Tone.GOOD
        return words("Withdrawn. The answers are erased and counted as withdrawn."), tone
    return words("These answers were withdrawn before. Nothing more happened."), Tone.INFO


def what_is_left(done: WithdrawalDone, words: Words) -> tuple[str, ...]:
    """What a person must see to, for no program can."""
    lines = [
        words("It may hold the answers; destroy it or make it anew: {file} (made {day})",
              file=_name(one.path, words), day=f"{one.at:%Y-%m-%d}")
        for one in done.traces.exports
    ]
    lines += [
        words("{kiosk} may hold the sealed answers until it has its receipts: back up, send "
              "receipts and let it read them.", kiosk=device.name)
        for device in done.traces.devices if device.waiting or device.unsent
    ]
    if done.traces.devices:
        lines.append(words("Empty sticks, folders and mailboxes of files that have receipts."))
    lines += [
        words("{name} got the answers too: send it a list with vardera withdraw list.", name=name)
        for name in done.traces.recipients
    ]
    if done.backups and not done.waiting:
        lines.append(words.many(
            "{n} earlier backup may hold the answers, encrypted. Make a new one and destroy it.",
            "{n} earlier backups may hold the answers, encrypted. Make a new one and destroy "
            "them.",
            len(done.backups),
        ))
    lines += [
        words("Not reached: {place}. Bring it and make a backup.", place=place)
        for place in done.unreached
    ]
    return (*left_to_do(done.left, words), *lines)


def _name(path: str, words: Words) -> str:
    if path == SCREEN:
        return words("what the command vardera results has shown")
    return path
