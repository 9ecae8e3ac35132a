"""Choices of an XForm: items in the body, or nodes of an instance."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from survey.expressions.brackets import closing, halves
from survey.forms.definition import Choice, ChoiceList, Instance, Itemset, Text, ordered_words
from survey.forms.markup import Tag, write_markup
from survey.forms.read.xform_text import Translations, label_text

_ITEMSET = re.compile(
    r"""\s*(?P<shuffle>randomize\(\s*)?instance\(\s*(?P<quote>['"])(?P<id>[^'"]+)(?P=quote)\s*\)
    /root/item(?P<rest>.*)""",
    re.VERBOSE | re.DOTALL,
)
_LINES = 20
"""Lists called alike that are told apart by lines behind their names."""

_ID_ITEXT = re.compile(r"jr:itext\(\s*itextId\s*\)")


@dataclass(slots=True)
class Asked:
    """What a select says of its choices, ready for a node."""

    list: str = ""
    filter: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    itemset: Itemset | None = None


class Choices:
    """Collects the lists of a form while its body is read."""

    def __init__(self, form: UUID, instances: Mapping[str, Tag], words: Translations) -> None:
        self._form = form
        self._instances = instances
        self._words = words
        self.lists: dict[str, ChoiceList] = {}
        self._times: Counter[str] = Counter()
        self._told = {id: tag for id, tag in instances.items() if _is_list(tag)}

    def of(self, control: Tag, name: str) -> Asked:
        """The choices of one select; ``name`` is for a list that has none of its own."""
        itemset = control.first("itemset")
        if itemset is None:
            items = control.named("item")
            if not items:
                return Asked()
            return Asked(list=self._inline(items, name))
        return self._asked(itemset)

    def instances(self, sources: Mapping[str, str]) -> tuple[Instance, ...]:
        """Instances that no list tells; ``sources`` are those that are files."""
        found = []
        for id, tag in self._instances.items():
            if id in self.lists:
                continue
            xml = "" if sources.get(id) else "".join(map(write_markup, tag.tags[:1]))
            found.append(Instance(id=id, source=sources.get(id, ""), xml=xml))
        return tuple(found)

    def tagged(self, control: Tag, name: str) -> str:
        """The list of the tags that a map question asks for; empty when it names none."""
        tags = control.named("tag")
        return self._inline(tags, name, "osm") if tags else ""

    def _inline(self, items: list[Tag], name: str, sheet: str = "choices") -> str:
        name = self._free(name)
        choices = []
        for number, item in enumerate(items):
            value = item.first("value")
            stored = item.get("key") if value is None else value.text.strip()
            text = ordered_words(label_text(item.first("label"), "label", self._words))
            id = uuid5(self._form, f"{name}/{number}/{stored}")
            choices.append(Choice(id=id, name=stored, text=text))
        self.lists[name] = ChoiceList(
            id=uuid5(self._form, f"list/{name}"), name=name, choices=tuple(choices), sheet=sheet
        )
        return name

    def _free(self, base: str) -> str:
        """A list's name that none has: with lines behind it, many of one name with a number."""
        name = base
        while name in self.lists or name in self._instances:
            times = self._times[base] = self._times[base] + 1
            name = base + "_" * times if times <= _LINES else f"{base}_{times}"
        return name

    def _asked(self, itemset: Tag) -> Asked:
        nodeset = itemset.get("nodeset").strip()
        value = _reference(itemset.first("value"))
        label = _reference(itemset.first("label"))
        found = _ITEMSET.fullmatch(nodeset)
        told = self._told.get(found["id"]) if found else None
        plain = value == "name" and (label == "label" or _ID_ITEXT.fullmatch(label))
        if found is not None and told is not None and plain:
            asked = self._from_list(found, told)
            if asked is not None:
                return asked
        return Asked(itemset=Itemset(nodeset=nodeset, value=value, label=label))

    def _from_list(self, found: re.Match[str], told: Tag) -> Asked | None:
        rest = found["rest"].strip()
        parameters: dict[str, str] = {}
        if found["shuffle"]:
            if not rest.endswith(")"):
                return None
            rest, seed = halves(rest[:-1])
            parameters["randomize"] = "true"
            if seed:
                parameters["seed"] = seed
        conditions = _conditions(rest)
        if conditions is None:
            return None
        self._tell(found["id"], told)
        joined = (
            conditions[0]
            if len(conditions) == 1
            else " and ".join(f"({one})" for one in conditions)
        )
        return Asked(list=found["id"], filter=joined, parameters=parameters)

    def _tell(self, id: str, tag: Tag) -> None:
        if id in self.lists:
            return
        choices = []
        for number, item in enumerate(tag.tags[0].tags):
            cells = {cell.name: cell.text for cell in item.tags}
            name = cells.pop("name", "").strip()
            text: Text = {}
            asked = cells.pop("itextId", "").strip()
            if asked:
                text = ordered_words(self._words.text(asked))
            elif "label" in cells:
                text = {"label": {"": cells.pop("label")}}
            made = uuid5(self._form, f"{id}/{number}/{name}")
            choices.append(Choice(id=made, name=name, text=text, columns=cells))
        self.lists[id] = ChoiceList(
            id=uuid5(self._form, f"list/{id}"), name=id, choices=tuple(choices),
            columns=tuple(dict.fromkeys(column for one in choices for column in one.columns)),
        )  # fmt: skip


def _reference(tag: Tag | None) -> str:
    return "" if tag is None else tag.get("ref").strip()


def _is_list(tag: Tag) -> bool:
    """Is it ``root/item`` with flat cells, each named once?"""
    roots = tag.tags
    if tag.any("src") is not None or len(roots) != 1 or roots[0].name != "root":
        return False
    for item in roots[0].tags:
        names = [cell.name for cell in item.tags]
        if item.name != "item" or "name" not in names or len(set(names)) != len(names):
            return False
        if any(cell.tags or cell.attributes for cell in item.tags) or item.attributes:
            return False
    return True


def _conditions(rest: str) -> list[str] | None:
    """``[a][b]`` as its conditions; None when something else stands there."""
    found: list[str] = []
    while rest:
        if not rest.startswith("["):
            return None
        end = closing(rest)
        if end < 0:
            return None
        found.append(rest[1:end] if rest[1:end].strip() else "")
        rest = rest[end + 1 :].strip()
    return found or [""]
