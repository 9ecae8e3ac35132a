"""Photos and sounds that one person has handed in, in memory alone. Knows no Qt.

In the form stands a name in place of the file; the bytes lie here until they are sealed, and
go with the person. Nothing of them is ever a file on this device.
"""

from __future__ import annotations

from collections.abc import Collection

from kiosk.forms.kinds import CAMERA, MICROPHONE, kind_of, need_of
from kiosk.questions.asked import Kind
from survey.files import PHOTO_LIMIT, SOUND_LIMIT, TOGETHER_LIMIT, File, FileType
from survey.forms.engine.answer import Answer
from survey.forms.engine.plan import Plan
from survey.forms.engine.pump import counted
from survey.forms.engine.running import RunningForm

LEAST = 16 * 1024
"""Bytes below which nothing is asked for: two seconds, or a picture that shows little."""

_AGAIN = TOGETHER_LIMIT // 6
"""Bytes of a file in a repeat that may grow, so that the first leaves room for others."""

_TAKES = {FileType.PHOTO: CAMERA, FileType.SOUND: MICROPHONE}
_NAMES = {FileType.PHOTO: "photo-{n}.jpg", FileType.SOUND: "sound-{n}.wav"}


class HandingIn:
    """``able`` is what the device has (``camera``, ``microphone``); ``allowed`` whether the survey
    asks for files at all. ``files`` are those handed in, by the name that the form keeps.
    """

    def __init__(self, able: Collection[str] = (), *, allowed: bool = True) -> None:
        self.able = frozenset(able)
        self.allowed = allowed
        self.files: dict[str, File] = {}
        self._count = 0

    @property
    def usable(self) -> frozenset[str]:
        """What may be asked for."""
        return self.able if self.allowed else frozenset()

    def takes(self, plan: Plan, file: File) -> bool:
        """Whether a question may be answered with this file."""
        need = need_of(plan)
        return need in self.usable and need == _TAKES[file.type]

    def for_one(self, form: RunningForm, answer: Answer) -> frozenset[str]:
        """What may be asked for in ``answer``: nothing more where there is no room for it."""
        need = need_of(answer.plan)
        if answer.value in self.files:  # also where none can be taken any more: it can go
            return self.usable | {need}
        if need not in self.usable:
            return self.usable
        return self.usable if self.room(form, answer) >= LEAST else frozenset()

    def asks(self, form: RunningForm, answer: Answer) -> bool:
        """Whether the device can ask this at all: nobody is kept waiting for what it cannot."""
        return kind_of(answer.plan, 0, self.for_one(form, answer)) is not Kind.SKIPPED

    def lose(self, need: str) -> None:
        """It turned out not to work: nobody is kept waiting for it."""
        self.able -= {need}

    def keep(self, file: File) -> str:
        """Hold a file; the name that stands for it as an answer."""
        self._count += 1
        name = _NAMES[file.type].format(n=self._count)
        self.files[name] = file
        return name

    def tidy(self, form: RunningForm) -> None:
        """Let go of files that no answer names any more. One that a smaller count has put aside
        comes back with it."""
        if self.files:
            named = {answer.value for answer in form.root.kept()}
            self.files = {name: file for name, file in self.files.items() if name in named}

    def room(self, form: RunningForm, answer: Answer) -> int:
        """Bytes that the file for ``answer`` may have, so that the others still open find room."""
        waiting, later = 1, False
        for other in form.root.answers():
            needed = need_of(other.plan) in self.usable and other.value not in self.files
            if needed and other is not answer:
                waiting, later = waiting + other.relevant, later or not other.relevant
        left = TOGETHER_LIMIT - sum(
            self.files[other.value].size for other in form.root.kept()
            if other.value in self.files and need_of(other.plan) and other is not answer
        )
        most = PHOTO_LIMIT if answer.plan.node.type == "image" else SOUND_LIMIT
        if any(not counted(repeat) for repeat in answer.plan.repeats):
            most = _AGAIN
        return max(0, min(most, left // (waiting + later)))
