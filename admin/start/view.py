"""The start page: choose, recovery code, new passphrase, or overview."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from admin.start.backing_up import BackupState
from admin.start.choosing import ChoosingView, Pick
from admin.start.overview import OverviewView
from admin.start.recovery import RecoveryView
from admin.start.renewing import RenewingView
from admin.start.state import Mode, StartState


class StartView(QWidget):
    """Shows one face at a time; each is a widget of its own."""

    open_wanted = Signal(str, str)
    recover_wanted = Signal(str, str)
    renew_wanted = Signal(str, str)
    renew_skipped = Signal()
    create_wanted = Signal(str, str, str, str)
    sheet_wanted = Signal(str)
    code_kept = Signal()
    place_wanted = Signal(str)
    backup_chosen = Signal(str)

    def __init__(self, pick: Pick) -> None:
        super().__init__()
        self._faces = QStackedWidget()
        self._choosing = ChoosingView(pick)
        self._recovery = RecoveryView(pick)
        self._renewing = RenewingView()
        self._overview = OverviewView(pick)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._faces)
        for face in (self._choosing, self._recovery, self._renewing, self._overview):
            self._faces.addWidget(face)
        self._choosing.open_wanted.connect(self.open_wanted)
        self._choosing.recover_wanted.connect(self.recover_wanted)
        self._renewing.renew_wanted.connect(self.renew_wanted)
        self._renewing.skipped.connect(self.renew_skipped)
        self._choosing.create_wanted.connect(self.create_wanted)
        self._recovery.sheet_wanted.connect(self.sheet_wanted)
        self._recovery.kept.connect(self.code_kept)
        self._overview.place_wanted.connect(self.place_wanted)
        self._overview.backup_chosen.connect(self.backup_chosen)

    def show_backup(self, state: BackupState) -> None:
        """What the open workspace's backup button says."""
        self._overview.show_backup(state)

    def show_state(self, state: StartState) -> None:
        """Show the state's face."""
        faces: dict[Mode, ChoosingView | RecoveryView | RenewingView | OverviewView] = {
            Mode.CHOOSE: self._choosing,
            Mode.RECOVERY: self._recovery,
            Mode.RENEW: self._renewing,
            Mode.OPEN: self._overview,
        }
        face = faces[state.mode]
        changed = face is not self._faces.currentWidget()
        face.show_state(state)
        self._faces.setCurrentWidget(face)
        if changed:
            self._choosing.forget()
            self._renewing.forget()
            if face is self._renewing:
                self._renewing.passphrase.line.setFocus()
