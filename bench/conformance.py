"""Form conformance: every suite beside the project, its share, and docs/conformance.md.

Needs ``../shared/data``; says so plainly and ends with 2 where it is absent. ``--commands`` sends
the expressions and walks through ``vardera form eval`` and ``vardera form run`` as well and tells
where they differ from the engine called directly (nowhere, if all is well).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import conformance_forms as forms
from bench import conformance_outin as outin
from bench import conformance_scenarios as scenarios
from bench import conformance_xlsform as workbooks
from bench import conformance_xpath as xpath
from bench.conformance_commands import disagreements
from bench.conformance_reasons import reason

HERE = Path(__file__).resolve().parents[1]
DATA = HERE.parent / "shared" / "data"
REPORT = HERE / "docs" / "conformance.md"


@dataclass(frozen=True, slots=True)
class Share:
    """One line of the report. ``failed`` is id → reason; ``gate`` is the share to reach, or 0."""

    name: str
    passed: int
    of: int
    gate: float
    failed: dict[str, str]

    @property
    def share(self) -> float:
        return self.passed / self.of if self.of else 0.0

    def line(self) -> str:
        """The row of the table."""
        gate = f"≥ {self.gate:.0%}" if self.gate else "–"
        return f"| {self.name} | {self.passed} | {self.of} | {self.share:.1%} | {gate} |"


def _share(name: str, gate: float, cases: list[tuple[str, str, bool]]) -> Share:
    failed = {id: reason(id, file) for id, file, good in cases if not good}
    return Share(name, sum(good for _, _, good in cases), len(cases), gate, failed)


def expressions() -> Iterator[Share]:
    """The expression suites."""
    agreed = list(xpath.consensus())
    told = [(one.id, one.file, not one.why) for one in agreed]
    yield _share("expressions the engines agree on", 1.0, told)
    found = list(xpath.suites())
    for name, gate, wanted in (
        ("XPath, asserted, in scope", 0.97, [o for o in found if o.asserted and o.scope]),
        ("XPath, asserted, out of scope", 0.0, [o for o in found if o.asserted and not o.scope]),
        ("XPath, observed", 0.0, [o for o in found if not o.asserted]),
    ):
        yield _share(name, gate, [(o.id, o.file, not o.why) for o in wanted])


def walks() -> Iterator[Share]:
    """The walks through forms."""
    for suite, name, gate in (
        ("webforms", "web-forms scenarios, two engines agree", 0.97),
        ("xlsform", "XLSForm walks, through the XForm", 0.95),
        ("md", "XLSForm walks, from the tables", 0.95),
    ):
        folder = scenarios.folder_of(suite)
        cases: dict[str, list[tuple[str, str, bool]]] = {}
        for record in scenarios.gated(suite):
            good = not scenarios.walk(record, folder, kinds=suite != "md", words=suite == "md")
            cases.setdefault(record["status"], []).append((record["id"], "", good))
        yield _share(name, gate, cases.get("verified_two_engines", []))
        if "form_rejected" in cases:
            yield _share("forms that must be refused", 1.0, cases["form_rejected"])


def out_and_in() -> Iterator[Share]:
    """The same walks through the XForms that we write and read again."""
    made = list(outin.outcomes())
    for name, gate, whys in (
        ("XLSForm walks, through the XForm we write", 0.95, [one.engines for one in made]),
        ("XForm out and in, the same states", 0.98, [one.before for one in made]),
        ("XForm out and in, dashes counted too", 0.0, [one.strictly for one in made]),
    ):
        found = zip(made, whys, strict=True)
        yield _share(name, gate, [(one.id, "", not why) for one, why in found])


def books(every: int) -> Iterator[Share]:
    """The workbooks: taken or refused, written and read by pyxform again, one label changed."""
    made = list(workbooks.outcomes(every))
    for part, name in (
        ("accept", "workbooks taken and refused as by pyxform"),
        ("bare", "import → export → pyxform identical, kept cells dropped"),
        ("roundtrip", "import → export → pyxform identical, as it is written"),
        ("label", "one label edited, one label differs"),
        ("xform", "XForm out identical to pyxform's"),
    ):
        yield _share(name, 0.98, [(o.id, "", not o.why) for o in made if o.part == part])


def real_forms() -> Iterator[Share]:
    """Real forms, of which none may fail."""
    made = list(forms.outcomes())
    for part, name in (
        ("taken", "real forms that pyxform takes, taken"),
        ("refused", "real forms that pyxform refuses, refused with a place"),
        ("run", "real forms filled to the end, saved, opened again"),
        ("equal", "real forms written as a workbook and read as the same form"),
    ):
        yield _share(name, 1.0, [(o.name, "", not o.why) for o in made if o.part == part])


_HEAD = """# Conformance

