"""Version 4: what comes beside answers, devices' notes, and consent texts that were read over."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = (
    """
CREATE TABLE beside (
  campaign INTEGER NOT NULL, response BLOB NOT NULL, arm BLOB, language_switches INTEGER NOT NULL,
  PRIMARY KEY (campaign, response), FOREIGN KEY(campaign, response)
  REFERENCES response (campaign, id) )
WITHOUT ROWID
""",
    """
CREATE TABLE flag (
  campaign INTEGER NOT NULL, response BLOB NOT NULL, flag TEXT NOT NULL,
  PRIMARY KEY (campaign, response, flag), FOREIGN KEY(campaign, response)
  REFERENCES response (campaign, id) )
WITHOUT ROWID
""",
    """
CREATE TABLE screen (
  campaign INTEGER NOT NULL, response BLOB NOT NULL, question INTEGER NOT NULL,
  seconds INTEGER NOT NULL, changes INTEGER NOT NULL, helped INTEGER NOT NULL,
  PRIMARY KEY (campaign, response, question), FOREIGN KEY(campaign, response)
  REFERENCES response (campaign, id), FOREIGN KEY(question) REFERENCES question (number) )
WITHOUT ROWID
""",
    """
CREATE TABLE note (
  campaign INTEGER NOT NULL, id BLOB NOT NULL, kind TEXT NOT NULL, device INTEGER NOT NULL,
  day INTEGER NOT NULL, body BLOB NOT NULL, state INTEGER DEFAULT 0 NOT NULL,
  PRIMARY KEY (campaign, id),
  FOREIGN KEY(campaign) REFERENCES campaign (number),
  FOREIGN KEY(device) REFERENCES device (number) )
WITHOUT ROWID
""",
    "CREATE INDEX note_kind ON note (campaign, kind, day)",
    "CREATE INDEX note_device ON note (device, kind, day)",
    """
CREATE TABLE consent_review (
  campaign INTEGER NOT NULL, language TEXT NOT NULL, hash BLOB NOT NULL, actor INTEGER NOT NULL,
  at INTEGER NOT NULL, PRIMARY KEY (campaign, language, hash),
  FOREIGN KEY(campaign) REFERENCES campaign (number),
  FOREIGN KEY(actor) REFERENCES actor (number) )
WITHOUT ROWID
""",
    """
CREATE TABLE voucher (
  campaign INTEGER NOT NULL, hash BLOB NOT NULL, redeemed INTEGER, actor INTEGER,
  PRIMARY KEY (campaign, hash), FOREIGN KEY(campaign) REFERENCES campaign (number),
  FOREIGN KEY(actor) REFERENCES actor (number) )
WITHOUT ROWID
""",
)
