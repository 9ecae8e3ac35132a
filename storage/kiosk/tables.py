"""The kiosk store's tables as they stand after every migration; a test holds the two together.

No program makes them from here: this is what statements are written against.

``place`` is an epoch's ordinal times 2**32 plus n, so that the newest record lies at the end
of the table and a save touches one page.
"""

from __future__ import annotations

PLACES = 2**32

TABLES = """
CREATE TABLE device (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    seed BLOB NOT NULL,
    name TEXT NOT NULL,
    organisation BLOB
);
CREATE TABLE package (
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
    keep_days INTEGER NOT NULL DEFAULT 0,
    UNIQUE (campaign, version)
);
CREATE TABLE epoch (
    ordinal INTEGER NOT NULL PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    stream BLOB NOT NULL,
    header BLOB,  -- NULL once every record is forgotten
    made INTEGER NOT NULL,  -- as of the last forgetting
    head BLOB NOT NULL
);
CREATE TABLE record (
    place INTEGER NOT NULL PRIMARY KEY,
    final INTEGER NOT NULL,
    sealed BLOB NOT NULL
);
CREATE TABLE covered (  -- by a receipt; the record itself may lie in ``record`` still
    place INTEGER NOT NULL PRIMARY KEY,
    hash BLOB NOT NULL,
    until INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE bundle (
    stream BLOB NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE standing (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    seen INTEGER,
    trusted INTEGER,
    copied INTEGER
);
CREATE TABLE peer (
    organisation BLOB NOT NULL PRIMARY KEY,
    token BLOB,
    address TEXT,
    server BLOB
) WITHOUT ROWID;
CREATE TABLE applied (  -- receipts that were verified and applied whole
    receipt TEXT NOT NULL PRIMARY KEY
) WITHOUT ROWID;
CREATE TABLE session (
    id BLOB NOT NULL PRIMARY KEY,
    begun INTEGER NOT NULL,
    wrapped BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE session_event (
    session BLOB NOT NULL,
    n INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (session, n)
);
CREATE TABLE pin (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    verifier BLOB NOT NULL,
    failures INTEGER NOT NULL
);
CREATE TABLE occasion (  -- the one that goes on now
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    id BLOB NOT NULL,
    campaign BLOB NOT NULL,
    partner TEXT NOT NULL,
    audience TEXT NOT NULL,
    unit BLOB NOT NULL,
    day TEXT NOT NULL,
    answered INTEGER NOT NULL
);
CREATE TABLE noted (  -- for staff to read: what happened within an hour, and how often
    n INTEGER NOT NULL PRIMARY KEY,
    hour INTEGER NOT NULL,
    code TEXT NOT NULL,
    number INTEGER NOT NULL
);
CREATE TABLE voucher (  -- not given yet; one that is given is no longer here
    campaign BLOB NOT NULL,
    code BLOB NOT NULL,
    PRIMARY KEY (campaign, code)
) WITHOUT ROWID;
CREATE TABLE given (  -- vouchers of a day, counted; the day before the last and no earlier one
    day INTEGER NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL
);
"""
