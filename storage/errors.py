"""Trouble that a room above must be able to tell apart.

StorageError
├── WrongKey        the passphrase or recovery code opens nothing
│   └── NoPassword  the database server wants a password and was given none
├── MissingKey      no key here can open this
│   ├── Retired          the survey's keys were destroyed
│   └── NoRecoveryKey    those made ahead for the recovery sheet are used up
├── WrongSigner     signed by somebody this store does not trust
│   └── RevokedDevice    a lost device: a person decides what becomes of it
├── WrongPlace      a workspace's rows lie elsewhere than it says, or are an old copy of them
├── WrongCampaign   belongs to a campaign this store does not have
├── TooOld          an older version than the one already accepted
├── TooNew          written by a newer version of the program
├── Damaged         bytes are missing, changed or out of limits
├── Conflict        says otherwise than what was taken in before, of the same thing
├── TooMuchAside    more records that nobody can read here than are laid aside
├── NoRoom          the disk is full
└── InUse           another program has it open
    └── NotInPlace       its new key is not in place yet: to be opened once

Messages say what, where and what to do, and never contain an answer or a key.
"""

from __future__ import annotations


class StorageError(Exception):
    """Root of the family. ``code`` is stable; ``exit_code`` is the command line's."""

    code = "storage"
    exit_code = 4


class WrongKey(StorageError):
    code = "wrong-key"
    exit_code = 3


class NoPassword(WrongKey):
    code = "no-password"


class MissingKey(StorageError):
    code = "missing-key"
    exit_code = 3


class Retired(MissingKey):
    code = "retired"
    exit_code = 3


class NoRecoveryKey(MissingKey):
    code = "no-recovery-key"
    exit_code = 3


class WrongSigner(StorageError):
    code = "wrong-signer"
    exit_code = 3


class RevokedDevice(WrongSigner):
    code = "revoked-device"
    exit_code = 3


class WrongPlace(StorageError):
    code = "wrong-place"
    exit_code = 4


class WrongCampaign(StorageError):
    code = "wrong-campaign"
    exit_code = 1


class TooOld(StorageError):
    code = "too-old"
    exit_code = 1


class TooNew(StorageError):
    code = "too-new"
    exit_code = 4


class Damaged(StorageError):
    code = "damaged"
    exit_code = 4


class Conflict(StorageError):
    code = "conflict"
    exit_code = 1


class TooMuchAside(StorageError):
    code = "too-much-aside"
    exit_code = 1


class NoRoom(StorageError):
    code = "no-room"
    exit_code = 4


class InUse(StorageError):
    code = "in-use"
    exit_code = 3


class NotInPlace(InUse):
    code = "key-not-in-place"
