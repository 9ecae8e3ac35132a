"""Retiring by command: once, with one certificate, and never before nothing holds the keys."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from storage.workspace import Cost, open_workspace, opening, sqlcipher
from survey.reading import write_campaign
from tests.admin import printed
from tests.builders import CAMPAIGN, small_campaign
from tests.storage.workspace_builders import World
from vardera import main

PASSPHRASE = "fyra ord som räcker"
Do = Callable[..., dict[str, Any]]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        opening.create.__kwdefaults__, "cost", Cost(memory=64, passes=1, lanes=1)
    )
    monkeypatch.setattr(sqlcipher, "BUSY_SECONDS", 0.05)
    monkeypatch.setenv("VARDERA_PASSPHRASE", PASSPHRASE)


@pytest.fixture
def do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Do:
    """A command on a workspace with one survey; ``code`` is the exit code it must have."""
    folder = tmp_path / "workspace"

    def run(command: str, way: str, *words: str, code: int = 0) -> dict[str, Any]:
        assert main([command, way, str(folder), *words, "--json"]) == code
        told: dict[str, Any] = json.loads(capsys.readouterr().out)
        return told

    run("workspace", "create", "--name", "Exempelby")
    file = tmp_path / "campaign.json"
    file.write_bytes(write_campaign(small_campaign()))
    run("campaign", "new", "--from", str(file))
    return run


def test_a_survey_is_retired_once_and_its_certificate_printed_as_often_as_wanted(
    do: Do, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    papers = [tmp_path / f"{name}.pdf" for name in ("first", "second", "again")]
    signed = [paper.with_suffix(".vcertificate") for paper in papers]
    do("campaign", "retire", "--certificate", str(papers[0]), "--yes")
    told = do("campaign", "retire", "--certificate", str(papers[1]), "--yes", code=1)
    assert told["written"] == [str(papers[0])] and told["retired_before"]
    assert not papers[1].exists() and not signed[1].exists()
    do("campaign", "certificate", "--out", str(papers[2]))
    assert signed[2].read_bytes() == signed[0].read_bytes()
    assert printed.flowing(papers[2]) == printed.flowing(papers[0])
    assert main(["campaign", "retire", str(tmp_path / "workspace"), "--yes",
                 "--certificate", str(papers[1])]) == 1
    said = capsys.readouterr().out
    assert "was retired" in said and str(papers[2]) in said and told["number"][:8] in said


def test_other_running_surveys_are_named_and_new_ones_made_before_old_ones_are_destroyed(
    do: Do, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, other = tmp_path / "workspace", tmp_path / "other.json"
    second = replace(small_campaign(), id=UUID(int=7), title={"sv": "Bättre bibliotek"})
    other.write_bytes(write_campaign(second))
    do("campaign", "new", "--from", str(other))
    paper = tmp_path / "c.pdf"
    assert main(["campaign", "retire", str(folder), "--campaign", str(CAMPAIGN), "--yes",
                 "--certificate", str(paper)]) == 0
    said = capsys.readouterr().out
    order = ("DESTROY NO SHEET", "Bättre bibliotek", "workspace new-sheet", "campaign deploy",
             str(second.id)[:8] + " --to", "workspace backup", "Then destroy")
    assert [said.index(part) for part in order] == sorted(said.index(part) for part in order)
    assert "Bättre bibliotek" in printed.flowing(paper)
    told = do("campaign", "retire", "--campaign", str(second.id), "--yes",
              "--certificate", str(tmp_path / "d.pdf"))
    assert told["running"] == []


def test_a_person_is_told_what_else_hangs_on_the_sheet_before_the_title_is_asked_for(
    do: Do, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Person(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Person("no\n"))
    assert main(["campaign", "retire", str(tmp_path / "workspace"),
                 "--certificate", str(tmp_path / "c.pdf")]) == 2
    said = capsys.readouterr().err
    assert 0 < said.index("new backup after retiring") < said.index("Type its title")
    assert not (tmp_path / "c.pdf").exists()


def test_a_survey_that_is_not_retired_has_no_certificate_to_print(
    do: Do, tmp_path: Path
) -> None:
    out = tmp_path / "c.pdf"
    assert main(["campaign", "certificate", str(tmp_path / "workspace"), "--out", str(out)]) == 1
    assert not out.exists()


def test_no_certificate_is_written_while_somebody_reads_and_one_when_they_are_done(
    do: Do, tmp_path: Path
) -> None:
    paper, world = tmp_path / "c.pdf", World()
    with (
        open_workspace(
            tmp_path / "workspace", passphrase=PASSPHRASE, clock=world.clock
        ) as other,
        other._database.reading() as connection,
    ):
        connection.exec_driver_sql("SELECT count(*) FROM campaign").scalar_one()
        told = do("campaign", "retire", "--certificate", str(paper), "--yes", code=1)
        assert told["certificate"] is None and told["left"]["log_held"]
        assert not paper.exists()
    told = do("campaign", "retire", "--certificate", str(paper))
    assert told["left"]["log_held"] is False
    assert paper.exists()
    assert "final" not in printed.flowing(paper)


def test_no_key_is_destroyed_when_the_certificate_could_not_be_written(
    do: Do, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder.pdf").mkdir()
    (tmp_path / "taken.vcertificate").mkdir()
    retire = ["campaign", "retire", str(tmp_path / "workspace"), "--yes", "--certificate"]
    for wrong in ("file/c.pdf", "folder.pdf", "taken.pdf", "c.vcertificate"):
        assert main([*retire, str(tmp_path / wrong)]) == 2
        assert "are destroyed" not in capsys.readouterr().err
    assert do("campaign", "keys")["retired"] is None
    assert main([*retire, str(tmp_path / "new" / "c.pdf")]) == 0


def test_a_certificate_that_fails_afterwards_is_told_with_what_was_done(
    do: Do, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("admin.reports.certificate.keep", full)
        assert main(["campaign", "retire", str(tmp_path / "workspace"), "--yes",
                     "--certificate", str(tmp_path / "c.pdf")]) == 2
    said = capsys.readouterr().err
    assert "No space left" in said and "destroyed all the same" in said
    assert "campaign certificate" in said
    do("campaign", "certificate", "--out", str(tmp_path / "c.pdf"))
    assert (tmp_path / "c.pdf").exists()


@pytest.mark.parametrize(("command", "way", "words"), [
    ("campaign", "rotate", ()), ("workspace", "verify", ()),
    ("workspace", "new-sheet", ("--out", "{}/sheet.pdf")),
    ("responses", "retention", ("--answers-days", "5", "--apply")),
    ("campaign", "retire", ("--yes", "--certificate", "{}/c.pdf")),
])
def test_a_file_beside_that_was_not_believed_is_told_by_each_of_these(
    do: Do, tmp_path: Path, command: str, way: str, words: tuple[str, ...]
) -> None:
    (tmp_path / "workspace" / "workspace.withdrawn").write_bytes(b"noise")
    told = do(command, way, *(word.format(tmp_path) for word in words))
    assert told["left"]["beside"] == [{"file": "workspace.withdrawn", "code": "damaged"}]
