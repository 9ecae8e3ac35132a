"""What the example leaves behind: figures, report, pictures, print matter and the account."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from admin.demo.reconciliation import Reconciliation
from admin.results.reckoning import value_results
from assets.words import Words
from survey.results import ResultRow, ValueResults
from survey.value import to_json

if TYPE_CHECKING:
    from admin.demo.story import Stage


def publish(stage: Stage, words: Words) -> Reconciliation:
    """Compute and write everything; returns the account of every count."""
    stage.teller.step(words("Ratings meet weights"))
    results = value_results(stage.workspace, stage.campaign.id, ("area", "gender"))
    results = replace(results, refused={**results.refused, **stage.source.refused})
    _count(stage, results, words)
    text = json.dumps(to_json(results), ensure_ascii=False, indent=1)
    (stage.out / "results.json").write_text(text + "\n", encoding="utf-8")
    stage.teller.step(words("Report, pictures, poster and recovery sheet"))
    _print(stage, results, words)
    return Reconciliation(
        rows=stage.source.rows, refused=stage.source.refused, lines=tuple(stage.lines)
    )


def _count(stage: Stage, results: ValueResults, words: Words) -> None:
    people = stage.source.respondents
    ratings = sum(isinstance(v, int) for p in people for v in p.answers.values())
    everybody = next(r for r in results.rows if not r.group)
    counts = stage.workspace.counts(stage.campaign.id)
    stage.count(words("responses taken in, each once"), counts.complete, len(people))
    stage.count(words("partial responses, sealed when a kiosk died"), counts.partial, 1)
    stage.count(words("people in the figures"), everybody.n or 0, len(people))
    stage.count(words("ratings in the figures"), _ratings(everybody), ratings)
    weight = results.weights[0]
    with_points = sum(any(p.points.values()) for p in people)
    stage.count(words("participants with points"), weight.n_participants, with_points)
    stage.count(words("participants without points"), weight.excluded, len(people) - with_points)
    given = sum(sum(p.points.values()) for p in people)
    weights, _ = stage.workspace.sessions.weights(stage.campaign.id)
    points = sum(weights.points.values())
    stage.count(words("points given"), points, given)


def _ratings(row: ResultRow) -> int:
    return sum(sum((f.counts or {}).values()) for f in row.factors)


def _print(stage: Stage, results: ValueResults, words: Words) -> None:
    from admin.reports.poster import write_poster
    from admin.reports.recovery_sheet import write_recovery_sheet
    from admin.reports.value_report import write_pictures, write_report

    made = datetime.now(UTC).replace(microsecond=0)
    campaign, out = stage.campaign, stage.out
    write_report(results, campaign, out / "report.pdf", words=words, made=made, unit_label=None)
    write_pictures(results, campaign, out / "pictures", words=words)
    write_poster(
        out / "poster.pdf", campaign=campaign, url_or_text=campaign.title["sv"],
        language=words.language, words=words, made=made,
    )
    write_recovery_sheet(
        out / "recovery-sheet.pdf", workspace_name=stage.workspace.name,
        code=stage.recovery_code, words=words, made=made,
    )


def tell(stage: Stage, account: Reconciliation, words: Words) -> None:
    """Print the account and where things lie."""
    from admin.demo.story import PASSPHRASE

    line = stage.teller.line
    refused = ", ".join(f"{_reason(x, words)} {n}" for x, n in sorted(account.refused.items()))
    line()
    line(words("Reconciliation with the source file"))
    line(words("  {rows} rows, refused: {refused}", rows=account.rows, refused=refused))
    line(account.table())
    verdict = words("Everything agrees.") if account.agrees else words("SOMETHING DIFFERS.")
    line(f"  {verdict}")
    line()
    line(words("The results lie in {folder}", folder=stage.out))
    line(words("  report.pdf, results.json, pictures, poster.pdf, recovery-sheet.pdf"))
    line(words("  workspace, opened with the passphrase: {passphrase}", passphrase=PASSPHRASE))


def _reason(reason: str, words: Words) -> str:
    said = {
        "duplicate": words("the same answers once more"),
        "incomplete": words("incomplete"),
        "shifted": words("columns out of place"),
    }
    return said.get(reason, reason)


def open_windows(stage: Stage, words: Words) -> None:
    """With a display: the admin window on the example; without one, how to open it."""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        stage.teller.line(words("There is no display here; open the windows where there is one:"))
        stage.teller.line(f"  ./run vardera admin {stage.out / 'workspace'}")
        stage.teller.line(f"  ./run kiosk --window --store {stage.kiosks[0].store}")
        return
    stage.teller.line(words("Opening the admin window. The kiosk opens with:"))
    kiosk = ["-m", "kiosk.app", "--window", "--store", str(stage.kiosks[0].store)]
    stage.teller.line(f"  ./run kiosk --window --store {stage.kiosks[0].store}")
    opened = [_start("-m", "vardera", "admin", str(stage.out / "workspace"))]
    if sys.stdin.isatty():
        answer = input(words("Open the kiosk as well? [y/N] "))
        if answer.strip().lower() in ("y", "yes", "j", "ja"):
            opened.append(_start(*kiosk))
    for program in opened:
        program.wait()


def _start(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-P", *arguments])
