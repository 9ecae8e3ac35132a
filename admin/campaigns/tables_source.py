"""Everybody's answers of the open workspace as tables, through what ``vardera export`` uses."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import UUID

from admin.background import Report
from admin.campaigns.tables_presenter import ManifestFile, Written
from admin.exports import manifest
from admin.exports.exporting import By, Wish, export
from admin.exports.telling import told_lines
from admin.start.held import Held
from assets.words import Words
from storage.values import Clock


class WorkspaceTables:
    """Every call may take long."""

    def __init__(self, held: Held, clock: Clock, actor: str) -> None:
        self._held, self._clock, self._actor = held, clock, actor

    def languages(self, survey: UUID) -> tuple[str, ...]:
        """Those that labels can be had in."""
        return self._held.workspace.campaign(survey).languages

    def write(self, survey: UUID, folder: Path, wish: Wish, report: Report) -> Written:
        """Everybody's answers in a new folder; all of it or nothing. Raises as ``export``."""
        workspace = self._held.workspace
        by = By(actor=self._actor, clock=self._clock, watching=report)
        done = export(workspace, survey, folder, wish, by)
        told = json.loads((done.folder / manifest.NAME).read_text("utf-8"))
        threshold = workspace.campaign(survey).threshold
        return Written(
            folder=done.folder, lines=tuple(told_lines(done, Words(wish.language), threshold)),
            files=tuple(ManifestFile(**file) for file in told["files"]),
        )
