"""Version 2: keys that rotate and go, other recipients, reviews, withdrawals, forwarding."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = (
    "ALTER TABLE organisation ADD COLUMN place BLOB",
    "ALTER TABLE organisation ADD COLUMN fresh_hours INTEGER NOT NULL DEFAULT 72",
    "ALTER TABLE campaign ADD COLUMN retired INTEGER",
    "ALTER TABLE device ADD COLUMN revoked INTEGER",
    "ALTER TABLE device ADD COLUMN revoked_by INTEGER REFERENCES actor (number)",
    "ALTER TABLE device ADD COLUMN why_revoked TEXT",
    "ALTER TABLE response ADD COLUMN state INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE response ADD COLUMN code BLOB",
    "CREATE INDEX response_code ON response (campaign, code) WHERE code IS NOT NULL",
    "CREATE INDEX epoch_header ON epoch (stream) WHERE header IS NOT NULL",
    "ALTER TABLE session_event ADD COLUMN state INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE quarantine ADD COLUMN stream BLOB",
    "ALTER TABLE quarantine ADD COLUMN decision TEXT",
    """
CREATE TABLE campaign_key (
  number INTEGER NOT NULL, campaign INTEGER NOT NULL, id BLOB NOT NULL, seed BLOB NOT NULL,
  actor INTEGER NOT NULL, rotated INTEGER NOT NULL, PRIMARY KEY (number), UNIQUE (campaign, id),
  FOREIGN KEY(campaign) REFERENCES campaign (number), FOREIGN KEY(actor) REFERENCES actor (number)
)
""",
    """
CREATE TABLE recipient (
  campaign INTEGER NOT NULL, id BLOB NOT NULL, public BLOB NOT NULL, name TEXT NOT NULL,
  organisation BLOB NOT NULL, actor INTEGER NOT NULL, added INTEGER NOT NULL, removed INTEGER,
  PRIMARY KEY (campaign, id),
  FOREIGN KEY(campaign) REFERENCES campaign (number), FOREIGN KEY(actor) REFERENCES actor (number)
)
""",
    """
CREATE TABLE sheet (
  number INTEGER NOT NULL, name BLOB NOT NULL, made INTEGER NOT NULL, actor INTEGER NOT NULL,
  replaced INTEGER, PRIMARY KEY (number), FOREIGN KEY(actor) REFERENCES actor (number)
)
""",
    """
CREATE TABLE recovery_key (
  number INTEGER NOT NULL, sheet INTEGER NOT NULL, id BLOB NOT NULL, public BLOB NOT NULL,
  campaign INTEGER, PRIMARY KEY (number), UNIQUE (id),
  FOREIGN KEY(sheet) REFERENCES sheet (number),
  FOREIGN KEY(campaign) REFERENCES campaign (number)
)
""",
    """
CREATE TABLE accepted_package (
  hash BLOB NOT NULL, campaign INTEGER NOT NULL, organisation BLOB NOT NULL,
  version INTEGER NOT NULL, raw BLOB NOT NULL, actor INTEGER NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (campaign, hash), FOREIGN KEY(campaign) REFERENCES campaign (number),
  FOREIGN KEY(actor) REFERENCES actor (number)
)
""",
    """
CREATE TABLE retirement (
  campaign INTEGER NOT NULL, at INTEGER NOT NULL, actor INTEGER NOT NULL, raw BLOB NOT NULL,
  PRIMARY KEY (campaign), FOREIGN KEY(campaign) REFERENCES campaign (number),
  FOREIGN KEY(actor) REFERENCES actor (number)
)
""",
    """
CREATE TABLE fresh (
  batch INTEGER NOT NULL, campaign INTEGER NOT NULL, response BLOB NOT NULL,
  PRIMARY KEY (batch, response), FOREIGN KEY(batch) REFERENCES batch (number) )
WITHOUT ROWID
""",
    """
CREATE TABLE unreadable (
  number INTEGER NOT NULL, stream INTEGER NOT NULL, epoch BLOB NOT NULL, n INTEGER NOT NULL,
  hash BLOB NOT NULL, sealed BLOB NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (number), UNIQUE (stream, epoch, n, hash),
  FOREIGN KEY(stream) REFERENCES stream (number)
)
""",
    """
CREATE TABLE review (
  number INTEGER NOT NULL, campaign INTEGER NOT NULL, response BLOB NOT NULL,
  state INTEGER NOT NULL, reason TEXT NOT NULL, actor INTEGER NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (number), FOREIGN KEY(campaign) REFERENCES campaign (number),
  FOREIGN KEY(actor) REFERENCES actor (number)
)
""",
    "CREATE INDEX review_response ON review (campaign, response)",
    """
