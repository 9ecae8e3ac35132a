"""The hashes of forms that were written and are still held by somebody."""

from __future__ import annotations

from weakref import ref

from survey.forms.definition import FormDefinition


class Hashes:
    """Whoever publishes a form asks for its hash again and again; writing it takes a second.

    A form is known by being the very same value; no two that are alike are compared.
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[ref[FormDefinition], bytes]] = {}

    def of(self, form: FormDefinition) -> bytes | None:
        """The hash, when it is known."""
        held, hash = self._known.get(id(form), (None, None))
        return hash if held is not None and held() is form else None

    def note(self, form: FormDefinition, hash: bytes) -> None:
        """Keeps a hash for as long as somebody else keeps the form."""
        place = id(form)
        self._known[place] = (ref(form, lambda _: self._known.pop(place, None)), hash)


HASHES = Hashes()
"""One for the program: a form's hash follows from the form alone, whoever asks, so nobody can tell
whether it was known; handed in, it would travel through every room that passes forms on."""
