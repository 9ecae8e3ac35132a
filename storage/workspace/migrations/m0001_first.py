"""Version 1: everything the first release keeps."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = (
    """
CREATE TABLE organisation (
  number INTEGER NOT NULL, workspace BLOB NOT NULL, name TEXT NOT NULL, seed BLOB NOT NULL,
  recovery BLOB NOT NULL, created INTEGER NOT NULL, PRIMARY KEY (number)
)
""",
    """
CREATE TABLE actor (
  number INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (number), UNIQUE (name)
)
""",
    """
CREATE TABLE campaign (
  number INTEGER NOT NULL, id BLOB NOT NULL, seed BLOB NOT NULL, row_secret BLOB NOT NULL,
  packages INTEGER NOT NULL, actor INTEGER NOT NULL, added INTEGER NOT NULL, PRIMARY KEY
  (number), UNIQUE (id), FOREIGN KEY(actor) REFERENCES actor (number)
)
""",
    """
CREATE TABLE definition (
  campaign INTEGER NOT NULL, version INTEGER NOT NULL, raw BLOB NOT NULL, hash BLOB NOT NULL,
  actor INTEGER NOT NULL, added INTEGER NOT NULL, PRIMARY KEY (campaign, version), FOREIGN
  KEY(campaign) REFERENCES campaign (number), FOREIGN KEY(actor) REFERENCES actor (number)
)
""",
    """
CREATE TABLE package (
  hash BLOB NOT NULL, campaign INTEGER NOT NULL, version INTEGER NOT NULL, raw BLOB NOT NULL,
  actor INTEGER NOT NULL, made INTEGER NOT NULL, PRIMARY KEY (campaign, version), UNIQUE
  (hash), FOREIGN KEY(campaign) REFERENCES campaign (number), FOREIGN KEY(actor) REFERENCES
  actor (number)
)
""",
    """
CREATE TABLE device (
  number INTEGER NOT NULL, public BLOB NOT NULL, name TEXT NOT NULL, actor INTEGER NOT NULL,
  added INTEGER NOT NULL, PRIMARY KEY (number), UNIQUE (public), FOREIGN KEY(actor) REFERENCES
  actor (number)
)
""",
    """
CREATE TABLE stream (
  number INTEGER NOT NULL, id BLOB NOT NULL, device INTEGER NOT NULL, campaign INTEGER NOT
  NULL, last_seen INTEGER NOT NULL,
  last_receipt INTEGER NOT NULL, acknowledged INTEGER NOT NULL, PRIMARY KEY (number), UNIQUE
  (id), FOREIGN KEY(device) REFERENCES device (number), FOREIGN KEY(campaign) REFERENCES
  campaign (number)
)
""",
    """
CREATE TABLE batch (
  number INTEGER NOT NULL, stream INTEGER NOT NULL, bundle BLOB NOT NULL, bundle_number
  INTEGER NOT NULL, package_hash BLOB NOT NULL, made INTEGER NOT NULL, new INTEGER NOT NULL,
  known INTEGER NOT NULL, actor INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (number),
  FOREIGN KEY(stream) REFERENCES stream (number), UNIQUE (bundle), FOREIGN KEY(actor)
  REFERENCES actor (number)
)
""",
    "CREATE INDEX batch_stream ON batch (stream, bundle_number)",
    """
CREATE TABLE epoch (
  number INTEGER NOT NULL, campaign INTEGER NOT NULL, id BLOB NOT NULL, stream INTEGER NOT
  NULL, package_hash BLOB NOT NULL, parent BLOB NOT NULL, parent_head BLOB NOT NULL, opened
  INTEGER NOT NULL, hash BLOB NOT NULL, made INTEGER NOT NULL, head BLOB NOT NULL, header
  BLOB, PRIMARY KEY (number), UNIQUE (campaign, stream, id), FOREIGN KEY(campaign)
  REFERENCES campaign (number), FOREIGN KEY(stream) REFERENCES stream (number)
)
""",
    "CREATE INDEX epoch_parent ON epoch (stream, parent)",
    """
CREATE TABLE ledger (
  campaign INTEGER NOT NULL, epoch INTEGER NOT NULL, n INTEGER NOT NULL, hash BLOB NOT NULL,
  previous BLOB, batch INTEGER NOT NULL, PRIMARY KEY (campaign, epoch, n), FOREIGN
  KEY(campaign) REFERENCES campaign (number), FOREIGN KEY(epoch) REFERENCES epoch (number),
  FOREIGN KEY(batch) REFERENCES batch (number) )
WITHOUT ROWID
""",
    """
CREATE TABLE circumstance (
  number INTEGER NOT NULL, campaign INTEGER NOT NULL, form BLOB NOT NULL, form_version INTEGER
  NOT NULL, unit BLOB NOT NULL, place BLOB, mode TEXT NOT NULL, language TEXT NOT NULL, time
  INTEGER NOT NULL, day INTEGER NOT NULL, clock TEXT NOT NULL, consent TEXT NOT NULL, PRIMARY
  KEY (number), FOREIGN KEY(campaign) REFERENCES campaign (number)
)
""",
    """
