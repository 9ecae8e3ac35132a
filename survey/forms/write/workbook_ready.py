"""A form that was read from an XForm, made ready for a workbook.

What XLSForm says in its own way is turned into that; what it cannot say is told, never dropped
silently.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from survey.forms.bound import OF_MODEL
from survey.forms.definition import ChoiceList, FormDefinition, Node, NodeKind, Text, ordered_words
from survey.forms.ids import made_id
from survey.forms.problems import Findings, Spot
from survey.forms.spoken import parts_of
from survey.forms.write.workbook_acts import Acts
from survey.forms.write.workbook_choices import asked
from survey.forms.write.xform import from_xform
from survey.forms.write.xform_instance import says_nothing_new
from survey.forms.write.xform_markup import ENTITIES, PREFIXES, XFORMS
from survey.forms.write.xform_paths import Paths, Place

_NAMED = re.compile(r"\$\{[^{}]*\}")
_SPOKEN = {
    "label", "hint", "guidance_hint", "constraint_message", "required_message",
    "no_app_error_string", "image", "big-image", "audio", "video",
}  # fmt: skip
_SEEN = ("label", "hint", "image", "audio", "video")
_OWN_SPACES = {*PREFIXES.values(), ENTITIES, XFORMS}
_FORMULAS = (
    "relevant", "required", "readonly", "constraint", "calculation", "choice_filter", "default",
)  # fmt: skip
_SELECTS = ("select_one", "select_multiple", "rank")


def workbook_ready(form: FormDefinition, findings: Findings) -> FormDefinition:
    """The form as a workbook can hold it; ``findings`` is told of what it cannot."""
    return _Ready(form, findings).made() if from_xform(form) or _beyond(form) else form


def _beyond(form: FormDefinition) -> bool:
    """Has the form anything that a workbook says otherwise or not at all?"""
    if form.layout or form.actions or form.texts or form.start:
        return True
    if any(instance.xml or not instance.source for instance in form.instances):
        return True
    return any(node.actions or node.itemset is not None for node in form.walk())


class _Ready:
    def __init__(self, form: FormDefinition, findings: Findings) -> None:
        self._form = form
        self._findings = findings
        self._paths = Paths(form)
        self._times = Counter(node.name for node in form.walk())
        self._acts = Acts(form, self._paths, self._tell)
        self._settings = dict(form.settings)
        self._extra: list[Node] = []

    def _tell(self, code: str, row: int, text: str, **values: str) -> None:
        self._findings.warning(code, Spot(row=row, text=text), offset=None, **values)

    def made(self) -> FormDefinition:
        """The form; words that no question holds may have brought calculations along."""
        form = self._form
        if from_xform(form):
            self._settings["omit_instanceID"] = "yes"
        nodes = list(self._nodes(form.nodes, self._paths.root))
        lists = tuple(map(self._list, form.lists))
        if self._settings.get("omit_instanceID") == "":
            del self._settings["omit_instanceID"]
        if form.layout:
            self._tell("xlsx-layout", 0, "")
        for name in [name for name in self._settings if name.startswith("bind::@")]:
            self._tell("xlsx-attribute-bind", 0, name, path=self._paths.root.path, name=name)
            del self._settings[name]
        for name in [name for name in self._settings if name.startswith(OF_MODEL)]:
            del self._settings[name]
        for id in form.texts:
            self._tell("xlsx-texts", 0, id, id=id)
        if form.start and not says_nothing_new(form, self._paths):
            self._tell("xlsx-start", 0, "")
        for instance in form.instances:
            if instance.xml or not instance.source:
                self._tell("xlsx-instance", 0, instance.id, id=instance.id)
        if any(len({c.name for c in made.choices}) < len(made.choices) for made in lists):
            self._settings["allow_choice_duplicates"] = "yes"
        formulas = (getattr(node, name) for node in form.walk() for name in _FORMULAS)
        if any("  " in text for text in formulas):
            self._settings["clean_text_values"] = "no"
        spaces = {k: uri for k, uri in form.namespaces.items() if uri not in _OWN_SPACES}
        return replace(
            form, nodes=(*self._extra, *nodes), lists=lists, settings=self._settings, start="",
            namespaces=spaces, texts={}, actions=(), layout=(),
            instances=tuple(one for one in form.instances if one.source),
        )  # fmt: skip

    def _nodes(self, nodes: tuple[Node, ...], at: Place) -> Iterator[Node]:
        for node in nodes:
            place = at.below(node)
            if node.name == "meta" and len(place.steps) == 2 and node.kind is NodeKind.GROUP:
                yield from self._meta(node)
                continue
            if node.namespace and node.type != "audit":
                self._tell("xlsx-namespace", node.row, place.path, path=place.path)
                node = replace(node, namespace="")
            made = self._node(node, place)
            yield from self._extra_for(place)
            yield replace(made, nodes=tuple(self._nodes(node.nodes, place)))

    def _extra_for(self, at: Place) -> Iterator[Node]:
        """Calculations that the words of the node at ``at`` need; they stand before it."""
        if at.repeats or len(at.steps) > 2:
            yield from self._extra
            self._extra.clear()

    def _meta(self, node: Node) -> Iterator[Node]:
        for inner in node.nodes:
            if inner.name == "instanceID":
                self._settings["omit_instanceID"] = ""
            elif inner.name == "instanceName" and inner.calculation:
                self._settings["instance_name"] = inner.calculation
            elif inner.name == "audit":
                parameters = {k.removeprefix("odk:"): v for k, v in inner.bind.items() if ":" in k}
                yield replace(
                    inner, kind=NodeKind.VALUE, type="audit", namespace="meta", bind={},
                    parameters=parameters,
                )  # fmt: skip
            else:
                self._tell("xlsx-meta", inner.row, inner.name, name=inner.name)

    def _node(self, node: Node, at: Place) -> Node:
        node = asked(self._acts.applied(node, at), at, self._form, self._paths, self._tell)
        text = self._text(node.text, at)
        if node.kind is NodeKind.QUESTION and not any(name in text for name in _SEEN):
            self._tell("xlsx-no-label", node.row, at.path, path=at.path)
            text = {**text, "label": {"": node.name}}
        bind = dict(node.bind)
        if node.type in _SELECTS and bind.get("type") not in (None, "string", "odk:rank"):
            del bind["type"]
        for name in [name for name in bind if name.startswith("@")]:
            self._tell("xlsx-attribute-bind", node.row, at.path, path=at.path, name=name)
            del bind[name]
        body = {name: text for name, text in node.body.items() if name != "jr:count"}
        return replace(
            node, text=text, bind=bind, body=body, count=self._count(node, at),
            choice_filter=node.choice_filter.strip(),
        )  # fmt: skip

    def _count(self, node: Node, at: Place) -> str:
        found = self._paths.at(node.count, at) if node.count else None
        return node.count if found is None else self._named(found) or node.count

    def _named(self, place: Place) -> str:
        name = place.steps[-1]
        return f"${{{name}}}" if self._times[name] == 1 else ""

    def _list(self, made: ChoiceList) -> ChoiceList:
        choices = tuple(
            replace(choice, text=self._text(choice.text, self._paths.root))
            for choice in made.choices
        )
        return replace(made, choices=choices)

    def _text(self, text: Text, at: Place) -> Text:
        made: dict[str, Mapping[str, str]] = {}
        row = at.node.row if at.node is not None else 0
        for name, words in text.items():
            if name in _SPOKEN:
                made[name] = {k: self._words(said, at).strip() for k, said in words.items()}
            else:
                self._tell("xlsx-words-form", row, at.path, path=at.path, form=name)
        return ordered_words({name: words for name, words in made.items() if any(words.values())})

    def _words(self, words: str, at: Place) -> str:
        if "${" not in words:
            return words
        return "".join(
            self._worked(part, at) if computed and not _NAMED.fullmatch(part) else part
            for computed, part in parts_of(words, looked_up=False)
        )

    def _worked(self, formula: str, at: Place) -> str:
        if formula.startswith("instance("):
            return formula
        place = self._paths.at(formula, at)
        named = self._named(place) if place is not None else ""
        if named:
            return named
        name = f"words_{len(self._times)}"
        while name in self._times:
            name += "_"
        self._times[name] = 1
        self._extra.append(
            Node(
                id=made_id(self._form.name, "survey", *at.steps[1:-1], name),
                kind=NodeKind.VALUE, name=name, type="calculate", calculation=formula,
            )
        )  # fmt: skip
        row = at.node.row if at.node is not None else 0
        self._tell("xlsx-words", row, formula, formula=formula, name=name)
        return f"${{{name}}}"
