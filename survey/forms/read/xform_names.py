"""Names of an XForm with the prefixes that everybody uses."""

from __future__ import annotations

XHTML = "http://www.w3.org/1999/xhtml"
"""Of the document around an XForm."""

_PREFIXES = {
    "http://openrosa.org/javarosa": "jr",
    "http://www.opendatakit.org/xforms": "odk",
    "http://openrosa.org/xforms": "orx",
    "http://www.opendatakit.org/xforms/entities": "entities",
}


def plain_key(key: str) -> str:
    """``{uri}name`` as ``prefix:name`` where the prefix is the usual one."""
    if not key.startswith("{"):
        return key
    uri, name = key[1:].split("}", 1)
    prefix = _PREFIXES.get(uri)
    return f"{prefix}:{name}" if prefix else key
