"""Itemsets of an XForm as a workbook says them: files and answers of a repeat."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from survey.forms.definition import FormDefinition, Itemset, Node
from survey.forms.write.xform_paths import Paths, Place

_SHUFFLED = re.compile(r"randomize\((?P<inner>.*?)(?:,(?P<seed>[^,()\[\]]*))?\)", re.DOTALL)
_FILE = re.compile(
    r"instance\(\s*['\"](?P<id>[^'\"]+)['\"]\s*\)/root/item(?:\[(?P<filter>.*)\])?", re.DOTALL
)
_REPEAT = re.compile(r"(?P<path>[\w./:-]+)(?:\[(?P<filter>.*)\])?", re.DOTALL)
_NAME = re.compile(r"[^\W\d][\w.-]*")
_SELECTS = ("select_one", "select_multiple", "rank")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def asked(
    node: Node, at: Place, form: FormDefinition, paths: Paths, tell: Callable[..., None]
) -> Node:
    """The select with choices that a workbook can name; what it cannot is told."""
    node = _seeded(node, at, paths, tell)
    itemset = node.itemset
    if itemset is None:
        if node.type not in _SELECTS or node.list or node.file or node.source:
            return node
        tell("xlsx-choices", node.row, "", path=at.path)
        return replace(node, type="text")
    shuffled = _SHUFFLED.fullmatch(itemset.nodeset)
    parameters = dict(node.parameters)
    nodeset = itemset.nodeset
    if shuffled is not None:
        nodeset = shuffled["inner"].strip()
        parameters["randomize"] = "true"
        if shuffled["seed"]:
            parameters["seed"] = shuffled["seed"].strip()
    plain = replace(node, itemset=None, parameters=parameters)
    made = _from_file(plain, nodeset, itemset, form) or _from_repeat(
        plain, at, nodeset, itemset.value, paths
    )
    if made is None:
        tell("xlsx-choices", node.row, itemset.nodeset, path=at.path)
        return replace(node, itemset=None, type="text")
    return _seeded(made, at, paths, tell)


def _seeded(node: Node, at: Place, paths: Paths, tell: Callable[..., None]) -> Node:
    seed = node.parameters.get("seed", "")
    if not seed or _NUMBER.fullmatch(seed) or seed.startswith("${"):
        return node
    place = paths.at(seed, at)
    parameters = dict(node.parameters)
    if place is not None:
        parameters["seed"] = f"${{{place.steps[-1]}}}"
    else:
        tell("xlsx-seed", node.row, seed, path=at.path, seed=seed)
        del parameters["seed"]
    return replace(node, parameters=parameters)


def _from_file(node: Node, nodeset: str, itemset: Itemset, form: FormDefinition) -> Node | None:
    found = _FILE.fullmatch(nodeset)
    sources = {one.id: one.source for one in form.instances}
    source = sources.get(found["id"], "") if found else ""
    file = source.rpartition("/")[2]
    if found is None or not file.startswith(f"{found['id']}."):
        return None
    geojson = file.endswith(".geojson")
    usual = {"value": "id" if geojson else "name", "label": "title" if geojson else "label"}
    said = {"value": itemset.value, "label": itemset.label}
    if not all(_NAME.fullmatch(name) for name in said.values()):
        return None
    parameters = {**node.parameters, **{k: v for k, v in said.items() if v != usual[k]}}
    return replace(node, file=file, parameters=parameters, choice_filter=found["filter"] or "")


def _from_repeat(node: Node, at: Place, nodeset: str, value: str, paths: Paths) -> Node | None:
    found = _REPEAT.fullmatch(nodeset)
    place = paths.at(f"{found['path']}/{value}", at) if found else None
    if found is None or place is None or not place.repeats:
        return None
    said = found["filter"] or ""
    if said.replace(" ", "") == f"./{value}!=''":
        said = ""
    return replace(node, source=f"${{{place.steps[-1]}}}", choice_filter=said)
