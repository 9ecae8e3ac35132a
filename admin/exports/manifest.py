"""``manifest.json``: what an export counts, by whom it was made, and the hash of every file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import file_digest
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from survey.campaign import Campaign
from survey.exporting.cells import Missing

NAME = "manifest.json"
FORMAT = "vardera-export/1"


def write(folder: Path, told: Mapping[str, Any]) -> None:
    """Write it last, with all that lies in the folder."""
    whole = {
        "format": FORMAT, "program": _program(), **told,
        "missing": {
            "not_answered": "", "declined": Missing.DECLINED.value,
            "not_asked": Missing.NOT_ASKED.value,
        },
        "files": [_file(folder, one) for one in sorted(folder.rglob("*")) if one.is_file()],
    }
    (folder / NAME).write_text(json.dumps(whole, ensure_ascii=False, indent=2) + "\n", "utf-8")


def of_campaign(campaign: Campaign, versions: Sequence[Campaign]) -> dict[str, Any]:
    """The survey, and the versions of its form with the version of it that first asked each."""
    return {
        "id": str(campaign.id), "version": campaign.version, "title": dict(campaign.title),
        "organisation": campaign.organisation, "zone": campaign.zone,
        "grain_minutes": campaign.grain_minutes, "languages": list(campaign.languages),
        "forms": [
            {"form": str(one.form.id), "version": one.form.version, "since": one.version}
            for one in versions
        ],
    }


def _file(folder: Path, file: Path) -> dict[str, Any]:
    with file.open("rb") as stream:
        sha256 = file_digest(stream, "sha256").hexdigest()
    name = file.relative_to(folder).as_posix()
    return {"name": name, "bytes": file.stat().st_size, "sha256": sha256}


def _program() -> str:
    try:
        return version("vardera")
    except PackageNotFoundError:  # run from a folder that was never installed
        return "unknown"
