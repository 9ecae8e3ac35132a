"""The kiosk store's schema, step by step; a step once released is never edited.

``PRAGMA user_version`` counts the steps taken. See ``docs/formats/kiosk-store.md``.
"""

from __future__ import annotations

from sqlite3 import Connection

APPLICATION_ID = 0x5664_4B31  # "VdK1" in the file's header: any tool can tell what it is

STEPS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE device (
            one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
            seed BLOB NOT NULL,
            name TEXT NOT NULL,
            organisation BLOB
        )""",
        """CREATE TABLE package (
            ordinal INTEGER NOT NULL PRIMARY KEY,
            hash BLOB NOT NULL UNIQUE,
            campaign BLOB NOT NULL,
            version INTEGER NOT NULL,
            issued INTEGER NOT NULL,
            organisation TEXT NOT NULL,
            signer BLOB NOT NULL,
            definition BLOB NOT NULL,
            recipients BLOB NOT NULL,
            revoked BLOB NOT NULL,
            raw BLOB NOT NULL,
            UNIQUE (campaign, version)
        )""",
        """CREATE TABLE epoch (
            ordinal INTEGER NOT NULL PRIMARY KEY,
            id BLOB NOT NULL UNIQUE,
            stream BLOB NOT NULL,
            header BLOB,
            made INTEGER NOT NULL,
            head BLOB NOT NULL
        )""",
        """CREATE TABLE record (
            place INTEGER NOT NULL PRIMARY KEY,
            final INTEGER NOT NULL,
            sealed BLOB NOT NULL
        )""",
        """CREATE TABLE forgotten (
            place INTEGER NOT NULL PRIMARY KEY,
            hash BLOB NOT NULL
        )""",
        """CREATE TABLE bundle (
            stream BLOB NOT NULL PRIMARY KEY,
            number INTEGER NOT NULL
        ) WITHOUT ROWID""",
    ),
    (
        "ALTER TABLE package ADD COLUMN keep_days INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE forgotten RENAME TO covered",
        "ALTER TABLE covered ADD COLUMN until INTEGER NOT NULL DEFAULT 0",
        """CREATE TABLE standing (
            one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
            seen INTEGER,
            trusted INTEGER,
            copied INTEGER
        )""",
        "INSERT INTO standing (one) VALUES (1)",
        """CREATE TABLE peer (
            organisation BLOB NOT NULL PRIMARY KEY,
            token BLOB,
            address TEXT,
            server BLOB
        ) WITHOUT ROWID""",
        """CREATE TABLE applied (
            receipt TEXT NOT NULL PRIMARY KEY
        ) WITHOUT ROWID""",
        """CREATE TABLE session (
            id BLOB NOT NULL PRIMARY KEY,
            begun INTEGER NOT NULL,
            wrapped BLOB NOT NULL
        ) WITHOUT ROWID""",
        """CREATE TABLE session_event (
            session BLOB NOT NULL,
            n INTEGER NOT NULL,
            sealed BLOB NOT NULL,
            PRIMARY KEY (session, n)
        )""",
    ),
    (
        """CREATE TABLE pin (
            one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
            verifier BLOB NOT NULL,
            failures INTEGER NOT NULL
        )""",
        """CREATE TABLE occasion (
            one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
            id BLOB NOT NULL,
            campaign BLOB NOT NULL,
            partner TEXT NOT NULL,
            audience TEXT NOT NULL,
            unit BLOB NOT NULL,
            day TEXT NOT NULL,
            answered INTEGER NOT NULL
        )""",
        """CREATE TABLE noted (
            n INTEGER NOT NULL PRIMARY KEY,
            hour INTEGER NOT NULL,
            code TEXT NOT NULL,
            number INTEGER NOT NULL
        )""",
        """CREATE TABLE voucher (
            campaign BLOB NOT NULL,
            code BLOB NOT NULL,
            PRIMARY KEY (campaign, code)
        ) WITHOUT ROWID""",
        """CREATE TABLE given (
            day INTEGER NOT NULL PRIMARY KEY,
            number INTEGER NOT NULL
        )""",
    ),
)
VERSION = len(STEPS)


def migrate(connection: Connection) -> None:
    """Take the steps not yet taken; the caller has begun the transaction they all lie in."""
    (taken,) = connection.execute("PRAGMA user_version").fetchone()
    for step in STEPS[taken:]:
        for statement in step:
            connection.execute(statement)
    if taken < VERSION:
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
