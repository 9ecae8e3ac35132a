"""Staff errands on what may be hostile: names, files, lines; and what the reports say."""

from __future__ import annotations

import io
import json
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from kiosk import app
from kiosk.opening import choose_unit, open_store
from storage.bodies import decode
from storage.kiosk import KioskStore
from survey.records import SessionClosed, SessionEvent
from survey.session import fold
from sync.enrolment import fingerprint
from tests.builders import FACTORS, small_campaign
from tests.kiosk.package_builders import packaged
from tests.kiosk.screen_builders import ISSUED
from tests.storage.kiosk_builders import ORGANISATION
from tests.storage.kiosk_builders import bodies as opened

NUMBER = fingerprint(ORGANISATION.public)
UNIT = next(iter(small_campaign().units[0].name.values()))


class Staff:
    """Somebody at a kiosk's terminal. ``err`` is what the last errand said there."""

    def __init__(self, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.store, self.stick = path / "kiosk", path / "stick"
        self.stick.mkdir()
        self.package = path / "small.vpackage"
        self.package.write_bytes(packaged(small_campaign()).raw)
        self._capsys = capsys
        self.err = ""

    def run(self, *words: str | Path, code: int = 0) -> str:
        try:
            got = app.main(["--store", str(self.store), *map(str, words)])
        except SystemExit as ended:
            got = int(str(ended.code))
        caught = self._capsys.readouterr()
        self.err = caught.err
        assert got == code, caught.err
        return caught.out

    def json(self, *words: str | Path, code: int = 0) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.run(*words, "--json", code=code))
        return told


@pytest.fixture
def staff(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Staff:
    return Staff(tmp_path, capsys)


def bodies(store: Path) -> list[object]:
    kept = KioskStore.create_or_open(store, name="x", clock=lambda: ISSUED, random=os.urandom)
    try:
        return [decode(body) for body in opened(kept)]
    finally:
        kept.close()


@pytest.mark.parametrize("name", ["", "   ", "A" * 121, "Bibliotek\x1b[2J", "två\nrader"])
@pytest.mark.parametrize("errand", ["--sync", "--install", "--drive", "--window"])
def test_a_name_no_device_can_have_makes_nothing(staff: Staff, name: str, errand: str) -> None:
    words = [errand] if errand == "--window" else [errand, str(staff.stick)]
    staff.run("--name", name, *words, code=2)
    assert "--name must be one line" in staff.err
    assert not staff.store.exists()


@pytest.mark.parametrize("errand", [["--lan"], ["--pair"], ["--install", "x"], ["--drive", "-"]])
def test_a_window_is_not_promised_beside_an_errand(staff: Staff, errand: list[str]) -> None:
    staff.run("--window", *errand, code=2)
    assert f"{errand[0]} does its work without a window" in staff.err
    assert not staff.store.exists()


def test_blanks_around_a_name_are_taken_off(staff: Staff) -> None:
    assert staff.json("--name", " Bibliotek ", "--sync", staff.stick)["device"] == "Bibliotek"


def test_opening_with_a_bad_name_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="one printable line"):
        open_store(tmp_path / "k", "två\nrader", lambda: ISSUED, os.urandom)
    assert not (tmp_path / "k").exists()


