"""The mailbox server beside the window: it serves and takes in on threads of its own."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from threading import Event, Lock, RLock, Thread
from uuid import UUID

from admin.background import Attempt, Failed
from admin.commands.listen import TIDY, TURN, mailbox_of
from admin.devices.wording import moment
from admin.listening.state import Heard, Offered, Pairing
from admin.start.held import Held
from storage.seal import certificates
from storage.values import Clock
from survey.forms.model import said
from sync.enrolment import fingerprint
from sync.intake import IntakeReport
from sync.mailbox import serving
from sync.mailbox.address import PORT, Address
from sync.mailbox.discovery import announced, own_addresses
from sync.mailbox.door import SECONDS, Door, Hands
from sync.mailbox.office import Office
from sync.mailbox.sessions import Around


class Listening:
    """At most one server for the open workspace. ``changed`` is called from any thread.

    ``everywhere`` is where to listen; ``attempt`` catches what a turn raises, to be told.
    """

    def __init__(
        self, held: Held, clock: Clock, actor: str, attempt: Attempt,
        everywhere: Address = Address("0.0.0.0", PORT),  # noqa: S104, B008
    ) -> None:
        self._held, self._clock, self._actor = held, clock, actor
        self._attempt, self._where = attempt, everywhere
        self._changed: Callable[[], None] = lambda: None
        self._guard, self._stop, self._heard = Lock(), Event(), Heard()
        self._switching = RLock()
        self._stack: ExitStack | None = None
        self._door: Door | None = None
        self._office: Office | None = None
        self._until = 0.0
        self._only: UUID | None = None

    def follow(self, changed: Callable[[], None]) -> None:
        """Whom to tell when :meth:`heard` may say something else."""
        self._changed = changed

    def surveys(self) -> tuple[Offered, ...]:
        """Surveys that have a package and have not ended."""
        workspace, language = self._held.workspace, self._held.language
        ended = workspace.keys.retired()
        return tuple(
            Offered(id=one.id, title=said(one.title, language))
            for one in workspace.campaigns()
            if one.id not in ended and workspace.packages(one.id)
        )

    def choose(self, survey: UUID | None) -> None:
        """Put out this survey's packages and no other's; what runs goes on with it."""
        with self._switching:
            if survey == self._only:
                return
            self._only = survey
            if self._stack is not None and self._office is not None:
                self._office.choose(survey)
                self._office.put_out()
        self._changed()

    def start(self) -> None:
        """Serve from now on. Raises PlaceRefuses when the port cannot be had; may take a second."""
        with self._switching:
            if self._stack is None:
                self._serve()
        self._changed()

    def stop(self) -> None:
        """Serve no more; what is under way is finished first. Harmless when nothing runs."""
        with self._switching:
            stack, self._stack, self._door, self._office = self._stack, None, None, None
            if stack is None:
                return
            stack.close()
            self._set(Heard())
        self._changed()

    def leave(self) -> None:
        """Serve no more, and choose no survey: whatever is opened next begins anew."""
        with self._switching:
            self.stop()
            self._only = None

    def heard(self) -> Heard:
        """How it goes; never waits."""
        door = self._door
        with self._guard:
            heard = self._heard
        if door is None:
            return heard
        seen = door.seen()
        pairing = None if seen is None else Pairing(
            kiosk=seen.device.name, number=fingerprint(seen.device.public), words=seen.words,
            stage=seen.stage.value,
        )
        left = max(0, round(self._until - time.monotonic())) if door.is_open else 0
        return replace(heard, pairing=pairing, left=left)

    def open_door(self) -> None:
        """Let one kiosk pair, for five minutes."""
        if self._door is not None:
            self._until = time.monotonic() + SECONDS
            self._door.open()
            self._changed()

    def extend_door(self) -> None:
        """Five minutes from now, also for a kiosk that is at the door."""
        if self._door is not None:
            self._until = time.monotonic() + SECONDS
            self._door.extend()
            self._changed()

    def close_door(self) -> None:
        """Nobody may pair any more."""
        if self._door is not None:
            self._door.close()

    def decide(self, same: bool, words: tuple[str, ...]) -> None:
        """These ``words`` were compared; registers their kiosk, and no other, on a yes."""
        if self._door is not None:
            self._door.decide(same, words)

    def back_up(self, folder: Path) -> int | None:
        """Back up into ``folder`` and put out the receipts. Raises what a backup does.

        Where nothing is served any more they stay due, and their number comes back.
        """
        with self._switching:
            office, workspace = self._office, self._held.workspace
            with self._guard:
                before = self._heard.unkept
            workspace.backup(folder, self._actor)
            with self._guard:
                self._heard = replace(self._heard, unkept=max(0, self._heard.unkept - before))
            due = None
            if office is None:
                due = len(workspace.receipts_due())
            else:
                office.put_out()
        self._changed()
        return due

    def _serve(self) -> None:
        with ExitStack() as stack:
            workspace = self._held.workspace
            store = stack.enter_context(mailbox_of(workspace))
            if self._only not in {one.id for one in self.surveys()}:
                self._only = None  # of another workspace, or it has ended
            office = Office(workspace, store, self._clock, self._actor, self._only)
            key = certificates.make(self._clock(), os.urandom)
            door = Door(office.vouch(key), Hands(
                register=office.register, changed=lambda: self._changed(), ticks=time.monotonic,
                random=os.urandom,
            ))
            office.put_out()
            around = Around(clock=self._clock, ticks=time.monotonic, random=os.urandom)
            server = stack.enter_context(serving.server(
                store, workspace.tokens, key, self._where, around=around, pairing=door
            ))
            here = Address(self._where.host, server.port)
            stack.enter_context(announced(workspace.signer_public, here))
            self._stop.clear()
            turns = Thread(target=self._turn, args=(office,), name="vardera-turns")
            turns.start()
            stack.callback(turns.join)
            stack.callback(self._stop.set)
            self._door, self._office, self._until = door, office, 0.0
            self._set(Heard(
                running=True, number=fingerprint(workspace.signer_public),
                address=", ".join(str(Address(host, server.port)) for host in own_addresses()),
            ))
            self._stack = stack.pop_all()

    def _turn(self, office: Office) -> None:
        tidied = time.monotonic()
        while not self._stop.wait(TURN):
            tidy = time.monotonic() - tidied > TIDY
            if tidy:
                tidied = time.monotonic()
            outcome = self._attempt(lambda tidy=tidy: self._look(office, tidy))
            if isinstance(outcome, Failed):
                with self._guard:
                    self._heard = replace(self._heard, trouble=outcome.trouble)
                self._changed()

    def _look(self, office: Office, tidy: bool) -> None:
        report = office.take_in(self._stop.is_set)
        if report is not None:
            self._came(report)  # before what may fail: it comes only once
        if tidy:
            office.clear()
        if tidy or report is not None:
            office.put_out()

    def _came(self, report: IntakeReport) -> None:
        with self._guard:
            heard = self._heard
            self._heard = replace(
                heard, files=heard.files + report.bundles, new=heard.new + report.new,
                unkept=heard.unkept + report.new,
                known=heard.known + report.known, aside=heard.aside + len(report.quarantined),
                latest=moment(report.ended), trouble=None,
            )
        self._changed()

    def _set(self, heard: Heard) -> None:
        with self._guard:
            self._heard = heard
