"""From what a person wrote to the place that is meant: a folder, an object store, a mailbox."""

from __future__ import annotations

import os
import shlex
import stat
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sync.errors import PlaceRefuses
from sync.folder import FolderTransport, read_file
from sync.transport import Transport

if TYPE_CHECKING:
    from sync.mailbox.client import Caller

CREDENTIALS_LIMIT = 16 * 1024

_S3_KEYS = {"key": "key", "secret": "secret", "token": "token", "endpoint": "endpoint_url"}
_S3 = ("s3", "s3a")
_MAILBOX = ("https", "lan")

# store -> whether an object gets its name in one request that refuses a taken one
_OTHERS = {
    "gs": True, "gcs": True, "az": True, "abfs": True, "memory": False, "sftp": False,
    "ssh": False, "smb": False, "hdfs": False,
}


def scheme(place: str) -> str:
    """What stands before ``://``, in small letters; empty for a path. ``lan:`` is enough."""
    before, mark, _ = place.partition("://")
    if mark:
        return before.lower()
    return "lan" if place.startswith("lan:") else ""


def open_place(
    place: str | Path, *, credentials: Path | None = None, caller: Caller | None = None
) -> Transport:
    """The transport for ``place``: a path, ``file://``, ``s3://``, ``sftp://``…, or a mailbox.

    ``credentials`` names a file of the owner's only; without one the library's own way
    (environment, configuration) is used. ``caller`` is who visits a mailbox. Raises
    ValueError when ``place`` cannot be meant, PlaceRefuses or PlaceGone when what it needs is
    missing. Nothing is connected to yet.
    """
    place = str(place)
    kind = scheme(place)
    if not kind:
        return FolderTransport(Path(place).expanduser())
    rest = place.partition("://")[2]
    if kind == "file":
        return FolderTransport(_path(rest))
    if kind in _MAILBOX:
        if caller is None:
            raise ValueError("a mailbox is visited by a paired device or its organisation only")
        from sync.mailbox.client import open_mailbox

        return open_mailbox(place, caller)
    no_secret_in(rest)
    if kind in _S3:
        return _s3(rest, _settings(credentials))
    if kind in _OTHERS:
        return _other(kind, rest, _settings(credentials))
    raise ValueError(f"{kind}:// is no kind of place that files can be carried through")


def is_mailbox(place: str) -> bool:
    """Whether ``place`` is a mailbox's address (``https://…``, ``lan://…``, ``lan:``)."""
    return scheme(place) in _MAILBOX


def why_no_folder(folder: Path) -> str:
    """What to say where ``folder`` is wanted and there is none; empty when there is one."""
    if folder.is_dir():
        return ""
    if folder.exists():
        return f"{folder} is not a folder"
    return (
        f"{folder} is not a folder: nothing lies there. Connect the stick or share, or make it:  "
        f"mkdir -p {shlex.quote(str(folder))}"
    )


def shown(place: str) -> str:
    """``place`` without what might be a secret in it, to be shown."""
    kind, mark, rest = place.partition("://")
    if not mark:
        return place
    host = rest.partition("?")[0].rpartition("@")[2]
    return f"{kind}://{host}"


def _path(rest: str) -> Path:
    from urllib.parse import unquote

    if not rest.startswith("/"):
        raise ValueError("file:// is followed by a whole path, such as file:///media/stick")
    return Path(unquote(rest))


def no_secret_in(rest: str) -> None:
    """ValueError where a password or a key may stand in what follows a place's ``://``."""
    before, mark, _ = rest.partition("/")[0].rpartition("@")
    if "?" in rest or (mark and ":" in before):
        raise ValueError(
            "no password or key may stand in the address, for others can read it. Give it in "
            "the environment or with --credentials-file"
        )


def _settings(file: Path | None) -> dict[str, Any]:
    """The credentials file: TOML, a few words each with one text. Never shown, never kept."""
    if file is None:
        return {}
    try:
        if os.name == "posix" and stat.S_IMODE(file.stat().st_mode) & 0o077:
            raise PlaceRefuses(f"{file} can be read by others; say  chmod 600 {file}")
        found = tomllib.loads(read_file(file, CREDENTIALS_LIMIT).decode())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise ValueError(f"{file} cannot be read as a credentials file (TOML)") from None
    if not all(isinstance(value, str) for value in found.values()):
        raise ValueError(f"{file}: every value is one text in quotation marks")
    return found


def _s3(rest: str, settings: dict[str, Any]) -> Transport:
    bucket = rest.partition("/")[0]
    if not bucket:
        raise ValueError("s3:// is followed by a bucket, such as s3://surveys/library")
    unknown = set(settings) - {*_S3_KEYS, "region"}
    if unknown:
        words = ", ".join(sorted({*_S3_KEYS, "region"}))
        raise ValueError(f"the credentials file for s3:// may hold {words} and nothing else")
    try:
        from sync.objects_s3 import connect
    except ImportError:
        raise PlaceRefuses(
            "s3:// needs a part that is not installed: pip install 'vardera[objects]'"
        ) from None
    options = {_S3_KEYS[word]: text for word, text in settings.items() if word in _S3_KEYS}
    return connect(rest, options, settings.get("region"))


def _other(kind: str, rest: str, settings: dict[str, Any]) -> Transport:
    try:
        import fsspec

        from sync.objects import ObjectTransport

        files = fsspec.filesystem(
            kind, use_listings_cache=False, skip_instance_cache=True, **settings
        )
    except (ImportError, ValueError):
        raise PlaceRefuses(f"{kind}:// needs a library that is not installed here") from None
    root = files._strip_protocol(f"{kind}://{rest}")
    return ObjectTransport(files, root, shown(f"{kind}://{rest}"), whole=_OTHERS[kind])
