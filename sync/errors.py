"""Trouble that is the carrying's own; what a file itself can be is in :mod:`storage.errors`.

StorageError
├── WrongSigner
│   └── UnknownDevice    signed by a device that is not in the administrator's registry
└── ShowsSmallGroup      another organisation's results show a group that must be hidden
TransportError           the place that files are carried through does not answer
├── PlaceGone            the folder, stick or share is not there (any more)
├── FileGone             the place is there, but one file was taken away meanwhile
├── PlaceRefuses         it is there but may not be read or written
│   └── NameTaken        something else lies there under that name
└── PlaceFull            there is no room left
Nothing is lost by a TransportError: what was not delivered stays where it was.
"""

from __future__ import annotations

from storage.errors import StorageError, WrongSigner


class UnknownDevice(WrongSigner):
    code = "unknown-device"
    exit_code = 3


class ShowsSmallGroup(StorageError):
    code = "shows-small-group"
    exit_code = 1


class TransportError(Exception):
    """Root of the carrying's family. ``code`` is stable; ``exit_code`` is the command line's."""

    code = "transport"
    exit_code = 1


class PlaceGone(TransportError):
    code = "place-gone"


class FileGone(TransportError):
    code = "file-gone"


class PlaceRefuses(TransportError):
    code = "place-refuses"
    exit_code = 3


class NameTaken(PlaceRefuses):
    code = "name-taken"


class PlaceFull(TransportError):
    code = "place-full"
