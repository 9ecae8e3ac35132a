"""Published cumulative-vote elections through the weighting code: do the totals agree?

``./run bench elections FOLDER`` with files of the .pb format (Pabulib). Those with other kinds of
votes are passed by, and so is who named a project without a point for it.
"""

from __future__ import annotations

import csv
import io
import json
import sys
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from survey.facilitation.ballots import read_ballots, weigh

Rows = dict[str, list[dict[str, str]]]


def parts(text: str) -> Rows:
    """The rows of META, PROJECTS and VOTES, each by its own header."""
    found: Rows = {}
    now: list[dict[str, str]] = []
    head: list[str] | None = None
    for row in csv.reader(io.StringIO(text), delimiter=";"):
        if len(row) == 1 and row[0].strip() in ("META", "PROJECTS", "VOTES"):
            now, head = found.setdefault(row[0].strip(), []), None
        elif row and head is None:
            head = [cell.strip() for cell in row]
        elif row and head is not None:
            now.append(dict(zip(head, (cell.strip() for cell in row), strict=False)))
    return found


def table(votes: list[dict[str, str]]) -> Iterator[str]:
    """As ``vardera weights`` reads it; who named nothing is there without points."""
    yield "participant,factor,points"
    for number, vote in enumerate(votes):
        named = [one for one in vote["vote"].split(",") if one.strip()]
        given = [one for one in vote["points"].split(",") if one.strip()]
        if not named:
            yield f"{number},,"
        for project, points in zip(named, given, strict=False):
            yield f"{number},{project.strip()},{points.strip()}"


def main(argv: list[str]) -> int:
    told = {"elections": 0, "voters": 0, "published": 0, "equal": 0, "refused": 0, "cut": 0}
    seconds, met = [0.0], set()
    for path in sorted(Path(argv[0]).rglob("*.pb")):
        text = path.read_text("utf-8-sig")
        if "vote_type;cumulative" not in text or text in met:
            continue
        met.add(text)
        rows = parts(text)
        said = {row["key"]: row["value"] for row in rows["META"]}
        if int(said["num_votes"]) != len(rows["VOTES"]):
            told["cut"] += 1  # a part of a file says nothing of its totals
            continue
        raw = "\n".join(table(rows["VOTES"])).encode()
        begun = time.process_time()
        ballots, _ = read_ballots(raw)
        weighed = weigh(ballots) if ballots else None
        seconds.append(time.process_time() - begun)
        told["elections"] += 1
        if weighed is None:
            told["refused"] += 1
            continue
        told["voters"] += weighed.participants
        points = dict(zip(weighed.factors, weighed.points, strict=True))
        if all(project.get("score") for project in rows["PROJECTS"]):
            told["published"] += 1
            told["equal"] += all(
                points.get(project["project_id"], 0) == Fraction(project["score"])
                for project in rows["PROJECTS"]
            )
    sys.stdout.write(json.dumps({
        **told, "seconds": round(sum(seconds), 2), "slowest": round(max(seconds), 2),
    }) + "\n")
    return 0 if told["published"] == told["equal"] and not told["refused"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
