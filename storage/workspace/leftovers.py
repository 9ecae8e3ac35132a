"""What erasing left behind and what lies beside a workspace unread: gathered, to be told."""

from __future__ import annotations

from dataclasses import dataclass

from storage.errors import StorageError

FOREIGN = "foreign"
"""The code of a file that another organisation signed."""
UNNOTED = "unnoted"
"""The code of codes in others' lists that there was no room to note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A ``file`` beside the workspace that was not believed, read or written.

    ``code`` is that of the error, FOREIGN or UNNOTED; ``text`` says it in English.
    """

    file: str
    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Leftovers:
    """What a person must see to after answers or keys went.

    ``log``: somebody else read or wrote, so what went lies in the database's log or pages still.
    ``server``: the rows are on a server, whose log, backups and copies no program here reaches.
    """

    log: bool = False
    server: bool = False
    beside: tuple[Trouble, ...] = ()


class Remains:
    """One open database's leftovers so far. ``log`` is as the latest erasing left it."""

    def __init__(self) -> None:
        self.log = False
        self._beside: dict[tuple[str, str], Trouble] = {}

    def failed(self, file: str, fault: StorageError) -> None:
        """``file`` could not be read or written."""
        self.tell(Trouble(file=file, code=fault.code, text=f"{file}: {fault}"))

    def foreign(self, file: str) -> None:
        """``file`` is signed by somebody else."""
        text = f"{file} is another organisation's"
        self.tell(Trouble(file=file, code=FOREIGN, text=text))

    def tell(self, trouble: Trouble) -> None:
        """Something is wrong beside the database; the same again takes the earlier's place."""
        self._beside[trouble.file, trouble.code] = trouble

    def beside(self) -> tuple[Trouble, ...]:
        """All that was told, each once, oldest first."""
        return tuple(self._beside.values())
