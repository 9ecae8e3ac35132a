"""What presenters of pages with a message have in common: one state, shown anew at each change."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Generic, Protocol, TypeVar

from admin.shell.tone import Tone
from admin.shell.trouble import trouble_in_words
from assets.words import Words
from storage.errors import StorageError


class Spoken(Protocol):
    """A frozen state with the words it is shown in; it has ``busy message tone`` too."""

    @property
    def words(self) -> Words: ...


Shown = TypeVar("Shown", bound=Spoken)
_Put = TypeVar("_Put", contravariant=True)


class Showing(Protocol[_Put]):
    """A page, or a part of one."""

    def show_state(self, state: _Put) -> None: ...


class Presenting(Generic[Shown]):
    """Keeps the state and shows it. What is no trouble of a kind that people can do something
    about is told on the page, and raised."""

    known_troubles: ClassVar[tuple[type[Exception], ...]] = (StorageError, OSError)
    _view: Showing[Shown]
    _state: Shown

    def _failed(self, trouble: Exception) -> None:
        self._change(busy=False)
        self._tell(trouble)

    def _tell(self, trouble: Exception) -> None:
        said = trouble_in_words(trouble, self._state.words)
        self._change(message=said, tone=Tone.TROUBLE)
        if not isinstance(trouble, self.known_troubles):
            raise trouble

    def _change(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[type-var]
        self._view.show_state(self._state)
