"""Version 3: answers of whole forms, and the versions that a form has had."""

from __future__ import annotations

STATEMENTS: tuple[str, ...] = (
    """
CREATE TABLE further (
  campaign INTEGER NOT NULL, response BLOB NOT NULL, question INTEGER NOT NULL,
  at BLOB NOT NULL, kind TEXT NOT NULL, number INTEGER, text TEXT, choices BLOB,
  PRIMARY KEY (campaign, response, question, at), FOREIGN KEY(campaign, response)
  REFERENCES response (campaign, id), FOREIGN KEY(question) REFERENCES question (number) )
WITHOUT ROWID
""",
    """
CREATE TABLE file (
  campaign INTEGER NOT NULL, response BLOB NOT NULL, question INTEGER NOT NULL,
  at BLOB NOT NULL, hash BLOB NOT NULL, data BLOB NOT NULL,
  PRIMARY KEY (campaign, response, question, at), FOREIGN KEY(campaign, response)
  REFERENCES response (campaign, id), FOREIGN KEY(question) REFERENCES question (number) )
WITHOUT ROWID
""",
    """
CREATE TABLE form_version (
  campaign INTEGER NOT NULL, form BLOB NOT NULL, version INTEGER NOT NULL, hash BLOB NOT NULL,
  definition INTEGER NOT NULL, PRIMARY KEY (campaign, form, version),
  FOREIGN KEY(campaign, definition) REFERENCES definition (campaign, version) )
WITHOUT ROWID
""",
)
