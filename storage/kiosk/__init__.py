"""The kiosk's own store: sealed records in SQLite, every save durable before it returns.

Importing this loads cryptography; the kiosk paints its first screen before.
"""

from storage.kiosk.journal import Journal
from storage.kiosk.store import KioskStore

__all__ = ["Journal", "KioskStore"]
