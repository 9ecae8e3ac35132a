"""A form as XForm XML, as other XLSForm tools would make it from the same workbook."""

from __future__ import annotations

from collections.abc import Iterator

from survey.forms.definition import FormDefinition, NodeKind
from survey.forms.markup import Tag, write_markup
from survey.forms.problems import Findings, Spot
from survey.forms.write.xform_binds import Binds
from survey.forms.write.xform_body import Controls
from survey.forms.write.xform_entities import Entities
from survey.forms.write.xform_instance import primary
from survey.forms.write.xform_markup import ENTITIES, PREFIXES, XFORMS, element, html
from survey.forms.write.xform_paths import Paths, Place
from survey.forms.write.xform_tables import Tables
from survey.forms.write.xform_words import Wording

_SUBMISSION = {
    "submission_url": "action",
    "public_key": "base64RsaPublicKey",
    "auto_send": "orx:auto-send",
    "auto_delete": "orx:auto-delete",
    "client_editable": "odk:client-editable",
}
_YES = {"yes": "true", "true": "true", "no": "false", "false": "false"}


def write_xform(form: FormDefinition, findings: Findings | None = None) -> bytes:
    """The XForm's bytes, UTF-8. ``findings`` is told what an XForm cannot hold."""
    return _Writer(form, findings or Findings()).document()


class _Writer:
    def __init__(self, form: FormDefinition, findings: Findings) -> None:
        self._form = form
        self._findings = findings
        exact = from_xform(form)
        self._paths = Paths(form)
        wording = Wording(form, self._paths, exact=exact)
        self._tables = Tables(form, self._paths, wording)
        self._wording = wording
        self._binds = Binds(form, self._paths, wording, self._dropped)
        self._entities = Entities(form, self._paths)

    def _dropped(self, at: Place, name: str) -> None:
        row = at.node.row if at.node is not None else 0
        spot = Spot(sheet="survey", row=row, column=name, text=at.path)
        self._findings.warning("xform-attribute", spot, name=name, path=at.path)

    def document(self) -> bytes:
        """All of it."""
        form = self._form
        binds = list(self._model_binds())
        controls = Controls(
            self._paths, self._binds, self._tables, self._wording, self._dropped
        )
        self._entities.tell(controls.add_new)
        body = html("body", *controls.below(form.nodes, self._paths.root))
        if form.settings.get("style"):
            body.attributes["class"] = form.settings["style"]
        self._wording.rest(form.texts)
        head = html("head", html("title", form.title or form.name), self._model(binds))
        top = html("html", head, body)
        top.declared[""] = XFORMS
        top.declared |= {**form.namespaces, **PREFIXES}
        if self._entities.any:
            top.declared.setdefault("entities", ENTITIES)
        top.declared = {k: v for k, v in top.declared.items() if k or v == XFORMS}
        return f'<?xml version="1.0"?>{write_markup(top)}'.encode()

    def _model(self, binds: list[Tag]) -> Tag:
        model = element("model")
        model.attributes["odk:xforms-version"] = "1.0.0"
        if self._entities.any:
            model.attributes["entities:entities-version"] = self._entities.version
        submission = self._submission()
        itext = self._wording.itext()
        model.children += [tag for tag in (submission, itext) if tag is not None]
        model.children.append(element("instance", primary(self._form, self._extras())))
        model.children += self._tables.instances()
        model.children += binds
        return model

    def _submission(self) -> Tag | None:
        made = element("submission")
        for name, attribute in _SUBMISSION.items():
            value = self._form.settings.get(name)
            if value:
                made.attributes[attribute] = _YES.get(value, value) if ":" in attribute else value
        if "action" in made.attributes or "base64RsaPublicKey" in made.attributes:
            made.attributes["method"] = "post"
        return made if made.attributes else None

    def _extras(self) -> dict[tuple[str, ...], list[Tag]]:
        made = self._entities.elements()
        names = list(self._meta())
        if names:
            root = (self._form.root,)
            entities = [tag for meta in made.pop(root, []) for tag in meta.tags]
            made[root] = [element("meta", *(element(name) for name in names), *entities)]
        return made

    def _meta(self) -> Iterator[str]:
        if not own_meta(self._form):
            if self._form.settings.get("omit_instanceID") not in ("yes", "true", "true()"):
                yield "instanceID"
            if self._form.settings.get("instance_name"):
                yield "instanceName"

    def _model_binds(self) -> Iterator[Tag]:
        yield from self._binds.all()
        yield from self._entities.binds()
        root = self._paths.root
        for name in self._meta():
            made = element("bind", nodeset=f"{root.path}/meta/{name}", type="string")
            if name == "instanceID":
                made.attributes |= {"readonly": "true()", "jr:preload": "uid"}
            else:
                named = self._form.settings["instance_name"]
                made.attributes["calculate"] = self._paths.expression(named, root)
            yield made
        for action in self._form.actions:
            yield self._binds.action(action, root)


def own_meta(form: FormDefinition) -> bool:
    """Does the tree itself hold the element ``meta``?"""
    return any(node.name == "meta" and node.kind is NodeKind.GROUP for node in form.nodes)


def from_xform(form: FormDefinition) -> bool:
    """Was the form read from an XForm? Then its words and paths stand exactly as there."""
    return PREFIXES["h"] in form.namespaces.values()