Made by `./run conformance`; not edited by hand. The suites lie beside the project, not in it;
half of each was kept back to judge with.

| suite | passed | of | share | gate |
|---|---:|---:|---:|---:|
"""

_HOW = """
## What is compared

- **Expressions**: the value by its kind, exactly; numbers by the case's own tolerance; node-sets
  by path and text; an error where one is expected, its words free. Where the engines disagree (22
  expressions) either answer counts. By local midnight, as those suites have it; forms count dates
  as whole days.
- **Walks**: after each step every node the engines showed: kind, relevant, required, read-only,
  value, label, hint, choices with labels, appearances, violation, number of instances; and what
  must be gone. Values, required and violations only where relevant; `int` and `decimal` as
  numbers; blanks in words made single. Then what the test's author asked for by name: answers,
  counts, choices, labels, hints, nodes, attributes, what is met on the way, whether a repeat may
  grow, the outcome of validation, the record as XML. Restoring a record is done where the walk
  tells the state after it.
- **Out and in**: forms read from their tables, written as XForms and read again. Our engine goes
  through the walks with both, and every node but `meta` shows the same after every step: kind,
  relevant, required, read-only, value, words, choices, violation. An XForm says `-` where a form
  has no words in a language, and we say them in the default language: for the first row the form
  before is given that dash too; the second row does without.
- **Workbooks**: taken or refused with pyxform blocked; what we write is turned into XML by
  pyxform and compared after canonicalisation, the order of tables beside the form aside, which
  pyxform leaves to chance; the same with one label edited (where none is shown: a hint or the
  title). Whatever a form's file held and we have no name for is kept cell by cell and written
  again; *kept cells dropped* is written from the definition alone, without any of these.
- **Real forms**: every file of `data/xlsform`. Answers are found by kind, choices and constraint,
  each repeat gets one instance more, until nothing is missing or wrong; the saved record, opened
  again, has the same answers. The same form: every field of the canonical JSON but the numbers of
  rows; of a form that was an XForm, what a workbook can hold of it.

## What is not compared

- `meta` (a form may work out a record's id anew), `volatile` nodes, random values, and texts that
  hold the clock of the day of recording.
- The words of a violation (engines have their own where the form gives none); its condition is.
- Kinds of nodes in walks from the tables, where an external select is a select to us and an input
  to an XForm.
- Whether the next node on the way is the very next one; only that it lies on the way at all.
- Walks only one engine passes, or that its own authors know to fail; cases a suite's own engine
  fails.
- Questions whose recording holds only the test's own fault, and walks whose form is not
  well-formed XML.
- Out of scope for a kiosk, by file: axes, namespace resolvers, ids, `lang()`, processing
  instructions.
"""


def report(shares: list[Share]) -> str:
    """The page."""
    lines = [_HEAD, *(f"{share.line()}\n" for share in shares), _HOW, "\n## What fails, and why\n"]
    for share in shares:
        if not share.failed:
            continue
        lines.append(f"\n### {share.name}\n\n")
        by_reason: dict[str, list[str]] = {}
        for id, why in share.failed.items():
            by_reason.setdefault(why, []).append(id)
        for why, ids in by_reason.items():
            lines.append(f"- {why} {', '.join(f'`{id}`' for id in ids)}\n")
    return "".join(lines)


def main() -> int:
    """Run all; exit 1 when a gate is not reached or the commands disagree, 2 without the suites."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--commands", action="store_true", help="also through the command line")
    parser.add_argument("--quick", action="store_true", help="every tenth workbook is written only")
    args = parser.parse_args()
    if not (DATA / "conformance").is_dir():
        print(f"The suites are not here: {DATA / 'conformance'} is absent.", file=sys.stderr)
        return 2
    shares = [*expressions(), *walks(), *out_and_in(), *books(10 if args.quick else 1)]
    shares += real_forms()
    width = max(len(share.name) for share in shares)
    for share in shares:
        print(f"{share.name:{width}} {share.passed:5} of {share.of:5} {share.share:7.1%}")
    good = all(share.share >= share.gate for share in shares)
    if not args.quick:
        REPORT.write_text(report(shares), "utf-8")
        print(f"written: {REPORT.relative_to(HERE)}")
    if args.commands:
        other = list(disagreements())
        print(f"through the commands: {len(other)} otherwise", *other[:20], sep="\n  ")
        good = good and not other
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
