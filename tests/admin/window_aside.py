"""A made-up quarantine with two files and a record, and an eraser that remembers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from uuid import UUID

from admin.responses.aside_state import AsideFile, Lying, Totals, Unread
from admin.responses.keeping import Staying
from admin.responses.state import Refused
from storage.workspace.erasing import WithdrawalDone
from storage.workspace.leftovers import Leftovers
from storage.workspace.retention import Going, Rule
from storage.workspace.traces import Holder, Traces
from tests.admin.example_results import CAMPAIGN

FIRST, SECOND = b"1" * 32, b"2" * 32


def lying() -> Lying:
    """Two files, one record, one survey."""
    return Lying(
        files=(
            AsideFile(hash=FIRST, kept=True, refused=Refused(
                name="9be4-000002.vbundle", code="unknown-device", why="unknown")),
            AsideFile(hash=SECOND, kept=False, refused=Refused(
                name="3f0a-000004.vbundle", code="damaged", why="damaged")),
        ),
        unread=(Unread(number=7, kiosk="Kommunhuset"),),
        totals=(Totals(survey="Framtidens Väsby", counted=1020, held=12, excluded=3,
                       withdrawn=2),),
    )


@dataclass
class FakeAside:
    """Remembers what was decided."""

    found: Lying = field(default_factory=lying)
    done: list[tuple[str, object, str]] = field(default_factory=list)

    def look(self) -> Lying:
        return self.found

    def try_again(self) -> tuple[int, int]:
        self.done.append(("again", None, ""))
        return 1, 38

    def let_go(self, file: bytes, why: str) -> bool:
        self.done.append(("let-go", file, why))
        return True

    def give_up(self, records: tuple[int, ...], why: str) -> int:
        self.done.append(("give-up", records, why))
        return len(records)

    def save(self, file: bytes, to: Path) -> bool:
        self.done.append(("save", file, str(to)))
        return True


@dataclass
class FakeEraser:
    """Erases one answer for the first code it gets, none for the same again."""

    codes: list[bytes] = field(default_factory=list)
    left: Leftovers = field(default_factory=Leftovers)

    def leftovers(self) -> Leftovers:
        return self.left

    def withdraw(self, code: bytes) -> WithdrawalDone:
        first = code not in self.codes
        self.codes.append(code)
        devices = (Holder(name="Surfplatta 3", waiting=12, unsent=1),)
        return WithdrawalDone(
            erased=int(first), waiting=False, backups=("/backup/a",), unreached=(),
            traces=Traces(exports=(), devices=devices, recipients=("Regionen",)), left=self.left,
        )


@dataclass
class FakeKeeper:
    """One survey, of which twelve answers are due by any rule for answers."""

    rule: Rule | None = None
    erased: list[Rule] = field(default_factory=list)
    left: Leftovers = field(default_factory=Leftovers)

    def look(self) -> tuple[Staying, ...]:
        return (Staying(campaign=CAMPAIGN, survey="Framtidens Väsby", rule=self.rule),)

    def keep(self, campaign: UUID, rule: Rule) -> tuple[Going, ...]:
        self.rule = rule
        day = date(2025, 9, 3)
        if rule.answers_days is None or self.erased:
            return ()
        return (Going(table="response", rows=12, first=day, last=day),
                Going(table="words", rows=4, first=day, last=day))

    def erase(self, campaign: UUID, rule: Rule) -> Leftovers:
        self.erased.append(rule)
        return self.left
