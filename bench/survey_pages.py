"""The guide's pictures of the window's page of surveys: ``python -m bench.survey_pages OUT``."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

SCREEN = {"name": "s", "x": 0, "y": 0, "width": 1440, "height": 1000, "logicalDpi": 96,
          "logicalBaseDpi": 96, "dpr": 1}


def main(out: Path) -> int:
    """A picture of each part, of a made-up survey, in Swedish."""
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "screens.json"
        config.write_text(json.dumps({"screens": [SCREEN]}), encoding="utf-8")
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={config}"
        return _draw(out)


def _draw(out: Path) -> int:
    from PySide6.QtWidgets import QApplication

    from admin.app import build
    from admin.shell.places import Place
    from admin.surveys import Part
    from tests.admin.window_builders import Desk
    from tests.conducted import conducted_campaign

    app = QApplication(["vardera"])
    build(app, "sv")  # fonts and style, as the program has them
    desk = Desk()
    campaign = conducted_campaign()
    desk.consents.marked["sv", campaign.consent.text["sv"]] = "Karin Ek"
    program = desk.opened("sv")
    program.window.resize(1440, 900)
    program.go(Place.CAMPAIGNS)
    desk.background.flush()
    program.surveys.consent.choose("ar")
    for part in Part:
        program.surveys.hub.go(part)
        if part is Part.TABLES:
            program.surveys.tables_view.folder.line.setText("/media/krypterad/svar")
            program.surveys.tables_view.write.click()
            desk.background.flush()
        for _ in range(20):
            app.processEvents()
        if not program.window.grab().save(str(out / f"survey-{part.value}.png")):
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
