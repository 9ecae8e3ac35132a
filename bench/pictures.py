"""The pictures of the guide, taken anew from the running programs on the example.

``screens OUT`` makes contact sheets of every screen of the kiosk instead: see ``bench.gallery``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "guide" / "pictures"


def main() -> int:
    """Run the example, open the programs on it and keep what they show."""
    if sys.argv[1:2] == ["screens"]:
        _run("-m", "bench.gallery", *sys.argv[2:])
        return 0
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder)
        out = made / "out"
        _run("-m", "vardera", "demo", "--out", str(out), "--no-window")
        _admin(out, made)
        _run("-m", "bench.guide_screens", str(TARGET))
        _run("-m", "bench.survey_pages", str(TARGET))
        _report(out, made)
    return 0


def _run(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True)


def _admin(out: Path, made: Path) -> None:
    sys.path.insert(0, str(ROOT))
    from admin.demo.story import PASSPHRASE

    secret = made / "passphrase"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    elsewhere = {k: v for k, v in os.environ.items() if not k.startswith("QT_")}
    subprocess.run(
        [
            "xvfb-run", "-a", "-s", "-screen 0 1440x900x24", sys.executable, "-m",
            "tests.journeys.admin_on_screen", str(out / "workspace"), str(secret),
            str(TARGET / "admin-results.png"),
        ],
        cwd=ROOT, env={**elsewhere, "QT_QPA_PLATFORM": "xcb"}, check=True,
    )  # fmt: skip


def _report(out: Path, made: Path) -> None:
    page = made / "page"
    subprocess.run(
        ["pdftoppm", "-r", "80", "-png", "-singlefile", str(out / "report.pdf"), str(page)],
        check=True,
    )
    shutil.copyfile(page.with_suffix(".png"), TARGET / "report.png")


if __name__ == "__main__":
    sys.exit(main())
