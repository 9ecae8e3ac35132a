"""How modules are imported once Qt's binding is loaded."""

from __future__ import annotations

import builtins


def import_as_usual() -> None:
    """Have modules that are loaded from here on imported and no more.

    The binding puts itself before Python's own import and reads each module's source, to see
    whether it uses Qt: so it knows where ``from __feature__ import`` may give Qt's names another
    spelling, which this program never does. That cost a twelfth of a kiosk's start, and every
    source stayed in memory.

    ``__orig_import__`` is what the binding found there: not Python's own import, but its own
    earlier place before that, which fetches what ``from ... import *`` is to find and reads no
    source. The name is no part of its interface: where a later binding lacks it nothing is undone.
    """
    usual = getattr(builtins, "__orig_import__", None)
    if usual is not None:
        builtins.__import__ = usual
