"""Decisions about a revoked device: its held answers, and its files that lie in quarantine."""

from __future__ import annotations

from typing import NamedTuple

from storage.errors import StorageError
from storage.unsealing import Unsealer
from storage.workspace import QuarantinedFile, Workspace
from sync.receiving import REFUSALS, open_file
from sync.unsealing import unseal_file


class Decided(NamedTuple):
    """What a decision did: ``answers`` (and events) counted or excluded of those held, ``records``
    taken in from ``files``; names of files that are ``left`` because they cannot be opened.
    """

    answers: int
    files: int
    records: int
    left: tuple[str, ...]


def accept(workspace: Workspace, device: bytes, reason: str, actor: str) -> Decided:
    """Count what is held of a revoked device, and take in its files, once.

    The device stays revoked: what comes later lies aside again. A file that is refused for
    another reason, or whose bytes are not kept, stays. WrongSigner for a device that is not
    registered, ValueError without a reason.
    """
    with workspace.together():
        answers = workspace.inbox.decide_device(device, accept=True, reason=reason, actor=actor)
        left, files, records = [], 0, 0
        for file in workspace.inbox.files_of(device):
            new = _take_in(workspace, file, actor)
            if new is None:
                left.append(file.name)
                continue
            workspace.inbox.let_go(file.hash, f"accepted: {reason}", actor)
            files += 1
            records += new
    workspace.erasing.settle()
    return Decided(answers, files, records, tuple(left))


def reject(workspace: Workspace, device: bytes, reason: str, actor: str) -> Decided:
    """Exclude what is held of a revoked device, and let its files go.

    One thing is done as they say: a receipt code given back proves itself, whoever carries it,
    so answers that it came with are withdrawn.
    """
    with workspace.together():
        answers = workspace.inbox.decide_device(device, accept=False, reason=reason, actor=actor)
        files = workspace.inbox.files_of(device)
        codes = [code for file in files for code in _given_back(workspace, file)]
        for file in files:
            workspace.inbox.let_go(file.hash, f"rejected: {reason}", actor)
    workspace.erasing.withdraw_hashes(codes, actor)
    return Decided(answers, len(files), 0, ())


def _take_in(workspace: Workspace, file: QuarantinedFile, actor: str) -> int | None:
    raw = workspace.quarantined_raw(file.hash)
    if raw is None:
        return None
    try:
        opened = open_file(workspace, raw)
        return workspace.take_in(opened, actor, despite_revoked=True).new
    except REFUSALS as fault:
        workspace.quarantine(raw, file.name, fault.code, str(fault), actor, file.stream)
        return None


def _given_back(workspace: Workspace, file: QuarantinedFile) -> list[bytes]:
    raw = workspace.quarantined_raw(file.hash)
    if raw is None:
        return []
    try:
        opened = unseal_file(raw, Unsealer(workspace.arrivals.keyring()))
    except StorageError:
        return []
    return [odd.code for odd in opened.odd if odd.code]
