"""Elements of an XForm: namespaces, and attributes by their usual prefixes."""

from __future__ import annotations

import re

from survey.forms.markup import Tag

XFORMS = "http://www.w3.org/2002/xforms"
XHTML = "http://www.w3.org/1999/xhtml"
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
_NAME = re.compile(r"[^\W\d][\w.-]*(?::[^\W\d][\w.-]*)?")


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


def is_attribute(name: str) -> bool:
    """Can it be the name of an attribute?"""
    return bool(_NAME.fullmatch(name))


def media_address(kind: str, file: str) -> str:
    """Where players look for a file of this kind."""
    folder = _MEDIA_FOLDERS[kind]
    return file if file.startswith("jr://") else f"jr://{folder}/{file}"
