"""All of the workspace's tables, whatever module they are told in."""

from __future__ import annotations

from storage.workspace import tables_beside, tables_review, tables_sessions, tables_trust
from storage.workspace.tables import metadata

__all__ = ["metadata", "tables_beside", "tables_review", "tables_sessions", "tables_trust"]