CREATE TABLE question (
  number INTEGER NOT NULL, id BLOB NOT NULL, PRIMARY KEY (number), UNIQUE (id)
)
""",
    """
CREATE TABLE response (
  campaign INTEGER NOT NULL, id BLOB NOT NULL, circumstance INTEGER NOT NULL, complete INTEGER
  NOT NULL, PRIMARY KEY (campaign, id), FOREIGN KEY(campaign) REFERENCES campaign (number),
  FOREIGN KEY(circumstance) REFERENCES circumstance (number) )
WITHOUT ROWID
""",
    """
CREATE TABLE rating (
  campaign INTEGER NOT NULL, response BLOB NOT NULL, question INTEGER NOT NULL, value INTEGER
  NOT NULL, PRIMARY KEY (campaign, response, question), FOREIGN KEY(campaign, response)
  REFERENCES response (campaign, id), FOREIGN KEY(question) REFERENCES question (number) )
WITHOUT ROWID
""",
    """
CREATE TABLE choice (
  campaign INTEGER NOT NULL, response BLOB NOT NULL, question INTEGER NOT NULL, choice BLOB
  NOT NULL, PRIMARY KEY (campaign, response, question), FOREIGN KEY(campaign, response)
  REFERENCES response (campaign, id), FOREIGN KEY(question) REFERENCES question (number) )
WITHOUT ROWID
""",
    """
CREATE TABLE words (
  campaign INTEGER NOT NULL, response BLOB NOT NULL, question INTEGER NOT NULL, text TEXT NOT
  NULL, PRIMARY KEY (campaign, response, question), FOREIGN KEY(campaign, response) REFERENCES
  response (campaign, id), FOREIGN KEY(question) REFERENCES question (number) )
WITHOUT ROWID
""",
    """
CREATE TABLE declined (
  campaign INTEGER NOT NULL, response BLOB NOT NULL, question INTEGER NOT NULL, PRIMARY KEY
  (campaign, response, question), FOREIGN KEY(campaign, response) REFERENCES response
  (campaign, id), FOREIGN KEY(question) REFERENCES question (number) )
WITHOUT ROWID
""",
    """
CREATE TABLE session_event (
  campaign INTEGER NOT NULL, id BLOB NOT NULL, session BLOB NOT NULL, lamport INTEGER NOT
  NULL, device INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (campaign, id), FOREIGN
  KEY(campaign) REFERENCES campaign (number), FOREIGN KEY(device) REFERENCES device (number) )
WITHOUT ROWID
""",
    "CREATE INDEX session_event_order ON session_event (campaign, session, lamport, device)",
    """
CREATE TABLE kept (
  campaign INTEGER NOT NULL, epoch INTEGER NOT NULL, n INTEGER NOT NULL, kind TEXT NOT NULL,
  version INTEGER NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (campaign, epoch, n), FOREIGN
  KEY(campaign) REFERENCES campaign (number), FOREIGN KEY(epoch) REFERENCES epoch (number) )
WITHOUT ROWID
""",
    """
CREATE TABLE quarantine (
  number INTEGER NOT NULL, hash BLOB NOT NULL, raw BLOB, size INTEGER NOT NULL, name TEXT NOT NULL,
  code TEXT NOT NULL, message TEXT NOT NULL, actor INTEGER NOT NULL, at INTEGER NOT NULL, released
  INTEGER, released_by INTEGER, PRIMARY KEY (number), UNIQUE (hash), FOREIGN KEY(actor)
  REFERENCES actor (number), FOREIGN KEY(released_by) REFERENCES actor (number)
)
""",
    """
CREATE TABLE backup (
  number INTEGER NOT NULL, generation BLOB NOT NULL, path TEXT NOT NULL, records INTEGER NOT
  NULL, batch INTEGER NOT NULL, actor INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY
  (number), UNIQUE (generation), FOREIGN KEY(actor) REFERENCES actor (number)
)
""",
    """
CREATE TABLE receipt (
  stream INTEGER NOT NULL, number INTEGER NOT NULL, backup BLOB NOT NULL, issued INTEGER NOT
  NULL, sent INTEGER, PRIMARY KEY (stream, number), FOREIGN KEY(stream) REFERENCES stream
  (number)
)
""",
    """
CREATE TABLE acknowledged (
  stream INTEGER NOT NULL, number INTEGER NOT NULL, epoch INTEGER NOT NULL, first INTEGER NOT
  NULL, count INTEGER NOT NULL, digest BLOB NOT NULL, PRIMARY KEY (stream, number, epoch,
  first), FOREIGN KEY(stream, number) REFERENCES receipt (stream, number), FOREIGN KEY(epoch)
  REFERENCES epoch (number)
)
""",
    "CREATE INDEX acknowledged_epoch ON acknowledged (epoch)",
)
