"""``vardera export``: from answers that came through the pipe to files that other programs read."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from openpyxl import load_workbook

import vardera
from admin.exports import folder, manifest, workbook
from admin.exports.exporting import By, Done, Stopped, Wish, export
from admin.exports.tables import CannotHold, CsvTables, JsonTables, Style, guarded
from admin.exports.workbook import WorkbookTables
from storage.further import place
from storage.workspace import Workspace
from storage.workspace.reviews import State, Which
from survey.exporting.cells import Missing
from survey.records import Further, Kind, ParticipantJoined, PointsSet, SessionOpened
from tests.builders import FACTORS, RATINGS
from tests.kiosk import test_form_pipe as pipe
from tests.storage.test_form_versions import FIRST, IDS, LABEL, MEANING
from tests.storage.test_form_versions import Town as Changing
from tests.storage.workspace_builders import (
    PASSPHRASE,
    Device,
    World,
    new_workspace,
    response,
    session_event,
)

SESSION = UUID(int=77)
NASTY = "=cmd|' /C calc'!A0\n\"två\"; é😀,\tслово\r\nslut"
BY = By(actor="Kim", clock=lambda: datetime(2026, 3, 14, 12, tzinfo=UTC))
Type = Callable[..., tuple[int, str, str]]


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Changing]:
    monkeypatch.setattr(pipe, "VISIT", FIRST)
    made = Changing(tmp_path)
    yield made
    made.store.close()
    made.workspace.close()


@pytest.fixture
def family(tmp_path: Path) -> Iterator[pipe.Town]:
    made = pipe.Town(tmp_path)
    yield made
    made.store.close()
    made.workspace.close()


def exported(town: pipe.Town, name: str = "out", **wish: Any) -> Done:
    return export(town.workspace, town.campaign.id, town.path / name, Wish(**wish), BY)


def lines(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


def test_two_versions_stand_in_one_table_and_a_new_meaning_beside_the_old(town: Changing) -> None:
    town.answer(met=4, area="north", age=30, gone="Den gamla")
    town.change(LABEL)
    town.answer(met=5, area="north", years=50, why="Därför")
    town.change(MEANING)
    town.answer(met=9, area="south", years="femtio")
    town.carry()
    done = exported(town)
    assert (done.here, done.written, done.left_out) == (3, 3, {})
    rows = {row["_form_version"]: row for row in lines(done.folder / "responses.csv")}
    asked = ("met", "met.v2", "area", "years", "years.v2", "why", "gone")
    assert [[rows[n][name] for name in asked] for n in "123"] == [
        [".n", "4", "north", ".n", "30", ".n", "Den gamla"],
        [".n", "5", "north", ".n", "50", "Därför", ".n"],
        ["9", ".n", "south", "femtio", ".n", "", ".n"],
    ]
    told = {one["column"]: one for one in lines(done.folder / "codebook.csv")}
    assert told["met"]["versions"] == "3" and told["met.v2"]["versions"] == "1 2"
    assert (told["years.v2"]["other_names"], told["area"]["id"]) == ("age", IDS[1])
    assert told["area"]["label::sv"] == "Which part of town is home?"


def test_repeats_are_long_tables_that_lead_back_to_their_response(family: pipe.Town) -> None:
    family.drive(pipe.person(), pipe.person(fill=pipe.STEPS[:2]))
    family.carry()
    done = exported(family)
    assert done.tables["repeat_person"] == 2 and done.tables["repeat_trip"] == 1
    whose = {row["_response"]: row for row in lines(done.folder / "responses.csv")}
    people = lines(done.folder / "repeat_person.csv")
    (trip,) = lines(done.folder / "repeat_trip.csv")
    assert [(one["_person_index"], one["name"], one["age"], one["school"]) for one in people] == [
        ("1", "Bo", "41", ".n"), ("2", ".d", "", ".n"),
    ]
    assert (trip["_person_index"], trip["_trip_index"], trip["km"]) == ("2", "2", "1.5")
    main = whose[trip["_response"]]
    assert (main["best"], main["best/sit"], main["best/walk"]) == ("sit play walk", "1", "3")
    assert (main["last"], main["read"], main["ages"]) == ("2026-03-01", "1", "41")


@pytest.mark.parametrize("format", ["csv", "xlsx", "json"])
def test_nasty_words_come_back_as_they_were_written(town: Changing, format: str) -> None:
    town.answer(met=4, gone=NASTY)
    town.carry()
    done = exported(town, format=format)
    if format == "json":
        (row,) = map(json.loads, (done.folder / "responses.jsonl").read_text("utf-8").splitlines())
        kept = row["gone"]
        assert (row["met"], row["age"], row["area"]) == (4, None, None)
    elif format == "csv":
        (read,) = lines(done.folder / "responses.csv")
        kept = read["gone"]
        assert (read["met"], kept[0]) == ("4", "'")
        kept = kept[1:]
    else:
        book = load_workbook(done.folder / workbook.NAME)
        header, values = book["responses"].iter_rows()
        cells = {str(name.value): cell for name, cell in zip(header, values, strict=True)}
        assert cells["gone"].data_type == "s", "never a formula"
        kept = str(cells["gone"].value).removeprefix("'")
        assert (cells["met"].value, cells["_day"].is_date) == (4, True)
    assert kept == NASTY


def test_cells_that_a_spreadsheet_could_execute_are_guarded_and_numbers_are_not() -> None:
    for text in ("=1+1", "+a", "-a", "@SUM(A1)", "\tx", "\rx", "\nx", "=", "'x", ".d", ".n"):
        assert guarded(text) == f"'{text}"
    for text in ("-1", "+46701234567", "-1,5", "1.5", "a=b", "", "Nej - inte alls", ".de"):
        assert guarded(text) == text


def test_what_does_not_count_is_left_out_and_counted_unless_all_is_asked_for(
    tmp_path: Path,
) -> None:
    world = World()
    workspace, _ = new_workspace(tmp_path / "ws", world)
    device = Device(workspace, world).register()
    device.answer(*(response({RATINGS[0]: n}) for n in (1, 2, 3)),
                  response({RATINGS[0]: 5}, complete=False))
    workspace.take_in(device.bundle(), "Kim")
    (campaign,) = workspace.campaigns()
    ids = [one.id for one in workspace.inbox.listed(campaign.id, Which(complete=True))]
    for id, state in zip(ids, (State.HELD, State.EXCLUDED), strict=False):
        workspace.inbox.review(campaign.id, Which(ids=(id,)), state, "two taps", "Kim")
    some = export(workspace, campaign.id, tmp_path / "some", Wish(), BY)
    every = export(workspace, campaign.id, tmp_path / "all", Wish(everything=True), BY)
    workspace.close()
    assert (some.here, some.written) == (4, 1)
    assert some.left_out == {"excluded": 1, "held": 1, "unfinished": 1}
    assert (every.written, every.left_out) == (4, {})
    told = lines(every.folder / "responses.csv")
    assert sorted((one["_state"], one["_complete"]) for one in told) == [
        ("counted", "0"), ("counted", "1"), ("excluded", "1"), ("held", "1"),
    ]
    assert {one["_unit_name"] for one in told} == {"Stadsbiblioteket"}


def test_points_of_group_sessions_come_along(tmp_path: Path) -> None:
    world = World()
    workspace, _ = new_workspace(tmp_path / "ws", world)
    device = Device(workspace, world).register()
    device.answer(
        session_event(SESSION, 1, SessionOpened(title="Möte", method="points")),
        session_event(SESSION, 2, ParticipantJoined(participant=1)),
        session_event(SESSION, 3, PointsSet(participant=1, points={FACTORS[0]: 70})),
    )
    workspace.take_in(device.bundle(), "Kim")
    (campaign,) = workspace.campaigns()
    done = export(workspace, campaign.id, tmp_path / "out", Wish(), BY)
    workspace.close()
    told = [(one["participant"], one["factor_name"], one["points"]) for one in
            lines(done.folder / "sessions.csv")]
    assert told == [("1", "Bemötande", "70"), ("1", "Tillgänglighet", "")]
    assert (done.here, done.tables["sessions"]) == (0, 2)


def test_group_sessions_are_read_in_the_same_state_as_the_answers(
    town: Changing, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.answer(met=4)
    town.carry()
    monkeypatch.setattr(Workspace, "session_events", lambda *_: pytest.fail("a state of its own"))
    assert exported(town).written == 1


def test_corrections_are_applied_and_told_with_what_stood_before(family: pipe.Town) -> None:
    family.drive(pipe.person())
    family.carry()
    (row,) = family.rows()
    met, age = (
        next(node.id for node in pipe.table(pipe.VISIT).walk() if node.name == name)
        for name in ("met", "age")
    )
    family.correct(row, met, 2)
    family.correct(row, met, None)
    family.correct(row, (age, (1,)), Further(
        node=age, at=(1,), kind=Kind.INTEGER, value=40
    ))
    done = exported(family)
    (main,) = lines(done.folder / "responses.csv")
    assert (main["met"], main["_corrected"]) == (".d", "3")
    assert lines(done.folder / "repeat_person.csv")[0]["age"] == "40"
    told = lines(done.folder / "corrections.csv")
    assert [(one["column"], one["index"], one["old"], one["new"]) for one in told] == [
        ("met", "", "4", "2"), ("met", "", "2", ".d"), ("age", "1", "41", "40"),
    ]
    assert {(one["reason"], one["corrected_by"]) for one in told} == {("misheard", "Kim")}


def test_the_manifest_counts_everything_and_its_hashes_are_those_of_the_files(
    town: Changing,
) -> None:
    town.answer(met=4)
    town.carry()
    done = exported(town, labels="sv")
    told = json.loads((done.folder / "manifest.json").read_text("utf-8"))
    assert told["responses"] == {"here": 1, "written": 1, "left_out": {}, "answers_astray": 0}
    assert told["made"] == "2026-03-14T12:00:00Z" and told["made_by"] == "Kim"
    names = {file.name for file in done.folder.iterdir()} - {"manifest.json"}
    assert {one["name"] for one in told["files"]} == names
    for one in told["files"]:
        raw = (done.folder / one["name"]).read_bytes()
        assert (one["sha256"], one["bytes"]) == (sha256(raw).hexdigest(), len(raw))


def test_an_export_is_noted_so_that_a_withdrawal_can_name_it(town: Changing) -> None:
    town.answer(met=4)
    town.carry()
    done = exported(town)
    (noted,) = town.workspace.erasing.exports()
    assert (noted.kind, noted.path, noted.actor) == ("tables", str(done.folder), "Kim")
    assert noted.destroyed is None
    last = town.workspace.inbox.happenings()[-1]
    assert (last.kind, last.actor) == ("answers-exported", "Kim")


def test_what_fails_leaves_nothing_readable_and_is_noted_as_gone(
    town: Changing, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.answer(met=4)
    town.carry()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(manifest, "write", full)
    with pytest.raises(OSError, match="No space"):
        exported(town)
    assert not [one for one in town.path.iterdir() if "out" in one.name]
    (noted,) = town.workspace.erasing.exports()
    assert noted.destroyed is not None


def test_an_export_that_lies_there_is_not_noted_as_gone(
    town: Changing, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.answer(met=4)
    town.carry()
    synced = folder.sync_directory

    def sync(directory: Path) -> None:
        if directory == town.path:
            raise OSError(22, "Invalid argument")
        synced(directory)

    monkeypatch.setattr(folder, "sync_directory", sync)
    assert exported(town).folder.is_dir()

    def interrupted(directory: Path) -> None:
        if directory == town.path:
            raise KeyboardInterrupt
        synced(directory)

    monkeypatch.setattr(folder, "sync_directory", interrupted)
    with pytest.raises(KeyboardInterrupt):
        exported(town, "second")
    monkeypatch.setattr(manifest, "write", lambda *_: synced(town.path / "not there"))
    monkeypatch.setattr(folder.shutil, "rmtree", lambda *_, **__: None)
    with pytest.raises(OSError, match="not there"):
        exported(town, "third")
    assert [one.destroyed for one in town.workspace.erasing.exports()] == [None] * 3


def test_answers_that_no_form_gives_stop_no_export_and_are_counted(family: pipe.Town) -> None:
    family.drive(pipe.person())
    family.carry()
    names = {node.name: node.id for node in pipe.table(pipe.VISIT).walk()}
    with family.workspace._database.writing() as connection:
        connection.exec_driver_sql(
            "UPDATE further SET at = ? WHERE question ="
            " (SELECT number FROM question WHERE id = ?)",
            (place((1,)), names["best"].bytes),
        )
        connection.exec_driver_sql(
            "UPDATE further SET at = ? WHERE question ="
            " (SELECT number FROM question WHERE id = ?)",
            (place(()), names["age"].bytes),
        )
    for format in ("csv", "json"):
        done = exported(family, format, format=format)
        assert (done.here, done.written) == (1, 1)
        told = json.loads((done.folder / "manifest.json").read_text("utf-8"))
        assert told["responses"]["answers_astray"] == done.astray == 2
    (main,) = lines(family.path / "csv" / "responses.csv")
    assert main["best"] == ""
    assert [one["age"] for one in lines(family.path / "csv" / "repeat_person.csv")] == ["", ""]


def test_nothing_is_written_over_nor_inside_the_workspace(town: Changing) -> None:
    town.answer(met=4)
    town.carry()
    kept = town.path / "out"
    kept.mkdir()
    (kept / "mine.txt").write_text("mine")
    inside = town.workspace.directory / "out"
    unfinished = town.path / f".two{folder.UNFINISHED}"
    unfinished.mkdir()
    for target in ("out", str(inside), "no/such", "out/mine.txt", "two"):
        with pytest.raises(folder.NotThere):
            exported(town, target)
    assert [one.name for one in kept.iterdir()] == ["mine.txt"]
    assert town.workspace.erasing.exports() == ()
    (kept / "mine.txt").unlink()
    assert exported(town).folder.stat().st_mode & 0o777 == 0o700


def test_a_whole_disk_is_no_folder_and_nothing_is_written_beside_it(
    town: Changing, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = town.path / "stick-of-mine"
    stick.mkdir()
    ismount = folder.os.path.ismount
    monkeypatch.setattr(folder.os.path, "ismount", lambda at: at == stick or ismount(at))
    before = sorted(town.path.iterdir())
    with pytest.raises(folder.NotThere, match="name a new folder on it"):
        exported(town, stick.name)
    assert sorted(town.path.iterdir()) == before and not list(stick.iterdir())
    assert town.workspace.erasing.exports() == ()
    assert exported(town, f"{stick.name}/answers").folder.parent == stick


def test_excel_and_separator_change_the_bytes_and_nothing_else(tmp_path: Path) -> None:
    for style in (Style(), Style(separator=";", excel=True)):
        there = tmp_path / style.separator
        there.mkdir()
        with CsvTables(there, style) as made:
            made.table("t", ("a", "b"))(("å;,\"", 5))
        raw = (there / "t.csv").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf") == style.excel and raw.endswith(b"\r\n")
        read = csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=style.separator)
        assert list(read) == [["a", "b"], ["å;,\"", "5"]]


def test_a_sheet_refuses_what_it_cannot_hold_rather_than_cut_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(*some: object) -> None:
        with WorkbookTables(tmp_path) as made:
            add = made.table("t", ["a"] * (20_000 if not some else 1))
            for one in some:
                add((one,))  # type: ignore[arg-type]

    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    for some, why in (((), "columns"), (("x" * 40_000,), "text"), ((1, 2, 3), "rows")):
        with pytest.raises(CannotHold, match=why):
            write(*some)
        for left in tmp_path.iterdir():
            left.unlink()
    write("\x07 _x0041_", 2)
    with zipfile.ZipFile(tmp_path / workbook.NAME) as archive:
        assert "_x0007_ _x005F_x0041_" in archive.read("xl/worksheets/sheet1.xml").decode()


def test_lines_of_json_tell_declined_from_not_answered_and_not_asked(tmp_path: Path) -> None:
    with JsonTables(tmp_path) as made:
        made.table("t", ("a", "b", "c"))((Missing.DECLINED, None, Missing.NOT_ASKED))
    told = json.loads((tmp_path / "t.jsonl").read_text("utf-8"))
    assert told == {"a": None, "b": None, "_declined": ["a"]}


@pytest.fixture
def typed(
    town: Changing, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Type:
    town.answer(met=4, gone=NASTY)
    town.carry()
    town.workspace.close()
    monkeypatch.setenv("VARDERA_PASSPHRASE", PASSPHRASE)

    def type(*words: str) -> tuple[int, str, str]:
        code = vardera.main(["export", str(town.path / "ws"), *words])
        caught = capsys.readouterr()
        return code, caught.out, caught.err

    return type


def test_the_command_says_in_plain_words_what_was_written(town: Changing, typed: Type) -> None:
    out = str(town.path / "out")
    code, said, _ = typed("--out", out, "--language", "en", "--campaign", "Visit")
    assert code == 0
    assert "1 of 1 responses are in" in said and "the answers of every person" in said
    assert "slut" not in said
    text = (Path(out) / "README.txt").read_text("utf-8")
    assert "the answers of every person" in text
    code, said, _ = typed("--out", f"{out}2", "--json", "--format", "json")
    assert (code, json.loads(said)["written"]) == (0, 1)


@pytest.mark.parametrize(("words", "why"), [
    (("--format", "xlsx", "--excel"), "belong to --format csv"), (("--labels", "fi"), "not in fi"),
])
def test_what_cannot_be_is_said_and_nothing_is_written(
    town: Changing, typed: Type, words: tuple[str, ...], why: str
) -> None:
    code, _, said = typed("--out", str(town.path / "out"), *words)
    assert (code, why in said) == (2, True)
    assert not (town.path / "out").exists()


def test_a_format_that_is_not_built_is_not_offered(
    typed: Type, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        typed("--out", "out", "--format", "parquet")
    assert "invalid choice" in capsys.readouterr().err


def test_a_wrong_passphrase_writes_nothing(
    town: Changing, typed: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VARDERA_PASSPHRASE", "en annan mening")
    assert typed("--out", str(town.path / "out"))[0] == 3
    assert not (town.path / "out").exists()


class Impatient:
    """Hears how far it has come, and has enough after one word."""

    def __init__(self, patience: int) -> None:
        self.told: list[tuple[int, int]] = []
        self._patience = patience

    def progress(self, made: int, of: int) -> None:
        self.told.append((made, of))

    def cancelled(self) -> bool:
        return len(self.told) >= self._patience


@pytest.mark.parametrize("patience", [1, 9])
def test_whoever_stops_an_export_leaves_nothing_of_it(
    town: Changing, tmp_path: Path, patience: int
) -> None:
    watching, target = Impatient(patience), tmp_path / "stopped"
    for area in ("north", "south"):
        town.answer(met=4, area=area, age=30)
    town.carry()
    by = By(actor="Kim", clock=BY.clock, watching=watching)
    if patience > 1:
        assert export(town.workspace, town.campaign.id, target, Wish(), by).written == 2
    else:
        with pytest.raises(Stopped):
            export(town.workspace, town.campaign.id, target, Wish(), by)
        assert not [one for one in tmp_path.iterdir() if "stopped" in one.name]
        assert [one.destroyed is None for one in town.workspace.erasing.exports()] == [False]
    assert watching.told[0] == (0, 2)
