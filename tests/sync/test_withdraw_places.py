"""Places of ``--purge``: looked at before anything is erased, each told, never silently left."""

from __future__ import annotations

import pytest

from admin.commands.terminal import now
from storage.seal import receipt_codes
from storage.workspace import open_workspace
from sync import intake
from sync.errors import PlaceGone, PlaceRefuses
from sync.folder import FolderTransport
from tests.sync.test_inbox_commands import CODE, PASSPHRASE, Desk, desk  # noqa: F401

NOWHERE = "https://127.0.0.1:1"


def code_file(desk: Desk) -> str:  # noqa: F811
    """An answer has come and is in a backup; its code in a file."""
    desk.answer(5, code=CODE)
    desk.take_in()
    with open_workspace(desk.path / "workspace", passphrase=PASSPHRASE, clock=now) as workspace:
        workspace.backup(desk.path / "backups")
        intake.send_receipts(workspace, FolderTransport(desk.path / "stick"))
    file = desk.path / "code.txt"
    file.write_text(receipt_codes.write_groups(CODE), "utf-8")
    return str(file)


def test_a_mistyped_place_stops_a_withdrawal_before_anything_is_erased(
    desk: Desk,  # noqa: F811
) -> None:
    line = ("withdraw", desk.workspace, "--code-file", code_file(desk))
    said = desk.run(*line, "--purge", str(desk.path / "stcik"), code=2)
    assert "stcik" in said
    assert desk.json(*line)["erased"] == 1


def test_a_place_that_does_not_answer_is_told_and_the_others_are_cleared(
    desk: Desk, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:
    def nobody(*_: object) -> None:
        raise PlaceGone("nobody answers at 127.0.0.1:1")

    monkeypatch.setattr("sync.mailbox.notices.renew", nobody)
    stick = str(desk.path / "stick")
    line = ("withdraw", desk.workspace, "--code-file", code_file(desk),
            "--purge", NOWHERE, "--purge", stick)
    told = desk.json(*line, code=1)
    assert told["erased"] == 1 and len(told["purged"][stick]["names"]) == 1
    (problem,) = told["purged"][NOWHERE]["problems"]
    assert problem["code"] == "place-gone" and told["purged"][NOWHERE]["names"] == []
    said = desk.run(*line, code=1)
    assert f"{NOWHERE}: place: nobody answers" in said and f"{NOWHERE}: 0 bundles" not in said


def test_a_list_that_is_applied_clears_its_places_too(desk: Desk) -> None:  # noqa: F811
    desk.run("withdraw", desk.workspace, "--code-file", code_file(desk))
    out, stick = str(desk.path / "gone.vwithdrawn"), str(desk.path / "stick")
    number = desk.json("withdraw", "list", desk.workspace, "--out", out)[
        "organisation_fingerprint"
    ]
    line = ("withdraw", "apply", desk.workspace, out, "--trust", number)
    desk.run(*line, "--purge", str(desk.path / "stcik"), code=2)
    told = desk.json(*line, "--purge", stick)
    assert len(told["purged"][stick]["names"]) == 1
    assert "0 bundles taken away" in desk.run(*line, "--purge", stick)


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        (("list", "WORKSPACE", "--out", "OUT", "--purge", "stick"), "list takes no --pu"),
        (("list", "WORKSPACE", "--out", "OUT", "--trust", "AA"), "list takes no --trust"),
        (("apply", "WORKSPACE", "x", "--trust", "AA", "--campaign", "a"), "apply takes no --camp"),
        (("WORKSPACE", "--code-file", "x", "--out", "y"), "takes no --out"),
    ],
)
def test_an_option_that_a_way_does_not_read_is_refused(
    words: tuple[str, ...], refused: str, desk: Desk  # noqa: F811
) -> None:
    out = desk.path / "x.vwithdrawn"
    given = [{"WORKSPACE": desk.workspace, "OUT": str(out)}.get(word, word) for word in words]
    assert refused in desk.run("withdraw", *given, code=2)
    assert not out.exists()


def test_intake_tells_of_bundles_that_it_could_not_take_away(
    desk: Desk, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:
    def refuse(*_: object) -> bool:
        raise PlaceRefuses("the stick is write-protected")

    desk.answer(1)
    monkeypatch.setattr(FolderTransport, "remove", refuse)
    told = desk.json("intake", desk.workspace, str(desk.path / "stick"), "--receipts", "--purge",
                     "--backup", str(desk.path / "backups"), code=1)
    assert told["purged"] == [] and [p["code"] for p in told["problems"]] == ["place-refuses"]
