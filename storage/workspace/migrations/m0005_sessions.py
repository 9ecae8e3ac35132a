"""Version 5: what people decide about group sessions, and the sets of weights they lock."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = (
    """
CREATE TABLE heading_map (
  number INTEGER NOT NULL, campaign INTEGER NOT NULL, session BLOB NOT NULL,
  heading BLOB NOT NULL, kind TEXT NOT NULL, factor BLOB, actor INTEGER NOT NULL,
  at INTEGER NOT NULL, PRIMARY KEY (number),
  FOREIGN KEY(campaign) REFERENCES campaign (number),
  FOREIGN KEY(actor) REFERENCES actor (number) )
""",
    "CREATE INDEX heading_map_session ON heading_map (campaign, session, heading)",
    """
CREATE TABLE session_choice (
  number INTEGER NOT NULL, campaign INTEGER NOT NULL, session BLOB NOT NULL,
  counts INTEGER NOT NULL, reason TEXT NOT NULL, actor INTEGER NOT NULL,
  at INTEGER NOT NULL, PRIMARY KEY (number),
  FOREIGN KEY(campaign) REFERENCES campaign (number),
  FOREIGN KEY(actor) REFERENCES actor (number) )
""",
    "CREATE INDEX session_choice_session ON session_choice (campaign, session)",
    """
CREATE TABLE weight_set (
  campaign INTEGER NOT NULL, version INTEGER NOT NULL, raw BLOB NOT NULL, hash BLOB NOT NULL,
  actor INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (campaign, version),
  FOREIGN KEY(campaign) REFERENCES campaign (number),
  FOREIGN KEY(actor) REFERENCES actor (number) )
WITHOUT ROWID
""",
)
