"""Everybody's answers from an open workspace into a folder of tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from admin.exports import about, corrected, folder, manifest, notice, screens, sessions
from admin.exports.refused import Refused
from admin.exports.tables import DECLINED, Add, CsvTables, JsonTables, Style, Tables, filled
from admin.exports.workbook import WorkbookTables
from assets.words import Words, later
from storage.errors import Damaged
from storage.values import Clock
from storage.workspace import Workspace
from storage.workspace.exports import Made
from storage.workspace.further_rows import FormKey
from storage.workspace.reviews import State
from storage.workspace.whole import WholeAnswers, WholeResponse
from survey.campaign import Campaign
from survey.exporting.cells import Cell
from survey.exporting.codebook import Codebook
from survey.exporting.columns import plan
from survey.exporting.rows import Handed, Rows

FILES = "files"
"""The folder of photos and sounds."""
STEP = 50
"""Responses between two words of how far it has come."""


class NoSuchLanguage(Refused):
    """Labels were asked for in a language that the survey does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """``format`` of :data:`admin.exports.FORMATS`; ``labels`` a language for columns of words, or
    empty; ``everything`` also what is held, excluded or unfinished; ``files`` the photos and
    sounds themselves; ``language`` of what is told."""

    format: str = "csv"
    labels: str = ""
    everything: bool = False
    files: bool = False
    language: str = "sv"
    style: Style = field(default_factory=Style)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """``here`` responses are in the workspace: those ``written``, and ``left_out`` by reason.
    ``tables`` has the rows of each. ``astray`` answers of the written ones fit no place in their
    form, and are in no table."""

    folder: Path
    here: int
    written: int
    left_out: Mapping[str, int]
    tables: Mapping[str, int]
    files: int
    astray: int


class Stopped(Exception):
    """Whoever exports has changed their mind: nothing is left of it."""


class Watching(Protocol):
    """Is told how many responses are through, and may want it to stop."""

    def progress(self, made: int, of: int) -> None: ...

    def cancelled(self) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """Who exports, and what time it is for them; ``watching`` where somebody waits for it."""

    actor: str
    clock: Clock
    watching: Watching | None = None

    def on_the_way(self, made: int, of: int) -> None:
        """So many of so many are through. Raises Stopped."""
        if self.watching is None:
            return
        if self.watching.cancelled():
            raise Stopped
        if made % STEP == 0 or made == of:
            self.watching.progress(made, of)


def export(workspace: Workspace, campaign: UUID, target: Path, wish: Wish, by: By) -> Done:
    """Write a folder that was not there, or is empty: all of it or nothing.

    Noted before anything is written, so that a withdrawal can name it. Raises NotThere, CannotHold,
    NoSuchLanguage, Stopped, OSError, and what reading the workspace raises.
    """
    where = folder.ready(target, workspace.directory)
    languages = workspace.campaign(campaign).languages
    if wish.labels and wish.labels not in languages:
        raise NoSuchLanguage(
            later("the survey is in {languages}, not in {language}"),
            languages=", ".join(languages), language=wish.labels,
        )
    records = workspace.counts(campaign).records
    made = Made(
        kind="tables", path=str(where), records=records, happening="answers-exported"
    )
    number = workspace.erasing.note_export(campaign, made, by.actor)

    def note_gone() -> None:
        if folder.nothing_left(where):
            workspace.erasing.export_destroyed(number, by.actor)

    with ExitStack() as failed:
        failed.callback(note_gone)
        with workspace.forms.whole(campaign) as whole, folder.made(where) as inside:
            done = _Export(whole, inside, wish, by).write(where)
        failed.pop_all()
    return done


