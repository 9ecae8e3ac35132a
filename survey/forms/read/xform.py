"""XForm XML into the one tree of a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import NAMESPACE_URL, uuid5

from survey.forms.definition import Action, FormDefinition
from survey.forms.markup import MarkupError, Tag, read_markup, write_markup
from survey.forms.problem import FormProblem
from survey.forms.read.xform_body import ACTIONS, Body, absolute, body_of
from survey.forms.read.xform_choices import Choices
from survey.forms.read.xform_nodes import Nodes, instances_tell_more
from survey.forms.read.xform_text import Translations, translations_of
from survey.problems import Severity

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
    problems: list[FormProblem] = field(default_factory=list)


def read_xform(data: bytes | str) -> tuple[FormDefinition | None, tuple[FormProblem, ...]]:
    """The form in an XForm document, or None, and all that is wrong with it.

    ``row`` in the problems is the line. Ids are made from the form's id and each node's path, so
    that the same document gives the same ids.
    """
    if len(data) > LARGEST:
        return None, (_problem("xform_too_large", "The file is larger than 64 MB.", 0),)
    try:
        top = read_markup(data)
    except MarkupError as error:
        return None, (_problem("xform_xml", f"The XML cannot be read: {error}.", error.line),)
    source = _source(top)
    if isinstance(source, FormProblem):
        return None, (source,)
    form = _form(top, source)
    refused = any(problem.severity is Severity.ERROR for problem in source.problems)
    return (None if refused else form), tuple(source.problems)


def _problem(code: str, message: str, line: int, hint: str = "") -> FormProblem:
    return FormProblem(code=code, message=message, hint=hint, row=line)


def _source(top: Tag) -> _Source | FormProblem:
    head = top.first("head")
    model = None if head is None else head.first("model")
    if head is None or model is None:
        return _problem("xform_no_model", "There is no h:head with a model.", top.line)
    instances = model.named("instance")
    main = next((one for one in instances if one.tags), None)
    if main is None:
        return _problem("xform_no_instance", "The model has no instance.", model.line)
    title = head.first("title")
    found = _Source(
        model, main.tags[0], top.first("body"), "" if title is None else title.text.strip()
    )
    for one in instances:
        if one is not main:
            found.instances[one.get("id")] = one
    if found.body is None:
        found.problems.append(_problem("xform_no_body", "There is no h:body.", top.line))
    return found


def _form(top: Tag, source: _Source) -> FormDefinition:
    root = source.root
    name = root.get("id") or root.namespace or root.name
    id = uuid5(_FORMS, name)
    words = translations_of(source.model)
    choices = Choices(id, source.instances, words)
    binds = _binds(source)
    by_id = {bind.get("id"): path for path, bind in binds.items() if bind.get("id")}
    body = body_of(source.body, root.name, by_id)
    source.problems.extend(body.problems)
    nodes = Nodes(id, body, binds, words, choices)
    made = nodes.below(root, f"/{root.name}")
    _lost(source, body, nodes)
    sources = {key: tag.any("src") or "" for key, tag in source.instances.items()}
    return FormDefinition(
        id=id,
        name=name,
        version=root.any("version") or "",
        title=source.title,
        root=root.name,
        languages=words.languages,
        default_language=words.default,
        nodes=made,
        lists=tuple(choices.lists.values()),
        instances=choices.instances(sources),
        actions=_actions(source, body, root),
        settings=_settings(source),
        namespaces=_namespaces(top),
        texts=_texts(words),
        start=write_markup(root) if instances_tell_more(root, body) else "",
    )


def _binds(source: _Source) -> dict[str, Tag]:
    found: dict[str, Tag] = {}
    for bind in source.model.named("bind"):
        path = absolute(bind.get("nodeset") or bind.get("ref"), f"/{source.root.name}")
        found.setdefault(path, bind)
    return found


def _texts(words: Translations) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return words.rest()


def action_of(tag: Tag) -> Action:
    """A ``setvalue`` or its like as an action."""
    value = tag.get("value")
    return Action(
        event=" ".join((tag.any("event") or "").split()),
        target=tag.get("ref") or tag.get("bind"),
        value=value,
        literal="" if value else tag.text,
        kind=tag.name,
    )


def _actions(source: _Source, body: Body, root: Tag) -> tuple[Action, ...]:
    in_model = [action_of(tag) for tag in source.model.tags if tag.name in ACTIONS]
    at_root = body.asks.get(f"/{root.name}")
    return (*in_model, *(action_of(tag) for tag in (at_root.actions if at_root else ())))


def _settings(source: _Source) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for key, value in source.root.attributes.items():
        if key not in ("id", "version") and not key.endswith(("}version", "}template")):
            found[f"attribute::{key}"] = value
    submission = source.model.first("submission")
    if submission is None:
        return found
    method = submission.get("method").strip().lower()
    if method not in _METHODS:
        source.problems.append(
            _problem(
                "xform_submission",
                f"The submission method {method!r} is not known.",
                submission.line,
                "Use post, or leave it out.",
            )
        )
    for attribute, name in _SUBMISSION.items():
        value = submission.any(attribute)
        if value:
            found[name] = value
    return found


def _namespaces(top: Tag) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for tag in top.walk():
        for prefix, uri in tag.declared.items():
            if prefix:
                found.setdefault(prefix, uri)
    return found


def _lost(source: _Source, body: Body, nodes: Nodes) -> None:
    for path, asks in body.asks.items():
        tag = asks.control or asks.repeat
        if tag is not None and path not in nodes.paths:
            source.problems.append(
                _problem(
                    "xform_no_node",
                    f"{tag.name} asks for {path}, which the instance has not.",
                    tag.line,
                    "Mend the ref, or add the node to the instance.",
                )
            )
