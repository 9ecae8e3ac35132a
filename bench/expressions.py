"""How long expressions take: each shape that forms use, worked out and compiled."""

from __future__ import annotations

import sys
import timeit
from datetime import UTC, datetime

from survey.expressions.compile import _read, compile
from survey.expressions.context import Circumstances, Context
from survey.expressions.references import Base, Reference
from survey.expressions.tree import Document, Element

SHAPES = (
    "${a} = 'yes'", "selected(${m}, 'y')", "${n} > 3 and ${n} < 10", ". >= 5 and . <= 10",
    "if(${n} > 5, 'big', 'small')", "${n} * 2 + ${q5}", "concat(${a}, ' ', ${n})", "../a = 'yes'",
    "/data/g/a = 'yes'", "sum(/data/rep/v)", "count(/data/rep[v > 2])", "position(..)",
    "regex(${n}, '^[0-9]+$')", "${d} < today()", "int((today() - ${d}) div 365.25)",
    "format-date(${d}, '%e %b %Y')", "round(${n} div 3, 2)",
    "instance('t')/root/item[country = 'c7']", "instance('t')/root/item[selected(${m}, name)]",
)
ITEMS = 100_000


def form() -> tuple[Context, dict[str, Element]]:
    """200 questions, a repeat of five, a table of 100 000 rows."""
    top = Document(Element("data"))
    data = top.children[0]
    named = {f"q{number}": data.add(Element(f"q{number}", str(number))) for number in range(200)}
    group = data.add(Element("g"))
    for name, value in (("a", "yes"), ("m", "x y z"), ("n", "7"), ("d", "2020-01-15")):
        named[name] = group.add(Element(name, value))
    for number in range(5):
        data.add(Element("rep")).add(Element("v", str(number)))
    table = Document(Element("root"), fixed=True)
    for number in range(ITEMS):
        item = table.children[0].add(Element("item"))
        item.add(Element("name", f"n{number}"))
        item.add(Element("country", f"c{number % 20}"))
    around = Circumstances(top)
    around.instances = {"t": table}
    around.clock = lambda: datetime(2026, 11, 21, tzinfo=UTC)
    return Context(around, named["n"]), named


def main() -> int:
    """Print microseconds for each shape: the best of five rounds."""
    context, named = form()

    def bind(reference: Reference) -> Element | None:
        return named.get(reference.name) if reference.base is Base.NAMED else None

    def compiled(source: str) -> None:
        _read.cache_clear()
        compile(source, bind=bind)

    print(f"{'value':>12} {'compile':>9}   µs")
    for source in SHAPES:
        nodes = source.startswith("instance")
        expression = compile(source, bind=bind)
        work = expression.nodes if nodes else expression.boolean
        first = timeit.timeit(lambda work=work: work(context), number=1)
        times = 3 if first > 0.01 else 2000
        rounds = timeit.repeat(lambda work=work: work(context), number=times, repeat=5)
        best = min(rounds) / times
        made = timeit.repeat(lambda source=source: compiled(source), number=50, repeat=5)
        print(f"{best * 1e6:12.2f} {min(made) / 50 * 1e6:9.0f}   {source}")
        if nodes:
            print(f"{first * 1e6:12.0f}             … the first time, {ITEMS} rows")
    return 0


if __name__ == "__main__":
    sys.exit(main())
