"""XForm XML into the one tree of a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import NAMESPACE_URL, uuid5

from survey.forms.bound import OF_MODEL, OF_ROOT
from survey.forms.definition import Action, FormDefinition
from survey.forms.markup import MarkupError, Tag, read_markup, write_markup
from survey.forms.ours import recognised
from survey.forms.problems import Findings, FormProblem, Spot
from survey.forms.read.xform_attributes import attribute_binds
from survey.forms.read.xform_body import ACTIONS, Body, absolute, actions_of, body_of
from survey.forms.read.xform_choices import Choices
from survey.forms.read.xform_layout import layout_of
from survey.forms.read.xform_names import XHTML, plain_key
from survey.forms.read.xform_nodes import Nodes
from survey.forms.read.xform_start import instances_tell_more
from survey.forms.read.xform_text import Translations, translations_of

LARGEST = 64 * 1024 * 1024
"""Bytes of an XForm that are read; a larger one is refused."""

_FORMS = uuid5(NAMESPACE_URL, "urn:vardera:xform")
_METHODS = {"", "post", "form-data-post"}
_SUBMISSION = {
    "action": "submission_url",
    "base64RsaPublicKey": "public_key",
    "auto-send": "auto_send",
    "auto-delete": "auto_delete",
}


@dataclass(slots=True)
class _Source:
    """The parts of a document that were found."""

    model: Tag
    root: Tag
    body: Tag | None
    title: str
    instances: dict[str, Tag] = field(default_factory=dict)
    findings: Findings = field(default_factory=Findings)


def read_xform(data: bytes | str) -> tuple[FormDefinition | None, tuple[FormProblem, ...]]:
    """The form in an XForm document, or None, and all that is wrong with it.

    ``row`` in the problems is the line. Ids are made from the form's id and each node's path, so
    that the same document gives the same ids.
    """
    findings = Findings()
    form = _read(data, findings)
    return (None if findings.errors else form), findings.problems()


def _read(data: bytes | str, findings: Findings) -> FormDefinition | None:
    if len(data) > LARGEST:
        findings.error("too-big", most=LARGEST // 1024 // 1024)
        return None
    try:
        top = read_markup(data)
    except MarkupError as error:
        findings.error("xform-xml", Spot(row=error.line), why=error)
        return None
    source = _source(top, findings)
    return None if source is None else _form(top, source)


def _source(top: Tag, findings: Findings) -> _Source | None:
    head = top.first("head")
    model = None if head is None else head.first("model")
    if head is None or model is None:
        findings.error("xform-part", Spot(row=top.line), part="h:head with a model")
        return None
    instances = model.named("instance")
    main = next((one for one in instances if one.tags), None)
    if main is None:
        findings.error("xform-part", Spot(row=model.line), part="instance")
        return None
    title = head.first("title")
    body = top.first("body")
    if body is None:
        findings.error("xform-part", Spot(row=top.line), part="h:body")
    said = "" if title is None else title.text.strip()
    others = {one.get("id"): one for one in instances if one is not main}
    return _Source(model, main.tags[0], body, said, others, findings)


def _form(top: Tag, source: _Source) -> FormDefinition:
    root = source.root
    name = root.get("id") or root.namespace or root.name
    id = uuid5(_FORMS, name)
    words = translations_of(source.model, source.findings)
    choices = Choices(id, source.instances, words)
    binds = _binds(source)
    by_id = {bind.get("id"): path for path, bind in binds.items() if bind.get("id")}
    body = body_of(source.body, root.name, by_id, source.findings)
    body.qualities.update(
        (absolute(tag.get("ref"), f"/{root.name}"), quality)
        for tag in source.model.named("recordaudio") if (quality := tag.any("quality"))
    )
    attributes = attribute_binds(binds)
    nodes = Nodes(id, body, binds, words, choices, attributes)
    made = nodes.below(root, f"/{root.name}")
    _lost(source, body, nodes)
    layout = layout_of(source.body, root.name, made, body, words)
    sources = {key: tag.any("src") or "" for key, tag in source.instances.items()}
    return FormDefinition(
        id=id,
        name=name,
        version=root.any("version") or "",
        title=source.title,
        root=root.name,
        languages=words.languages,
        default_language=words.default,
        nodes=tuple(map(recognised, made)),
        lists=tuple(choices.lists.values()),
        layout=layout,
        instances=choices.instances(sources),
        actions=_actions(source, body, root),
        settings=_settings(source)
        | {f"{OF_ROOT}{key}": value for key, value in attributes.get(f"/{root.name}", {}).items()},
        namespaces=_namespaces(top),
        texts=_texts(words),
        start=write_markup(root) if instances_tell_more(root, body) else "",
    )


def _binds(source: _Source) -> dict[str, Tag]:
    found: dict[str, Tag] = {}
    for bind in source.model.named("bind"):
        path = absolute(bind.get("nodeset") or bind.get("ref"), f"/{source.root.name}")
        first = found.setdefault(path, bind)
        first.attributes |= bind.attributes
    return found


def _texts(words: Translations) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return words.rest()


def _actions(source: _Source, body: Body, root: Tag) -> tuple[Action, ...]:
    in_model = [tag for tag in source.model.tags if tag.name in ACTIONS]
    at_root = body.asks.get(f"/{root.name}")
    return tuple(actions_of([*in_model, *(at_root.actions if at_root else ())], body))


def _settings(source: _Source) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in source.root.attributes.items():
        if key not in ("id", "version") and not key.endswith("}template"):
            found[f"attribute::{key}"] = value
    for key, value in source.model.attributes.items():
        if not key.endswith("}xforms-version"):
            found[f"{OF_MODEL}{plain_key(key)}"] = value
    if source.body is not None and source.body.get("class"):
        found["style"] = source.body.get("class")
    submission = source.model.first("submission")
    if submission is None:
        return found
    method = submission.get("method").strip().lower()
    if method not in _METHODS:
        spot = Spot(row=submission.line, column="method", text=method)
        source.findings.error("xform-submission", spot, method=method)
    for attribute, name in _SUBMISSION.items():
        given = submission.any(attribute)
        if given:
            found[name] = given
    return found


def _namespaces(top: Tag) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for tag in top.walk():
        for prefix, uri in tag.declared.items():
            if prefix:
                found.setdefault(prefix, uri)
    if XHTML not in found.values():  # a form from an XForm is known by it
        names = ("h", "html", "xhtml", *(f"h{number}" for number in range(len(found))))
        found[next(name for name in names if name not in found)] = XHTML
    return found


def _lost(source: _Source, body: Body, nodes: Nodes) -> None:
    for path, asks in body.asks.items():
        tag = asks.control or asks.repeat
        if tag is not None and (path not in nodes.paths or path == f"/{source.root.name}"):
            spot = Spot(row=tag.line, column=tag.name, text=path)
            source.findings.error("xform-no-node", spot, path=path)