CREATE TABLE correction (
  number INTEGER NOT NULL, campaign INTEGER NOT NULL, response BLOB NOT NULL,
  field BLOB NOT NULL, value BLOB NOT NULL, reason TEXT NOT NULL, actor INTEGER NOT NULL,
  at INTEGER NOT NULL, PRIMARY KEY (number),
  FOREIGN KEY(campaign) REFERENCES campaign (number), FOREIGN KEY(actor) REFERENCES actor (number)
)
""",
    "CREATE INDEX correction_response ON correction (campaign, response)",
    """
CREATE TABLE withdrawn (
  code BLOB NOT NULL, campaign INTEGER, at INTEGER NOT NULL, actor INTEGER NOT NULL,
  found INTEGER, PRIMARY KEY (code), FOREIGN KEY(campaign) REFERENCES campaign (number),
  FOREIGN KEY(actor) REFERENCES actor (number) )
WITHOUT ROWID
""",
    """
CREATE TABLE withdrawal (
  campaign INTEGER NOT NULL, epoch INTEGER NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY (campaign, epoch, n), FOREIGN KEY(campaign) REFERENCES campaign (number),
  FOREIGN KEY(epoch) REFERENCES epoch (number) )
WITHOUT ROWID
""",
    """
CREATE TABLE export (
  number INTEGER NOT NULL, campaign INTEGER NOT NULL, kind TEXT NOT NULL, path TEXT NOT NULL,
  records INTEGER NOT NULL, actor INTEGER NOT NULL, at INTEGER NOT NULL, destroyed INTEGER,
  PRIMARY KEY (number), FOREIGN KEY(campaign) REFERENCES campaign (number),
  FOREIGN KEY(actor) REFERENCES actor (number)
)
""",
    """
CREATE TABLE retention (
  campaign INTEGER NOT NULL, answers_days INTEGER, words_days INTEGER, actor INTEGER NOT NULL,
  at INTEGER NOT NULL, PRIMARY KEY (campaign),
  FOREIGN KEY(campaign) REFERENCES campaign (number), FOREIGN KEY(actor) REFERENCES actor (number)
)
""",
    """
CREATE TABLE erasure (
  number INTEGER NOT NULL, campaign INTEGER NOT NULL, what TEXT NOT NULL,
  records INTEGER NOT NULL, actor INTEGER NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (number), FOREIGN KEY(campaign) REFERENCES campaign (number),
  FOREIGN KEY(actor) REFERENCES actor (number)
)
""",
    """
CREATE TABLE happening (
  number INTEGER NOT NULL, at INTEGER NOT NULL, actor INTEGER NOT NULL, kind TEXT NOT NULL,
  campaign INTEGER, device INTEGER, detail TEXT NOT NULL, PRIMARY KEY (number),
  FOREIGN KEY(actor) REFERENCES actor (number), FOREIGN KEY(campaign) REFERENCES campaign (number),
  FOREIGN KEY(device) REFERENCES device (number)
)
""",
    """
CREATE TABLE token (
  device INTEGER NOT NULL, confirmed BLOB NOT NULL, issued BLOB, at INTEGER NOT NULL,
  refused INTEGER, PRIMARY KEY (device), FOREIGN KEY(device) REFERENCES device (number)
)
""",
    """
CREATE TABLE forwarder (
  campaign INTEGER NOT NULL, recipient BLOB NOT NULL, name TEXT NOT NULL,
  public BLOB NOT NULL, seed BLOB NOT NULL, last_number INTEGER NOT NULL,
  parent BLOB NOT NULL, parent_head BLOB NOT NULL, actor INTEGER NOT NULL,
  added INTEGER NOT NULL, PRIMARY KEY (campaign, recipient),
  FOREIGN KEY(campaign) REFERENCES campaign (number), FOREIGN KEY(actor) REFERENCES actor (number)
)
""",
    """
CREATE TABLE forwarded (
  campaign INTEGER NOT NULL, recipient BLOB NOT NULL, response BLOB NOT NULL,
  number INTEGER NOT NULL, PRIMARY KEY (campaign, recipient, response),
  FOREIGN KEY(campaign, recipient) REFERENCES forwarder (campaign, recipient) )
WITHOUT ROWID
""",
    """
CREATE TABLE forwarding (
  campaign INTEGER NOT NULL, recipient BLOB NOT NULL, number INTEGER NOT NULL,
  raw BLOB NOT NULL, records INTEGER NOT NULL, actor INTEGER NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (campaign, recipient, number),
  FOREIGN KEY(campaign, recipient) REFERENCES forwarder (campaign, recipient),
  FOREIGN KEY(actor) REFERENCES actor (number)
)
""",
    """
CREATE TABLE aggregate (
  number INTEGER NOT NULL, hash BLOB NOT NULL, campaign BLOB NOT NULL,
  organisation BLOB NOT NULL, name TEXT NOT NULL, sent INTEGER NOT NULL, raw BLOB NOT NULL,
  actor INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (number), UNIQUE (hash),
  FOREIGN KEY(actor) REFERENCES actor (number)
)
""",
)
