"""The certificate on paper: what was destroyed, and what a person must still destroy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm

from admin.reports.figures import Figures
from admin.reports.keeping import keep
from admin.reports.sheet import (
    HEADING,
    HEIGHT,
    STRONG,
    TEXT,
    WIDTH,
    Sheet,
    fitting_size,
    lines_of,
    margin,
)
from assets.words import Words, later
from storage.seal.recovery import write_sheet_name
from storage.workspace.certificate import LOG, SERVER, Certificate, read_certificate
from sync.enrolment import fingerprint

_SIZE, _LEADING = 11.5, 1.4
_BOTTOM = HEIGHT - 24 * mm
_WAITED = {
    "not-backed-up": later("Records in no backup: {n}"),
    "held": later("Answers held for a decision: {n}"),
    "unknown-kind": later("Records of a kind this program does not know: {n}"),
    "unreadable": later("Records that could not be opened: {n}"),
    "set-aside": later("Files set aside: {n}"),
    "missing": later("Records that devices made and that never came, at least: {n}"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A heading, and what is said below it, each a paragraph; ``boxes`` to be ticked by hand.

    The ``lead`` paragraphs stand first and have no box.
    """

    title: str
    says: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    boxes: bool = False


def write_certificate_pdf(
    out: Path, raw: bytes, words: Words, zone: str, running: Sequence[str] = ()
) -> Path:
    """Write the certificate ``raw`` to ``out`` as pages a person can read, file and tick off.

    Times are told in ``zone`` (an IANA name). ``running`` are the titles of the workspace's other
    surveys that go on, and so hang on the same sheet and backups. Raises Damaged, TooNew, OSError.
    """
    certificate, signer = read_certificate(raw)
    told = _Telling(certificate, words, ZoneInfo(zone), running)
    sheet = Sheet(words("Certificate of destroyed keys"), words.language)
    y = _head(sheet, certificate, told, words)
    for part in (*told.parts(), told.proof(raw, signer)):
        y = _part(sheet, y, part)
    _foot(sheet)
    return keep(sheet.pdf(), out)


class _Telling:
    """The certificate's content in words."""

    def __init__(
        self, certificate: Certificate, words: Words, zone: ZoneInfo, running: Sequence[str]
    ) -> None:
        self._found = certificate
        self._words = words
        self._zone = zone
        self._running = running

    def parts(self) -> list[Part]:
        words, found = self._words, self._found
        parts = [
            Part(title=words("What was destroyed"), says=self._destroyed()),
            self._anew(),
            Part(title=words("Then destroy what still opens bundles of this survey"), boxes=True,
                 lead=() if found.backups else (words("No backup is known that holds the keys."),),
                 says=(*self._sheets(), *self._backups())),
        ]
        if found.remains:
            parts.append(Part(title=words("What may still hold what was destroyed"), boxes=True,
                              says=self._not_reached()))
        if found.partners:
            parts.append(Part(title=words("Others who can still open what was sealed to them"),
                              says=self._partners()))
        if found.exports:
            parts.append(Part(title=words("Files made of the answers"), boxes=True,
                              says=self._exports()))
        parts.append(Part(title=words("What remains readable"), says=self._readable()))
        if found.waiting:
            parts.append(Part(title=words("What was given up"), says=self._given_up()))
        return parts

    def proof(self, raw: bytes, signer: bytes) -> Part:
        """How the signed file can be told to be this paper's."""
        words, hash = self._words, sha256(raw).hexdigest()
        return Part(title=words("The signed file"), says=(
            words("SHA-256: {hash}", hash=" ".join(hash[n : n + 8] for n in range(0, 64, 8))),
            words("Signed by the organisation with the number {number}",
                  number=fingerprint(signer)),
        ))

    def time(self, moment: datetime) -> str:
        """Day and time of day, in the certificate's zone."""
        here = moment.astimezone(self._zone)
        return f"{Figures(self._words).day(here.date())} {here:%H:%M}"

    def _destroyed(self) -> tuple[str, ...]:
        words, found = self._words, self._found
        keys = ", ".join(id.hex()[:16] for id in found.keys)
        return (
            words("The survey was retired, but its keys still lie in the workspace's log ({time}, "
                  "{actor}).", time=self.time(found.at), actor=found.actor)
            if LOG in found.remains else
            words("The survey's keys in the workspace were destroyed on {time} by {actor}.",
                  time=self.time(found.at), actor=found.actor),
            words("Receiving keys: {keys}", keys=keys),
            words("Also the secret that led from a sealed record to its row, so that bundles and "
                  "answers can no longer be matched."),
            words("Packages given out: {packages}. Records taken in: {records}.",
                  packages=found.packages, records=found.records),
        )

    def _anew(self) -> Part:
        """What must be there before the old sheet and backups go, in the order to do it."""
        words, running = self._words, self._running
        steps = [words("Make a new recovery sheet, print it and lock it away: vardera workspace "
                       "new-sheet")]
        if running:
            steps.append(words("Give out a new package of each survey that goes on, and let every "
                               "kiosk take it: vardera campaign deploy"))
        steps.append(words("Make a new backup, when the new sheet is made: vardera workspace "
                           "backup"))
        lead = [
            words("The recovery sheet and the backups are the whole workspace's. These surveys go "
                  "on and hang on them too:"),
            *(f"–  {title}" for title in running),
        ] if running else [
            words("The recovery sheet and the backups are the whole workspace's: its answers and "
                  "its next surveys hang on them too."),
        ]
        return Part(
            title=words("First, before a sheet or a backup is destroyed"), boxes=True,
            lead=tuple(lead), says=tuple(f"{n}. {step}" for n, step in enumerate(steps, start=1)),
        )

    def _sheets(self) -> tuple[str, ...]:
        words = self._words
        return tuple(
            words("Recovery sheet {name}, made {time}", name=write_sheet_name(sheet.name),
                  time=self.time(sheet.made))
            + ("" if sheet.replaced is None else
               words(", replaced {time}", time=self.time(sheet.replaced)))
            for sheet in self._found.sheets
        )

    def _backups(self) -> tuple[str, ...]:
        words, found = self._words, self._found
        return tuple(
            words("Backup {path}, made {time}, generation {generation}", path=backup.path,
                  time=self.time(backup.at), generation=backup.generation.hex()[:16])
            for backup in found.backups
        )

    def _partners(self) -> tuple[str, ...]:
        words = self._words
        return tuple(
            words("{name}, number {number}", name=partner.name,
                  number=fingerprint(partner.organisation))
            + ("" if partner.removed is None else
               words(", until {time}", time=self.time(partner.removed)))
            for partner in self._found.partners
        )

    def _exports(self) -> tuple[str, ...]:
        words = self._words
        return tuple(
            words("{path}, made {time}", path=export.path, time=self.time(export.at))
            + ("" if export.destroyed is None else
               words(", said to be destroyed {time}", time=self.time(export.destroyed)))
            for export in self._found.exports
        )

    def _readable(self) -> tuple[str, ...]:
        words, found = self._words, self._found
        answers = (
            words("Answers in the workspace that were erased too: {n}", n=found.erased)
            if not found.left else
            words("Opened answers that stay in the workspace as tables, without any link to "
                  "bundles: {n}", n=found.left)
        )
        return (
            answers,
            words("Bundles may still lie on sticks, in mailboxes and on kiosks. Without the sheets "
                  "and backups named above, nobody here can open them."),
            words("A disk may keep remnants of what was deleted until it is overwritten or "
                  "destroyed."),
        )

    def _not_reached(self) -> tuple[str, ...]:
        words, found = self._words, self._found
        log = words(
            "The workspace's own log. Another program was using the workspace when this was "
            "signed, so the keys still lay in it: this is not the final certificate."
        )
        server = words(
            "The database server's own log, its backups and its copies. Whoever keeps the server "
            "must let them go."
        )
        return (log,) * (LOG in found.remains) + (server,) * (SERVER in found.remains)

    def _given_up(self) -> tuple[str, ...]:
        words, found = self._words, self._found
        lost = (words(_WAITED.get(what, what), n=n) for what, n in found.waiting)
        return (*lost, words("Reason given: {why}", why=found.despite))