class _Export:
    def __init__(self, whole: WholeAnswers, inside: Path, wish: Wish, by: By) -> None:
        self._whole, self._inside, self._wish, self._by = whole, inside, wish, by
        self._campaign = whole.campaign
        self._versions: tuple[Campaign, ...] = tuple(one.campaign for one in whole.versions)
        self._places: dict[FormKey, int] = {one.key: at for at, one in enumerate(whole.versions)}
        made = plan(self._versions, (*about.NAMES, DECLINED))
        self._noted = about.noted(whole.conducts)
        self._rows = Rows(made, ZoneInfo(self._campaign.zone), wish.labels)
        self._counted: Counter[str] = Counter()
        self._left_out: Counter[str] = Counter()
        self._files = self._astray = 0
        self._language = wish.labels or wish.language

    def write(self, where: Path) -> Done:
        with self._tables() as tables:
            self._answers(tables)
            if events := tuple(self._whole.session_events()):
                points = sessions.lines(self._campaign, events, self._language)
                self._counted[sessions.NAME] = filled(
                    tables, sessions.NAME, sessions.HEADER, points
                )
            self._words(tables)
        text = notice.read_me(Words(self._wish.language), self._campaign)
        (self._inside / notice.NAME).write_text(text, "utf-8")
        here = sum(self._whole.counts().values())
        written = self._counted["responses"]
        if written + self._left_out.total() != here:
            raise Damaged("the answers in the workspace do not add up; nothing was exported")
        done = Done(
            folder=where, here=here, written=written, left_out=dict(sorted(self._left_out.items())),
            tables=dict(self._counted), files=self._files,
            astray=self._astray,
        )
        manifest.write(self._inside, self._told(done))
        return done

    def _tables(self) -> Tables:
        match self._wish.format:
            case "csv":
                return CsvTables(self._inside, self._wish.style)
            case "xlsx":
                return WorkbookTables(self._inside)
            case "json":
                return JsonTables(self._inside)
        raise ValueError(f"there is no format {self._wish.format}")

    def _answers(self, tables: Tables) -> None:
        names = [table.name for table in self._rows.plan.tables]
        adds: list[Add] = [tables.table(names[0], (*about.NAMES, *self._rows.header(0)))]
        adds += (tables.table(name, self._rows.header(at)) for at, name in enumerate(names) if at)
        note = self._more(tables, "corrections", corrected.HEADER)
        see = self._more(tables, screens.NAME, screens.HEADER) if self._noted else None
        told = about.About(self._versions, self._whole.conducts, self._language)
        self._counted.update(dict.fromkeys(names, 0))
        here = sum(self._whole.counts().values())
        for at, one in enumerate(self._whole.responses(self._rows.plan.same)):
            self._by.on_the_way(at, here)
            why = self._why_not(one)
            if why:
                self._left_out[why] += 1
                continue
            version = self._places[one.form]
            laid = self._rows.of(one.id, version, one.answers, one.where.day)
            adds[0]([*told.row(one, self._rows.seed(version, one.answers)), *laid.main])
            self._counted[names[0]] += 1
            for place, row in laid.inside:
                adds[place](row)
                self._counted[names[place]] += 1
            for line in corrected.lines(one, self._rows, version) if one.corrections else ():
                note(line)
            for line in screens.lines(one, self._rows, version) if see else ():
                see(line)
            self._astray += laid.astray
            self._keep(one, laid.handed)

    def _more(self, tables: Tables, name: str, header: Sequence[str]) -> Add:
        """A table of what is no answer, whose rows are counted."""
        self._counted[name] = 0
        add = tables.table(name, header)

        def counted(row: Sequence[Cell]) -> None:
            add(row)
            self._counted[name] += 1

        return counted

    def _why_not(self, one: WholeResponse) -> str:
        """Why a response is left out; empty where it is not."""
        if one.form not in self._places:
            return "form-not-here"
        if self._wish.everything:
            return ""
        if one.state is not State.COUNTED:
            return one.state.name.lower()
        return "" if one.complete or self._campaign.use_partials else "unfinished"

    def _keep(self, one: WholeResponse, handed: list[Handed]) -> None:
        if not self._wish.files:
            return
        for name, answer in handed:
            into = self._inside / FILES
            into.mkdir(exist_ok=True)
            with (into / name).open("xb") as file:
                file.write(self._whole.file(one.id, answer).data)
            self._files += 1

    def _words(self, tables: Tables) -> None:
        """The codebook and the choices."""
        languages = tuple(dict.fromkeys(tag for one in self._versions for tag in one.languages))
        book = Codebook(self._rows, languages)

        def lines() -> Iterator[list[Any]]:
            more = screens.COLUMNS if self._noted else ()
            for table, columns in (("responses", about.COLUMNS), (screens.NAME, more)):
                for name, type, message in columns:
                    yield book.about(name, type, about.in_languages(message, languages), table)
            yield from book.lines(about.in_languages(about.INDEX, languages))

        self._counted["codebook"] = filled(tables, "codebook", book.header(), lines())
        self._counted["choices"] = filled(
            tables, "choices", book.choices_header(), book.choices()
        )

    def _told(self, done: Done) -> dict[str, Any]:
        wish, campaign = self._wish, self._campaign
        return {
            "campaign": manifest.of_campaign(campaign, self._versions),
            "made": f"{self._by.clock():%Y-%m-%dT%H:%M:%SZ}", "made_by": self._by.actor,
            "options": {
                "format": wish.format, "labels": wish.labels or None, "all": wish.everything,
                "files": wish.files, "separator": wish.style.separator,
                "byte_order_mark": wish.style.excel,
            },
            "responses": {
                "here": done.here, "written": done.written, "left_out": dict(done.left_out),
                "answers_astray": done.astray,
            },
            "tables": dict(done.tables), "files_written": done.files,
        }
