"""A store that speaks S3, as a transport; the only page that loads s3fs."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import s3fs

from sync.objects import ObjectTransport

TRIES = 3
CONNECT_SECONDS = 10
READ_SECONDS = 60
CALL_SECONDS = 30.0
SLOWEST = 64 * 1024
"""Bytes a second below which a put is given up; it has CALL_SECONDS more than that takes."""


class _Bounded(s3fs.S3FileSystem):  # type: ignore[misc]
    """Gives up in the end: a balancer whose store is dead closes connections so early that
    the library waits for ever for an answer on one."""

    async def _call_s3(self, method: str, *more: Any, **named: Any) -> Any:
        seconds = CALL_SECONDS + len(named.get("Body", b"")) / SLOWEST
        return await asyncio.wait_for(super()._call_s3(method, *more, **named), seconds)


def connect(path: str, options: dict[str, Any], region: str | None = None) -> ObjectTransport:
    """The place ``path`` (``bucket/prefix``). ``options`` are s3fs's; nothing is asked yet."""
    found = files(options, region)
    return ObjectTransport(
        found, path, f"s3://{path}", whole=True, let_go=lambda: let_go(found)
    )


def files(options: dict[str, Any], region: str | None = None) -> s3fs.S3FileSystem:
    """The store itself. Nothing is cached between calls.

    A request is tried at most :data:`TRIES` times; that is safe, for a write that came
    through before refuses the second, and is then compared.
    """
    config: dict[str, Any] = {
        "connect_timeout": CONNECT_SECONDS, "read_timeout": READ_SECONDS,
        "retries": {"max_attempts": 1},
        # stores other than Amazon's know no checksums behind the body; ours is compared after
        "request_checksum_calculation": "when_required",
        "response_checksum_validation": "when_required",
    }
    if region is not None:
        config["region_name"] = region
    made = _Bounded(
        config_kwargs=config, use_listings_cache=False, skip_instance_cache=True, **options
    )
    made.retries = TRIES
    made.loop.call_soon_threadsafe(made.loop.set_exception_handler, _no_news)
    return made


def _no_news(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """A cut connection is told by the request it cut; what else ran on it says it again."""
    if not isinstance(context.get("exception"), aiohttp.ClientError):
        loop.default_exception_handler(context)


def let_go(found: s3fs.S3FileSystem) -> None:
    """Close the connections of a store, if any were made."""
    creator = getattr(found, "_s3creator", None)
    if creator is not None and getattr(found, "_s3", None) is not None:
        found.close_session(found.loop, creator)
