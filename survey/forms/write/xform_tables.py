"""Lists of choices in an XForm: as instances beside the answers, and as itemsets that use them."""

from __future__ import annotations

from collections.abc import Container, Iterator
from pathlib import PurePosixPath

from survey.forms.definition import ChoiceList, FormDefinition, Node
from survey.forms.markup import Tag, Written, escaped, read_markup
from survey.forms.tables import of_file, searches
from survey.forms.write.xform_markup import element, is_element
from survey.forms.write.xform_paths import Paths, Place
from survey.forms.write.xform_words import Wording, needs_itext

_SELECTS = ("select_one", "select_multiple", "rank")


class Tables:
    """Writes lists and files of choices."""

    def __init__(self, form: FormDefinition, paths: Paths) -> None:
        self._form = form
        self._paths = paths
        self._lists = {made.name: made for made in form.lists if made.sheet == "choices"}
        self._tags = {made.name: made for made in form.lists if made.sheet == "osm"}
        selects = [node for node in form.walk() if node.list and node.type in _SELECTS]
        self._searched = {node.list for node in selects if searches(node.appearance)}
        self._itext = {name for name, made in self._lists.items() if needs_itext(made)}

    def instances(self) -> Iterator[Tag]:
        """Everything beside the primary instance: files, then lists."""
        for instance in self._form.instances:
            made = element("instance", id=instance.id)
            if instance.source:
                made.attributes["src"] = instance.source
            elif instance.xml:
                made.children.append(read_markup(instance.xml))
            yield made
        for name, choices in self._lists.items():
            if name not in self._searched:
                columns = dict.fromkeys(at for one in choices.choices for at in one.columns)
                root = element("root", *(element(at) for at in columns if not is_element(at)))
                items = "".join(self._items(choices, {*filter(is_element, columns)}))
                if items:
                    root.children.append(Written(items))
                yield element("instance", root, id=name)

    def _items(self, choices: ChoiceList, columns: Container[str]) -> Iterator[str]:
        itext = choices.name in self._itext
        list_name = escaped(choices.name)
        for number, choice in enumerate(choices.choices):
            yield f"<item><itextId>{list_name}-{number}</itextId>" if itext else "<item>"
            yield f"<name>{escaped(choice.name)}</name>"
            label = choice.text.get("label", {}).get("")
            if label is not None and not itext:
                yield f"<label>{escaped(label)}</label>"
            for column, value in choice.columns.items():
                if column in columns:
                    yield f"<{column}>{escaped(value)}</{column}>"
            yield "</item>"

    def asked(self, at: Place) -> Iterator[Tag]:
        """What the control of a question says of its choices."""
        node = at.node
        assert node is not None
        if node.itemset is not None:
            yield _itemset(node.itemset.nodeset, node.itemset.value, node.itemset.label)
        elif node.file:
            yield self._from_file(node, at)
        elif node.source:
            yield self._from_answers(node, at, node.source)
        elif node.list in self._searched:
            yield from self._inline(self._lists[node.list])
        elif node.list in self._lists and node.type != "select_one_external":
            yield self._from_list(node, at, node.list)

    def tags(self, node: Node, wording: Wording) -> Iterator[Tag]:
        """The tags that a map question is about."""
        if node.list in self._tags:
            for choice in self._tags[node.list].choices:
                label = wording.elsewhere(f"/{choice.name}", choice.text) or [element("label")]
                yield element("tag", *label, key=choice.name)

    def _from_list(self, node: Node, at: Place, name: str) -> Tag:
        label = "jr:itext(itextId)" if name in self._itext else "label"
        nodeset = self._filtered(f"instance('{name}')/root/item", node, at)
        return _itemset(nodeset, "name", label)

    def _from_file(self, node: Node, at: Place) -> Tag:
        geojson = PurePosixPath(node.file).suffix == ".geojson"
        value = node.parameters.get("value") or ("id" if geojson else "name")
        label = node.parameters.get("label") or ("title" if geojson else "label")
        nodeset = f"instance('{of_file(node.file)[0]}')/root/item"
        return _itemset(self._filtered(nodeset, node, at), value, label)

    def _from_answers(self, node: Node, at: Place, source: str) -> Tag:
        nodeset, name = self._paths.answers(source, at)
        condition = f"./{name} != ''"
        if node.choice_filter:
            condition = self._paths.among(node.choice_filter, at, nodeset)
        nodeset = _shuffled(f"{nodeset}[{condition}]", node, self._paths, at)
        return _itemset(nodeset, name, name)

    def geometry(self, at: Place) -> Iterator[Tag]:
        """The places that a map shows beside the one that is asked for."""
        node = at.node
        assert node is not None
        target = node.parameters.get("reference-geometry", "")
        if target.startswith("${"):
            yield self._from_answers(node, at, f"{target}/geometry")
        elif target:
            yield self._from_list(node, at, target)

    def _filtered(self, nodeset: str, node: Node, at: Place) -> str:
        if node.choice_filter:
            said = self._paths.expression(node.choice_filter, at, current=True)
            nodeset += f"[{said}]"
        return _shuffled(nodeset, node, self._paths, at)

    def _inline(self, choices: ChoiceList) -> Iterator[Tag]:
        itext = choices.name in self._itext
        for number, choice in enumerate(choices.choices):
            words = choice.text.get("label", {}).get("", "")
            label = (
                element("label", ref=f"jr:itext('{choices.name}-{number}')")
                if itext
                else element("label", words)
            )
            yield element("item", label, element("value", choice.name))

    def query(self, at: Place) -> str:
        """The ``query`` of a select from an external list."""
        node = at.node
        assert node is not None
        nodeset = f"instance('{node.list}')/root/item"
        if node.choice_filter:
            nodeset += f"[{self._paths.expression(node.choice_filter, at, current=True)}]"
        return nodeset


def _shuffled(nodeset: str, node: Node, paths: Paths, at: Place) -> str:
    if node.parameters.get("randomize") != "true":
        return nodeset
    seed = node.parameters.get("seed", "")
    if seed:
        return f"randomize({nodeset}, {paths.expression(seed, at).strip()})"
    return f"randomize({nodeset})"


def _itemset(nodeset: str, value: str, label: str) -> Tag:
    made = element("itemset", element("value", ref=value), nodeset=nodeset)
    if label:
        made.children.append(element("label", ref=label))
    return made
