"""``docs/guide/form-methods.md`` as a reader follows it: every command in it, as written."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

import vardera
from storage.workspace import Cost, opening

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "form-methods.md"
COMMAND = re.compile(r"^    vardera (.*)$", re.MULTILINE)


def test_every_command_of_the_guide_does_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VARDERA_PASSPHRASE", "fyra ord som räcker")
    monkeypatch.setitem(
        opening.create.__kwdefaults__, "cost", Cost(memory=64, passes=1, lanes=1))
    commands = COMMAND.findall(GUIDE.read_text("utf-8"))
    assert len(commands) == 11
    for line in commands:
        code = vardera.main(shlex.split(line))
        said = capsys.readouterr()
        assert code == 0, (line, said.out, said.err)
    assert vardera.main(["campaign", "list", "workspace"]) == 0
    titles = capsys.readouterr().out
    for title in ("Röda tråden: tjänstemän", "Analys av årsberättelsen", "Användbarhet KKiK"):
        assert title in titles


def test_a_row_that_is_taken_away_but_still_summed_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from admin.methods import form_named

    offered = form_named("kkik-usefulness")
    assert offered is not None
    lines = offered.file.read_text("utf-8").splitlines()
    kept = [line for line in lines if "| select_multiple use | m37 |" not in line]
    assert len(kept) == len(lines) - 1
    (tmp_path / "measures.md").write_text("\n".join(kept), "utf-8")
    vardera.main(["form", "check", str(tmp_path / "measures.md"), "--language", "en"])
    assert "m37" in capsys.readouterr().out
