"""``vardera report`` at the terminal: what it writes and how it refuses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import vardera
from storage.workspace import Cost, create
from survey.reading import write_campaign
from tests.admin import printed
from tests.admin.report_examples import MADE, example_campaign

# Pictures are drawn by Qt; one application serves all tests of a run.
pytestmark = pytest.mark.usefixtures("qapp")

PASSPHRASE = "fyra ord som minns"
LIGHT = Cost(memory=64, passes=1, lanes=1)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("command") / "workspace"
    made, _ = create(folder, name="Väsby", passphrase=PASSPHRASE, clock=lambda: MADE, cost=LIGHT)
    with made:
        campaign = example_campaign()
        made.add_campaign(campaign, write_campaign(campaign))
    return folder


@pytest.fixture
def report(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    monkeypatch.setenv("VARDERA_PASSPHRASE", PASSPHRASE)
    return lambda *args: vardera.main(["report", str(workspace), *map(str, args)])


def test_a_full_report_of_a_survey_nobody_has_answered_yet(
    report: Callable[..., int], tmp_path: Path
) -> None:
    out = tmp_path / "report.pdf"
    assert (
        report("--kind", "full", "--campaign", "Framtidens", "--out", out, "--language", "en") == 0
    )
    assert printed.info(out)["Title"] == "The future of Upplands Väsby"
    assert "So many have not answered yet." in printed.flowing(out)


def test_a_poster_holds_what_is_asked_for(report: Callable[..., int], tmp_path: Path) -> None:
    out = tmp_path / "poster.pdf"
    assert report("--kind", "poster", "--out", out, "--holds", "https://svara.example.se") == 0
    assert printed.read_qr(out) == "https://svara.example.se"


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--kind", "unit", "--out", "r.pdf"), "not built yet"),
        (("--kind", "overview", "--out", "r.pdf"), "not built yet"),
        (("--out", "r.html"), "not built yet"),
        (("--out", "r.docx"), "must end in .pdf"),
        (("--out", "r.pdf", "--holds", "x"), "--holds"),
        (("--out", "r.pdf", "--campaign", "Skolbiblioteken"), "no survey here fits"),
        (("--kind", "poster", "--out", "p.pdf", "--holds", "x" * 4000), "too long"),
    ],
)
def test_wrong_usage_is_told_and_writes_nothing(
    report: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    args: tuple[str, ...],
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert report(*args) == 2
    assert says in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_passphrase_is_exit_code_3(
    report: Callable[..., int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VARDERA_PASSPHRASE", "något annat")
    assert report("--out", tmp_path / "r.pdf") == 3
    assert list(tmp_path.iterdir()) == []