def _head(sheet: Sheet, found: Certificate, told: _Telling, words: Words) -> float:
    left, width, colours = margin(), WIDTH - 2 * margin(), sheet.colours
    sheet.box(left, 20 * mm, width, 3, fill=colours.text)
    y = sheet.text(left, 36 * mm, words("Certificate of destroyed keys"), font=HEADING, size=28,
                   width=width, leading=1.2)
    size = fitting_size(found.title, STRONG, (17, 14, 11), width, 2)
    y = sheet.text(left, y, found.title, font=STRONG, size=size, width=width)
    about = f"{found.organisation}\n{told.time(found.at)}\n{words('Survey')} {found.campaign}"
    return 14 + sheet.text(left, y, about, size=_SIZE, colour=colours.text_soft, width=width)


def _part(sheet: Sheet, y: float, part: Part) -> float:
    """One part; a new page begins where the next paragraph has no room."""
    left, width = margin(), WIDTH - 2 * margin()
    rows = [(said, False) for said in part.lead] + [(said, part.boxes) for said in part.says]
    first = lines_of(rows[0][0], TEXT, _SIZE, width - 18 * rows[0][1])
    y = _room(sheet, y, 24 + len(first) * _SIZE * _LEADING)
    y = sheet.text(left, y, part.title, font=HEADING, size=15) + 2
    for said, box in rows:
        indent = 18 if box else 0
        lines = lines_of(said, TEXT, _SIZE, width - indent)
        y = _room(sheet, y, len(lines) * _SIZE * _LEADING)
        if box:
            _box(sheet, left, y)
        y = sheet.text(left + indent, y, said, size=_SIZE, width=width - indent) + 3
    return y + 12


def _room(sheet: Sheet, y: float, height: float) -> float:
    if y + height <= _BOTTOM:
        return y
    _foot(sheet)
    sheet.canvas.showPage()
    return 30 * mm


def _foot(sheet: Sheet) -> None:
    """The page's number, so that nobody can lose one unseen."""
    number = str(sheet.canvas.getPageNumber())
    sheet.text(WIDTH / 2, HEIGHT - 12 * mm, number, size=9, colour=sheet.colours.text_soft,
               centred=True)


def _box(sheet: Sheet, x: float, y: float) -> None:
    sheet.canvas.setStrokeColor(HexColor(sheet.colours.text))
    sheet.canvas.setLineWidth(0.75)
    sheet.canvas.rect(x, HEIGHT - y - 1, 9, 9, stroke=1, fill=0)
