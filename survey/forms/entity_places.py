"""Where entities stand in a form: in which group or repeat, or at the top.

As the specification of entities has it (versions 2024.1 and 2025.1): an entity stands as deep as
what is saved to it, in the innermost repeat of all its uses, and two entities share no place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

Path = tuple[tuple[str, str], ...]
"""The groups around a question, outermost first: name and ``group``, ``repeat`` or ``loop``."""


@dataclass(frozen=True, slots=True)
class Use:
    """A question that an entity reads, or that saves to it, by the groups around it."""

    path: Path
    saves: bool


def scope(path: Path) -> Path:
    """The path to the innermost repeat."""
    last = max((at for at, (_, kind) in enumerate(path, 1) if kind == "repeat"), default=0)
    return path[:last]


def wanted(uses: Sequence[Use]) -> tuple[Path, Path]:
    """The scope that all uses share, and the group the entity should stand in."""
    deepest = container = uses[0]
    saver: Use | None = None
    for use in uses:
        inner, top = scope(use.path), scope(deepest.path)
        if _depth(inner)[0] > _depth(top)[0]:
            deepest = container = use
            saver = use if use.saves else saver
            top = inner
        if inner == top and _depth(use.path)[1] > _depth(container.path)[1]:
            container = use
        if use.saves and (
            saver is None or (inner == top and _depth(use.path)[1] > _depth(saver.path)[1])
        ):
            saver = use
    home = container.path
    if saver is not None:
        home = max(_candidates(saved(uses), saver), key=_depth)
    return scope(deepest.path), home


def saved(uses: Iterable[Use]) -> list[Path]:
    """The paths of what is saved to an entity, each once."""
    return list(dict.fromkeys(use.path for use in uses if use.saves))


def homes(entities: Mapping[str, Sequence[Use]], met: Iterable[str]) -> dict[str, Path | None]:
    """Each entity's place; ``None`` where there is none left.

    ``entities`` are the uses by name, as the entities are declared; ``met`` are the names of those
    that have uses, in the order in which a reader of the form meets them.
    """
    if plain(entities):
        return dict.fromkeys(entities, ())
    by_scope: dict[Path, list[tuple[str, Path]]] = {}
    met = list(met)
    for name in met:
        around, home = wanted(entities[name])
        by_scope.setdefault(around, []).append((name, home))
    for name in entities:
        if name not in met:
            by_scope.setdefault((), []).append((name, ()))
    found: dict[str, Path | None] = {}
    taken: set[Path] = set()
    order = {name: number for number, name in enumerate(entities)}
    for around, wishes in by_scope.items():
        for name, home in sorted(wishes, key=lambda wish: order[wish[0]]):
            found[name] = _place(saved(entities[name]), home, around, taken)
    return found


def plain(entities: Mapping[str, Sequence[Use]]) -> bool:
    """One entity for the whole form, which stands at the top; the older version can tell it."""
    return len(entities) == 1 and all(
        not uses or wanted(uses)[0] == () for uses in entities.values()
    )


def _depth(path: Path) -> tuple[int, int]:
    """Repeats around, then groups inside the innermost one."""
    return sum(kind == "repeat" for _, kind in path), len(path) - len(scope(path))


def _place(saved: list[Path], wanted: Path, around: Path, taken: set[Path]) -> Path | None:
    for depth in range(len(wanted), len(around) - 1, -1):
        here = wanted[:depth]
        if here not in taken:
            taken.add(here)
            for path in saved:
                taken |= {path[:size] for size in range(depth, len(path) + 1)}
            return here
        if saved and saved[0] in taken:
            return None
    return None


def _candidates(saved: list[Path], saver: Use) -> Iterator[Path]:
    first = saved[0]
    if len(saved) == 1:
        yield first
        return
    yield scope(saver.path)
    shortest = min(len(path) for path in saved)
    differ = [at for at in range(shortest) if any(path[at] != first[at] for path in saved)]
    yield first[: differ[-1]] if differ else first[:shortest]
