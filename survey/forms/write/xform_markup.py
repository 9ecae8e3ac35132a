"""Elements of an XForm: namespaces, and attributes by their usual prefixes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from survey.forms.markup import Tag, Written
from survey.forms.read.xform_names import XHTML

XFORMS = "http://www.w3.org/2002/xforms"
ODK = "http://www.opendatakit.org/xforms"
ENTITIES = "http://www.opendatakit.org/xforms/entities"
PREFIXES = {
    "h": XHTML,
    "ev": "http://www.w3.org/2001/xml-events",
    "xsd": "http://www.w3.org/2001/XMLSchema",
    "jr": "http://openrosa.org/javarosa",
    "orx": "http://openrosa.org/xforms",
    "odk": ODK,
}
"""Declared at the top of every XForm."""

_MEDIA_FOLDERS = {"image": "images", "big-image": "images", "audio": "audio", "video": "video"}
_NAME = re.compile(r"(?:\{[^{}]+\})?[^\W\d][\w.-]*(?::[^\W\d][\w.-]*)?")


def element(name: str, /, *children: Tag | str, **attributes: str) -> Tag:
    """An XForms element."""
    made = Tag(name, XFORMS)
    made.children += children
    made.attributes.update(attributes)
    return made


def odk_element(name: str, /, *children: Tag | str, **attributes: str) -> Tag:
    """An element of ODK's own."""
    made = Tag(name, ODK, "odk")
    made.children += children
    made.attributes.update(attributes)
    return made


def html(name: str, /, *children: Tag | str) -> Tag:
    """An XHTML element."""
    made = Tag(name, XHTML, "h")
    made.children += children
    return made


@lru_cache(maxsize=4096)
def is_attribute(name: str) -> bool:
    """Can it be the name of an attribute?"""
    return bool(_NAME.fullmatch(name))


def is_element(name: str) -> bool:
    """Can it be the name of an element without a prefix?"""
    return ":" not in name and "{" not in name and is_attribute(name)


def media_address(kind: str, file: str) -> str:
    """Where players look for a file of this kind."""
    folder = _MEDIA_FOLDERS[kind]
    return file if file.startswith("jr://") else f"jr://{folder}/{file}"


def on_one_line(top: Tag) -> None:
    """Ends of lines as readers of other tools' XForms get them.

    Those tools write them raw; a reader of XML has a blank for each one in an attribute.
    """
    for tag in top.walk():
        for name, value in tag.attributes.items():
            if _BREAK.search(value):
                tag.attributes[name] = _BREAK.sub(" ", value)
        for at, child in enumerate(tag.children):
            if isinstance(child, Written):
                tag.children[at] = Written(_RETURNED.sub("\n", child))
            elif isinstance(child, str) and "\r" in child:
                tag.children[at] = _RETURN.sub("\n", child)


_BREAK = re.compile(r"\r\n|[\r\n\t]")
_RETURN, _RETURNED = re.compile(r"\r\n?"), re.compile(r"&#13;\n?")


def declare(top: Tag, own: Mapping[str, str], *, all_of_them: bool) -> list[str]:
    """Declares namespaces at the top: the form's own, and the usual ones that it uses.

    Attributes and elements that were written with the usual prefixes get their namespaces. Gives
    back the names of attributes and elements that XML cannot hold; they were left out.
    """
    declared = {prefix: uri for prefix, uri in own.items() if prefix}
    if all_of_them:
        declared |= PREFIXES
    usual = {"entities": ENTITIES, **PREFIXES} | {k: own[k] for k in PREFIXES if k in own}
    used = {XHTML}
    for tag in top.walk():
        if any(":" in key for key in tag.attributes):
            tag.attributes = {_full(key, usual): value for key, value in tag.attributes.items()}
        tag.namespace = usual["odk"] if tag.namespace == ODK else tag.namespace
        used |= {key[1:].partition("}")[0] for key in tag.attributes if key.startswith("{")}
        used.add(tag.namespace)
    known = set(declared.values())
    declared |= {prefix: uri for prefix, uri in usual.items() if uri in used - known}
    shown = {uri: prefix for prefix, uri in declared.items()}
    for tag in top.walk():
        tag.declared = {p: uri for p, uri in tag.declared.items() if not p or uri not in shown}
        if tag.prefix:
            tag.prefix = shown.get(tag.namespace, tag.prefix)
    top.declared = {"": XFORMS, **declared}
    return [name for tag in top.walk() for name in _left_out(tag, {*declared, "xml"})]


def _left_out(tag: Tag, prefixes: set[str]) -> list[str]:
    names = [name for name in tag.attributes if not _may_stand(name, prefixes)]
    for name in names:
        del tag.attributes[name]
    bad = [one for one in tag.tags if not is_element(one.name)]
    if bad:
        tag.children = [one for one in tag.children if one not in bad]
    return names + [one.name for one in bad]


def _may_stand(name: str, prefixes: set[str]) -> bool:
    prefix, colon, _ = name.partition(":")
    known = name.startswith("{") or not colon or prefix in prefixes
    return is_attribute(name) and known


def _full(key: str, usual: Mapping[str, str]) -> str:
    prefix, colon, name = key.partition(":")
    uri = usual.get(prefix)
    return key if key.startswith("{") or not colon or uri is None else f"{{{uri}}}{name}"
