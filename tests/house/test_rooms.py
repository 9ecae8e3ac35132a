"""The rules of the house that a machine can read; see ADR 0001."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("survey", "storage", "sync", "kiosk", "admin", "assets")

MAY_USE_ROOMS = {
    "assets": set(),
    "survey": set(),
    "storage": {"survey", "assets"},
    "sync": {"storage", "survey", "assets"},
    "kiosk": {"sync", "storage", "survey", "assets"},
    "admin": {"sync", "storage", "survey", "assets"},
}

# library -> the only places (path prefixes) that may load it
ONLY_IN = {
    "PySide6": ("kiosk/", "admin/"),
    "sqlalchemy": ("storage/workspace/", "storage/mailbox/"),
    "sqlcipher3": ("storage/workspace/",),
    "sqlite3": ("storage/",),
    "cryptography": ("storage/seal/",),
    "alembic": ("storage/",),
    "msgspec": ("storage/", "sync/"),
    "qrcode": ("sync/", "admin/reports/"),
    "typst": ("admin/reports/",),
    "reportlab": ("admin/reports/",),
    "numpy": ("survey/stats/",),
    "scipy": ("survey/stats/",),
    "statsmodels": ("survey/stats/",),
    "pandas": (),
    "babel": ("assets/catalogue.py",),
    "psycopg": ("storage/",),
    "zeroconf": ("sync/",),
    "uvicorn": ("sync/", "admin/commands/"),
    "fsspec": ("sync/",),
    "s3fs": ("sync/",),
    "socket": ("sync/",),
    "ssl": ("sync/",),
}

NOT_FOR_THE_KIOSK = (
    "admin", "uvicorn", "fsspec", "psycopg", "reportlab", "typst", "numpy", "scipy",
    "sqlcipher3", "openpyxl", "sqlalchemy",
)


def sources() -> list[Path]:
    return sorted(p for room in ROOMS for p in (ROOT / room).rglob("*.py"))


@dataclass(frozen=True)
class Facts:
    """What the rules ask of one file, which is parsed once."""

    imports: frozenset[str]
    large: tuple[str, ...]
    catches: tuple[str, ...]


@cache
def facts(path: Path) -> Facts:
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    return Facts(
        imports=frozenset(imported(nodes)), large=tuple(large_functions(nodes)),
        catches=tuple(caught(nodes)),
    )


def caught(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """The names of what is caught, one by one where they are caught together."""
    for handler in nodes:
        if isinstance(handler, ast.ExceptHandler):
            kind = handler.type
            together = kind.elts if isinstance(kind, ast.Tuple) else [kind]
            yield from (ast.unparse(one) if one else "everything" for one in together)


def imported(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            yield node.module or ""


def large_functions(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            if length > 40:
                yield f"{node.name} has {length} lines"
            positional = [a for a in node.args.args if a.arg not in ("self", "cls")]
            if node.name == "__init__" and len(positional) + len(node.args.kwonlyargs) > 5:
                yield f"{node.name} in line {node.lineno} takes too much"


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("room", ROOMS)
def test_imports_go_down_the_stairs(room: str) -> None:
    paths = sorted((ROOT / room).rglob("*.py"))
    assert paths
    assert not [fault for path in paths for fault in wrong_imports(room, path)]


def wrong_imports(room: str, path: Path) -> Iterator[str]:
    tops = {module.split(".")[0] for module in facts(path).imports}
    upwards = (tops & set(ROOMS)) - MAY_USE_ROOMS[room] - {room}
    if upwards:
        yield f"{name(path)} imports {upwards}"
    if "vardera" in tops:
        yield f"{name(path)} imports the front door"
    for library, places in ONLY_IN.items():
        if library in tops and not name(path).startswith(tuple(places)):
            yield f"{library} in {name(path)}"


def test_files_and_functions_stay_small() -> None:
    paths = [*sources(), ROOT / "vardera.py"]
    assert not [name(path) for path in paths if len(path.read_text("utf-8").splitlines()) > 300]
    assert not [f"{name(path)}: {one}" for path in paths for one in facts(path).large]


def test_there_is_no_sixth_room_and_no_drawer_for_everything() -> None:
    top = {p.parent.name for p in ROOT.glob("*/__init__.py")}
    assert top == set(ROOMS)
    drawers = {"utils", "util", "common", "core", "helpers", "helper", "manager", "misc"}
    assert not [p for p in sources() if drawers & {p.stem, *p.relative_to(ROOT).parts[:-1]}]


def test_the_kiosk_starts_without_admin_or_heavy_libraries() -> None:
    code = (
        "import sys, kiosk.app, kiosk.window, kiosk.headless, storage.kiosk, sync.courier\n"
        "print('\\n'.join(sorted(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    tops = {module.split(".")[0] for module in done.stdout.split()}
    assert "kiosk" in tops
    assert not tops & set(NOT_FOR_THE_KIOSK)
    assert "storage.workspace" not in done.stdout.split()


def test_importing_the_kiosk_alone_leaves_the_database_for_later() -> None:
    code = "import sys, kiosk.app; print('\\n'.join(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    tops = {module.split(".")[0] for module in done.stdout.split()}
    assert not tops & {"sqlalchemy", "cryptography"}, "the first screen is painted before these"


NEEDED_AT_ONCE = (
    "kiosk.window, kiosk.running, kiosk.opening, kiosk.presenting, kiosk.schedule, kiosk.upkeep, "
    "kiosk.aloud.voices, kiosk.attending, kiosk.stage, kiosk.views.attract, kiosk.diary"
)


@pytest.mark.parametrize(("loaded", "later"), [
    (NEEDED_AT_ONCE, (
        "kiosk.staff.room", "kiosk.staff.screens", "kiosk.staff.means", "kiosk.aloud.hearing",
        "kiosk.aloud.telling", "kiosk.meeting", "kiosk.carrying", "importlib.metadata", "asyncio",
    )),
    (f"{NEEDED_AT_ONCE}, kiosk.staff.room, kiosk.aloud.hearing", (
        "survey.forms.engine", "survey.expressions", "survey.facilitation", "kiosk.carrying",
        "kiosk.meeting.host", "kiosk.meeting.run", "kiosk.meeting.views", "sync.courier",
        "sync.room",
    )),
])
def test_the_first_tap_waits_for_nothing_it_does_not_need(
    loaded: str, later: tuple[str, ...]
) -> None:
    code = f"import sys, {loaded}; print('\\n'.join(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert not [module for module in done.stdout.split() if module.startswith(later)]


@pytest.mark.parametrize("caught_there", ["", " Exception", " (OSError, Exception)"])
def test_whoever_catches_everything_is_found(caught_there: str) -> None:
    code = f"try:\n    pass\nexcept{caught_there}:\n    pass\n"
    assert {"everything", "Exception"} & set(caught(ast.walk(ast.parse(code))))


def test_catch_all_stands_only_in_the_two_apps() -> None:
    everything = {"everything", "Exception", "BaseException"}
    catching = {name(path) for path in sources() if everything & set(facts(path).catches)}
    # what the last tells of is what the first does about it
    assert catching <= {"kiosk/app.py", "admin/app.py", "kiosk/whole.py"}
