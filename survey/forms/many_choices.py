"""The choices of a form as plain JSON values and back: a form may hold 100 000 of them.

What is sound is read and written here without a look at each field's shape; anything else is
left to whoever reads strictly and tells what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from uuid import UUID

from survey.forms.definition import PROPERTIES, Choice
from survey.forms.limits import LONGEST, UNWRITABLE
from survey.strict import NO_ID

_NAMES = frozenset({"id", "name", "text", "columns"})
_PROPERTIES = frozenset(PROPERTIES)
_ID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def plain_choice(choice: Choice) -> dict[str, object]:
    """What stands for a choice in JSON."""
    made: dict[str, object] = {"id": str(choice.id), "name": choice.name}
    if choice.text:
        made["text"] = {name: _plain(words) for name, words in choice.text.items()}
    if choice.columns:
        made["columns"] = _plain(choice.columns)
    return made


def _plain(texts: Mapping[str, str]) -> dict[str, str]:
    return texts if type(texts) is dict else dict(texts)


def sound_choice(value: object) -> Choice | None:
    """The choice that a JSON value stands for; ``None`` unless all of it is as it should be."""
    if type(value) is not dict or not value.keys() <= _NAMES:
        return None
    name, id = value.get("name"), sound_id(value.get("id"))
    text, columns = value.get("text", {}), value.get("columns", {})
    if id is None or type(name) is not str or type(columns) is not dict or type(text) is not dict:
        return None
    if not text.keys() <= _PROPERTIES:
        return None
    every = [name, *columns, *columns.values()]
    for words in text.values():
        if type(words) is not dict:
            return None
        every += words
        every += words.values()
    return Choice(id=id, name=name, text=text, columns=columns) if _all_sound(every) else None


def _all_sound(texts: list[str]) -> bool:
    """Whether they are texts that can be taken as they are: looked at in one go."""
    try:
        every = "".join(texts)
    except TypeError:
        return False
    return len(every) <= LONGEST and not UNWRITABLE.search(every)


def sound_id(value: object) -> UUID | None:
    """An id in its one written form, all zeros being none."""
    if type(value) is not str or not _ID.fullmatch(value):
        return None
    found = UUID(int=int(value.replace("-", ""), 16))
    return None if found == NO_ID else found


def is_sound(value: object) -> bool:
    """Whether a text can be taken as it is: nothing is to be told of it."""
    return type(value) is str and len(value) <= LONGEST and not UNWRITABLE.search(value)
