"""The rows of the sheet ``survey``: nodes and what belongs to them, in XLSForm's columns."""

from __future__ import annotations

from collections.abc import Iterator

from survey.forms.definition import FormDefinition, Instance, Node, NodeKind
from survey.forms.ids import made_id
from survey.forms.ours import GROUPS, plain_rating
from survey.forms.read.vocabulary import BIND_FIELDS
from survey.forms.tables import LAST_SAVED, of_file, parted, pulled

Row = dict[str, object]
"""Column → text; ``text`` holds the words, spread over columns later."""

_PLAIN = (
    "relevant", "required", "readonly", "constraint", "calculation", "default", "choice_filter",
)  # fmt: skip


def survey_rows(form: FormDefinition) -> Iterator[tuple[int, Row]]:
    """Each row with the row it came from (0: it came from none)."""
    tables = _Declared(form.instances)
    for node in form.nodes:
        for inner in node.walk():
            for declared in tables.before(inner):
                yield 0, declared
        yield from _node(form, node, ())
    for row in tables.rest():
        yield 0, row


def _node(form: FormDefinition, node: Node, path: tuple[str, ...]) -> Iterator[tuple[int, Row]]:
    if node.namespace and node.type != "audit":
        return
    here = (*path, node.name)
    row = _row(node)
    if node.id != made_id(form.name, "survey", *here) or node.kind is NodeKind.QUESTION:
        row["x_id"] = str(node.id)
    yield node.row, row
    if node.kind in (NodeKind.GROUP, NodeKind.REPEAT):
        for inner in node.nodes:
            yield from _node(form, inner, here)
        yield 0, {"type": f"end_{node.kind.value}"}


def _row(node: Node) -> Row:
    type, appearance, parameters = _plain_type(node)
    unread = {field: column for column, field in BIND_FIELDS.items() if not getattr(node, field)}
    left = {field: node.bind[column] for field, column in unread.items() if column in node.bind}
    bind = {name: text for name, text in node.bind.items() if name not in BIND_FIELDS}
    row: Row = {
        "type": type,
        "name": "" if node.type == "audit" else node.name,
        "text": node.text,
        **{name: getattr(node, name) or left.pop(name, "") for name in _PLAIN},
        "appearance": appearance,
        "parameters": " ".join(f"{name}={value}" for name, value in parameters.items()),
        "repeat_count": node.count,
        "trigger": ", ".join(f"${{{name}}}" for name in node.triggers),
    }
    for first, values in (("bind", bind), ("body", node.body), ("instance", node.instance)):
        row |= {f"{first}::{name}": value for name, value in values.items()}
    return row


def _plain_type(node: Node) -> tuple[str, str, dict[str, str]]:
    """The type as XLSForm says it, with the appearance and parameters that go with it."""
    parameters = dict(node.parameters)
    appearance = node.appearance
    if node.kind in (NodeKind.GROUP, NodeKind.REPEAT):
        if node.type in GROUPS:
            appearance = f"x-{node.type} {appearance}".strip()
        return f"begin_{node.kind.value}", appearance, parameters
    type = node.type
    if type == "rating":
        type, appearance, parameters = plain_rating(node)
    if type in ("select_one", "select_multiple", "rank", "select_one_external"):
        type = _listed(node, type, parameters)
    elif type == "osm" and node.list:
        type = f"osm {node.list}"
    return type, appearance, parameters


def _listed(node: Node, type: str, parameters: dict[str, str]) -> str:
    if node.file:
        from_file = type != "rank" and parted(parted(node.file)[0])[1] == ""
        return f"{type}_from_file {node.file}" if from_file else f"{type} {node.file}"
    return f"{type} {node.source or node.list}"


class _Declared:
    """Rows for tables that no question brings along, at places that keep the tables' order."""

    def __init__(self, instances: tuple[Instance, ...]) -> None:
        self._left = [i for i in instances if i.source and i.id != LAST_SAVED]

    def before(self, node: Node) -> Iterator[Row]:
        """The tables that must be declared before those that the node uses."""
        formulas = [node.calculation, node.constraint, node.readonly, node.required, node.relevant]
        formulas += node.bind.values()
        asks = node.kind not in (NodeKind.GROUP, NodeKind.REPEAT)
        if asks:
            formulas += [node.choice_filter, node.default]
        used = [id for id, _ in pulled(formulas)]
        if node.file and asks:
            used.append(of_file(node.file)[0])
        for id in used:
            if any(instance.id == id for instance in self._left):
                while self._left[0].id != id:
                    yield from self._row(self._left.pop(0))
                self._left.pop(0)

    def rest(self) -> Iterator[Row]:
        """The tables that no question uses."""
        for instance in self._left:
            yield from self._row(instance)

    @staticmethod
    def _row(instance: Instance) -> Iterator[Row]:
        if instance.source == f"jr://file-csv/{instance.id}.csv":
            yield {"type": "csv-external", "name": instance.id}
        elif instance.source == f"jr://file/{instance.id}.xml":
            yield {"type": "xml-external", "name": instance.id}
