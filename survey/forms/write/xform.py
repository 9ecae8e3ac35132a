"""A form as XForm XML, as other XLSForm tools would make it from the same workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from survey.collecting import nothing_collected
from survey.forms import ours
from survey.forms.bound import OF_MODEL
from survey.forms.defaults import is_dynamic
from survey.forms.definition import Action, FormDefinition, Node
from survey.forms.limits import UNWRITABLE
from survey.forms.markup import Tag, write_markup
from survey.forms.problems import Findings, Spot
from survey.forms.read.vocabulary import YES
from survey.forms.write.xform_binds import NEW_REPEAT, Binds
from survey.forms.write.xform_body import Controls
from survey.forms.write.xform_entities import Entities
from survey.forms.write.xform_instance import primary
from survey.forms.write.xform_markup import (
    ODK,
    PREFIXES,
    declare,
    element,
    html,
    is_attribute,
    on_one_line,
)
from survey.forms.write.xform_paths import Paths, Place
from survey.forms.write.xform_tables import Tables
from survey.forms.write.xform_words import Wording

_SUBMISSION = {
    "submission_url": "action",
    "public_key": "base64RsaPublicKey",
    "auto_send": "orx:auto-send",
    "auto_delete": "orx:auto-delete",
}


def write_xform(form: FormDefinition, findings: Findings | None = None) -> bytes:
    """The XForm's bytes, UTF-8, without signs that XML cannot hold.

    ``findings`` is told what else an XForm cannot hold.
    """
    plain = replace(form, nodes=tuple(map(ours.plain, form.nodes)))
    with nothing_collected():
        return _Writer(plain, findings or Findings()).document()


class _Writer:
    def __init__(self, form: FormDefinition, findings: Findings) -> None:
        self._form = form
        self._findings = findings
        exact = self._exact = from_xform(form)
        self._paths = Paths(form)
        wording = Wording(form, self._paths, exact=exact)
        self._tables = Tables(form, self._paths)
        self._wording = wording
        self._binds = Binds(self._paths, wording, self._dropped)
        self._entities = Entities(form, self._paths)
        self._new: dict[tuple[str, ...], list[Tag]] = {}
        self._beside = self._actions_beside() if exact else {}

    def _dropped(self, at: Place, name: str) -> None:
        row = at.node.row if at.node is not None else 0
        spot = Spot(sheet="survey", row=row, column=name, text=at.path)
        self._findings.warning("xform-attribute", spot, name=name, path=at.path)

    def document(self) -> bytes:
        """All of it."""
        form = self._form
        binds = list(self._model_binds())
        controls = Controls(self._binds, self._tables, self._wording, self._new)
        body = html("body")
        root = self._paths.root
        shown = controls.placed(form.layout) if form.layout else controls.below(form.nodes, root)
        body.children += shown
        if form.settings.get("style"):
            body.attributes["class"] = form.settings["style"]
        head = html("head", html("title", form.title or form.name), self._model(binds))
        top = html("html", head, body)
        for name in declare(top, form.namespaces, all_of_them=not self._exact):
            self._dropped(self._paths.root, name)
        if not self._exact:
            on_one_line(top)
        return f'<?xml version="1.0"?>{UNWRITABLE.sub("", write_markup(top))}'.encode()

    def _model(self, binds: list[Tag]) -> Tag:
        model = element("model")
        if not self._exact or ODK in self._form.namespaces.values():
            model.attributes["odk:xforms-version"] = "1.0.0"
        if self._entities.any:
            model.attributes["entities:entities-version"] = self._entities.version
        for name, value in self._form.settings.items():
            if name.startswith(OF_MODEL) and is_attribute(name.removeprefix(OF_MODEL)):
                model.attributes[name.removeprefix(OF_MODEL)] = value
        submission = self._submission()
        itext = self._wording.itext()
        model.children += [tag for tag in (submission, itext) if tag is not None]
        answers = primary(self._form, self._paths, self._extras(), exact=self._exact)
        model.children.append(element("instance", answers))
        model.children += self._tables.instances()
        model.children += binds
        return model

    def _actions_beside(self) -> dict[str, list[Action]]:
        """The model's actions by the node they set; nothing when they stand in another order."""
        order = {place.path: number for number, place in enumerate(self._paths.all)}
        found: dict[str, list[Action]] = {}
        last = 0
        for action in self._form.actions:
            path = action.target.partition("/@")[0]
            number = order.get(path, -1)
            if number < last:
                return {}
            last = number
            found.setdefault(path, []).append(action)
        return found

    def _submission(self) -> Tag | None:
        made = element("submission")
        for name, attribute in _SUBMISSION.items():
            value = self._form.settings.get(name)
            if value:
                made.attributes[attribute] = value
        if "action" in made.attributes:
            made.attributes["method"] = "post"
        if self._form.settings.get("client_editable") in YES:
            made.attributes["odk:client-editable"] = "true"
        return made if made.attributes else None

    def _extras(self) -> dict[tuple[str, ...], list[Tag]]:
        made = self._entities.elements()
        first = [element(node.name) for node in self._form.nodes if node.namespace == "meta"]
        first += [element(name) for name in self._meta()]
        root = (self._form.root,)
        if first:
            entities = [tag for meta in made.pop(root, []) for tag in meta.tags]
            made[root] = [element("meta", *entities, *first)]
        return made

    def _meta(self) -> Iterator[str]:
        if not self._exact:
            if self._form.settings.get("omit_instanceID") not in YES:
                yield "instanceID"
            if self._form.settings.get("instance_name"):
                yield "instanceName"

    def _model_binds(self) -> Iterator[Tag]:
        root = self._paths.root
        yield from self._below(self._form.nodes, root)
        yield from self._entities.binds(root.steps)
        for name in self._meta():
            made = element("bind", nodeset=f"{root.path}/meta/{name}", type="string")
            if name == "instanceID":
                uid = self._form.settings.get("instance_id") or "uid"
                made.attributes |= {"readonly": "true()", "jr:preload": uid}
            else:
                named = self._form.settings["instance_name"]
                made.attributes["calculate"] = self._paths.expression(named, root)
            yield made
        yield from self._binds.of_attributes(root, _bound(self._form))
        if not self._beside:
            yield from (self._binds.action(action, root) for action in self._form.actions)

    def _below(self, nodes: Iterable[Node], at: Place) -> Iterator[Tag]:
        for node in nodes:
            place = at.below(node)
            yield from self._binds.of(place)
            for action in self._beside.get(place.path, ()):
                yield self._binds.action(action, self._paths.root)
            self._news(place)
            if node.nodes:
                yield from self._below(node.nodes, place)
                yield from self._entities.binds(place.steps)
                for repeat, made in self._entities.added(place.steps):
                    self._new.setdefault(repeat, []).append(made)

    def _news(self, place: Place) -> None:
        node = place.node
        if node is not None and place.repeats and is_dynamic(node.default, node.type):
            made = self._binds.setting(place, place, NEW_REPEAT, node.default)
            self._new.setdefault(place.steps[: place.repeats[-1]], []).append(made)


def from_xform(form: FormDefinition) -> bool:
    """Was the form read from an XForm? Then its words and paths stand exactly as there."""
    return PREFIXES["h"] in form.namespaces.values()


def _bound(form: FormDefinition) -> dict[str, str]:
    """Binds of the root's own attributes, which stand among the settings."""
    return {
        k.removeprefix("bind::"): v for k, v in form.settings.items() if k.startswith("bind::@")
    }