def test_the_stores_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        open_store(tmp_path / "a", "Entrén", lambda: ISSUED, os.urandom).close()
        choose_unit(tmp_path / "b", "Biblioteket")
    finally:
        os.umask(before)
    for folder in (tmp_path / "a", tmp_path / "b"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("errand", ["--install", "--sync"])
def test_the_first_report_shows_whom_the_kiosk_trusts_from_now_on(
    staff: Staff, errand: str
) -> None:
    (staff.stick / "a.vpackage").write_bytes(staff.package.read_bytes())
    what = staff.package if errand == "--install" else staff.stick
    shown = staff.run(errand, what)
    assert small_campaign().organisation in shown
    assert NUMBER in shown
    assert "Compare the organisation's number" in shown
    told = staff.json("--sync", staff.stick)
    assert told["organisation"] == small_campaign().organisation
    assert told["organisation_fingerprint"] == NUMBER
    assert "Compare the organisation's number" not in staff.run("--sync", staff.stick)


@pytest.mark.parametrize("errand", ["--install", "--sync"])
def test_another_organisation_than_the_trusted_one_is_not_pinned(
    staff: Staff, errand: str
) -> None:
    (staff.stick / "a.vpackage").write_bytes(staff.package.read_bytes())
    what = staff.package if errand == "--install" else staff.stick
    other = "0000 1111 2222 3333 4444"
    code = 3 if errand == "--install" else 1
    shown = staff.run(errand, what, "--trust", other, code=code)
    assert "not the one to be trusted" in (shown + staff.err)
    assert "organisation_fingerprint" not in staff.json("--sync", staff.stick / "no", code=1)
    assert staff.json(errand, what, "--trust", NUMBER)["organisation_fingerprint"] == NUMBER
    staff.run(errand, what, "--trust", other, code=3)
    assert "not the one to be trusted" in staff.err


def test_a_number_that_is_none_and_trust_without_an_errand_are_wrong_usage(staff: Staff) -> None:
    staff.run("--sync", staff.stick, "--trust", "1234", code=2)
    assert "20 digits" in staff.err
    staff.run("--trust", NUMBER, code=2)
    assert "goes with --install or --sync" in staff.err
    assert not staff.store.exists()


def test_a_pipe_or_a_device_is_not_waited_for(staff: Staff) -> None:
    os.mkfifo(staff.stick / "pipe")
    for file in (staff.stick / "pipe", Path("/dev/zero"), staff.stick):
        staff.run("--install", file, code=2)
        assert staff.err == f"{file}: not an ordinary file\n"


def test_problems_are_told_in_plain_words_that_command_no_terminal(staff: Staff) -> None:
    (staff.stick / "a\x1b[2J.vpackage").write_bytes(b"x")
    Path(os.fsdecode(os.fsencode(staff.stick) + b"/bad\xff.vpackage")).write_bytes(b"x")
    shown = staff.run("--sync", staff.stick, code=1)
    assert "bad\\xff.vpackage: The file's name is not UTF-8, so the file was left" in shown
    assert "a\\u001b[2J.vpackage: package: " in shown
    assert not set(shown) & set("\x1b{}\udcff")
    told = staff.json("--sync", staff.stick, code=1)
    assert [p["code"] for p in told["problems"]] == ["bad-name", "damaged"]
    assert set(told["problems"][0]) == {"where", "code", "message", "hint", "severity"}


@pytest.fixture
def driven(staff: Staff, monkeypatch: pytest.MonkeyPatch) -> Staff:
    """A kiosk that is ready for lines."""
    staff.run("--unit", UNIT, "--install", staff.package)
    return staff


PERSON = {"at": "2025-09-03T10:40:00+02:00", "language": "sv", "answers": {"x1a": 4}}
SESSION = {"title": "Group", "method": "focus_group",
           "participants": [{"points": {str(FACTORS[0]): 7}}, {}]}


def session(**changed: object) -> dict[str, object]:
    return {"session": {**SESSION, **changed}}


HOSTILE: dict[str, object] = {
    "not text": b"\x00\xff\xfe{{{", "not text inside": b'{"answers": {"\xff": 1}}',
    "deep": b"[" * 100_000, "no number": b'{"answers": {"x1a": NaN}}',
    "endless number": b'{"answers": {"x1a": ' + b"9" * 5000 + b"}}",
    "answers in a list": {"answers": [["x1a"]]}, "answers a number": {"answers": 5},
    "answer a list": {"answers": {"x1a": [4]}}, "half a pair": b'{"answers": {"\\ud800": 1}}',
    "first day": {"at": "0001-01-01T00:00:00+14:00", "answers": {}},
    "last day": {"at": "9999-12-31T23:59:59-14:00", "answers": {}},
    "last day here": {"at": "9999-12-31T23:59:59+00:00", "answers": {}},
    "before the count": {"at": "1969-12-31T23:59:59+00:00", "answers": {}},
    "time a list": {"at": [1], "answers": {}},
    "session empty": {"session": {}}, "session a list": {"session": [1]},
    "participants a word": session(participants="ab"),
    "participant a word": session(participants=[{}, "a"]),
    "participants without end": session(participants=[{}] * 1001),
    "points in a list": session(participants=[{}, {"points": [1]}]),
    "points as words": session(participants=[{}, {"points": {str(FACTORS[0]): "1"}}]),
    "points below zero": session(participants=[{}, {"points": {str(FACTORS[0]): -1}}]),
    "points without end": session(participants=[{}, {"grades": {str(FACTORS[0]): 2**31}}]),
    "no factor": session(participants=[{}, {"grades": {"x": 1}}]),
    "title too long": session(title="a" * 201), "title of two lines": session(title="a\nb"),
    "title half a pair": session(title="\ud800"), "no method": session(method=None),
}


@pytest.mark.parametrize("line", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_line_is_refused_and_keeps_nothing(
    driven: Staff, monkeypatch: pytest.MonkeyPatch, line: object
) -> None:
    raw = line if isinstance(line, bytes) else json.dumps(line).encode()
    text = b"\n".join([raw, json.dumps(PERSON).encode()])
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text), encoding="utf-8"))
    refused, done = driven.run("--drive", "-", code=1).splitlines()
    assert set(json.loads(refused)) == {"error"}
    assert json.loads(done) == {"done": 1}
    assert len(bodies(driven.store)) == 1


def test_a_session_may_follow_one_that_was_refused(driven: Staff, tmp_path: Path) -> None:
    lines = tmp_path / "lines"
    lines.write_text("\n".join(map(json.dumps, (
        session(participants=[{}, {"points": {str(FACTORS[0]): True}}]),
        {"at": PERSON["at"], **session(title="Grupp å")},
    ))), encoding="utf-8")
    out = driven.run("--drive", lines, code=1).splitlines()
    assert json.loads(out[1]) == {"session": "Grupp å", "participants": 2, "problems": []}
    events = bodies(driven.store)
    assert all(isinstance(event, SessionEvent) for event in events)
    assert len({event.session for event in events}) == 1
    assert isinstance(events[-1].event, SessionClosed)
    assert fold(events).points == {1: {FACTORS[0]: 7}}


def test_lines_that_are_not_there_are_wrong_usage(driven: Staff, tmp_path: Path) -> None:
    for file in (tmp_path / "none", tmp_path):
        driven.run("--drive", file, code=2)
        assert driven.err.startswith(f"{file}: ")


def test_the_report_speaks_in_words_and_leaves_out_what_did_not_happen(staff: Staff) -> None:
    said = staff.run("--sync", staff.stick)
    assert "Bundles written" in said and "Still without a receipt" in said
    assert "_" not in said and "cancelled" not in said and "False" not in said


def test_a_folder_that_is_not_there_is_told_with_the_way_to_make_it(staff: Staff) -> None:
    staff.run("--sync", staff.stick / "no such", code=1)
    assert f"mkdir -p '{staff.stick / 'no such'}'" in staff.err


def test_whoever_reads_along_may_stop_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as closed:
        monkeypatch.setattr(sys, "stdout", closed)
        assert app.main(["--store", str(tmp_path / "kiosk"), "--clock-is-right"]) == 141
    assert (tmp_path / "kiosk").is_dir()
