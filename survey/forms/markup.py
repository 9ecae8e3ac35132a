"""XML read strictly, with lines, and written back: no doctype, no entities, bounded depth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.parsers import expat
from xml.sax.saxutils import escape

_MARKS = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
_RETURN = {"\r": "&#13;"}

DEEPEST = 200
"""Levels of elements read; deeper is refused."""


class MarkupError(ValueError):
    """XML that is not well formed, or holds what is not let in. ``line`` counts from 1."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


_ESCAPED = re.compile("[&<>\r]")


class Written(str):
    """Elements that are XML already, without prefixes, in the place of tags.

    For what comes in great numbers, such as the choices of a list.
    """

    __slots__ = ()


def escaped(text: str) -> str:
    """Text as it stands between tags."""
    return escape(text, _RETURN) if _ESCAPED.search(text) else text


class Tag:
    """An element as it stood.

    ``attributes`` are keyed by name, or ``{namespace}name``. ``children`` are tags and strings.
    ``declared`` holds the namespace prefixes declared here.
    """

    __slots__ = ("attributes", "children", "declared", "line", "name", "namespace", "prefix")

    def __init__(self, name: str, namespace: str = "", prefix: str = "", line: int = 0) -> None:
        self.name = name
        self.namespace = namespace
        self.prefix = prefix
        self.line = line
        self.attributes: dict[str, str] = {}
        self.children: list[Tag | str] = []
        self.declared: dict[str, str] = {}

    @property
    def tags(self) -> list[Tag]:
        """Child elements in order."""
        return [child for child in self.children if isinstance(child, Tag)]

    @property
    def text(self) -> str:
        """All text directly inside."""
        return "".join(child for child in self.children if isinstance(child, str))

    def get(self, name: str, default: str = "") -> str:
        """An attribute in no namespace."""
        return self.attributes.get(name, default)

    def any(self, name: str) -> str | None:
        """An attribute by local name, whatever its namespace."""
        for key, value in self.attributes.items():
            if key == name or key.endswith("}" + name):
                return value
        return None

    def first(self, name: str) -> Tag | None:
        """The first child element of this local name."""
        return next((tag for tag in self.tags if tag.name == name), None)

    def named(self, name: str) -> list[Tag]:
        """All child elements of this local name."""
        return [tag for tag in self.tags if tag.name == name]

    def walk(self) -> Iterator[Tag]:
        """This element and all below it, in document order."""
        waiting = [self]
        while waiting:
            tag = waiting.pop()
            yield tag
            if tag.children:
                waiting += reversed(tag.tags)


def is_template(tag: Tag) -> bool:
    """Is this what new instances of a repeat look like, and no instance itself?"""
    return any(key.endswith("}template") for key in tag.attributes)


class _Builder:
    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator="\n")
        self.parser.namespace_prefixes = True
        self.parser.buffer_text = True
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.StartNamespaceDeclHandler = self.declare
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.root: Tag | None = None
        self.stack: list[Tag] = []
        self.declared: dict[str, str] = {}

    def doctype(self, *_: object) -> None:
        raise MarkupError("a document type is not let in", self.parser.CurrentLineNumber)

    def declare(self, prefix: str | None, uri: str | None) -> None:
        self.declared[prefix or ""] = uri or ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        line = self.parser.CurrentLineNumber
        if len(self.stack) >= DEEPEST:
            raise MarkupError(f"elements stand more than {DEEPEST} deep", line)
        tag = _tag(name, line)
        for key, value in attributes.items():
            uri, _, rest = _split(key) if "\n" in key else ("", "", key)
            tag.attributes[f"{{{uri}}}{rest}" if uri else rest] = value
        tag.declared, self.declared = self.declared, {}
        if self.stack:
            self.stack[-1].children.append(tag)
        else:
            self.root = tag
        self.stack.append(tag)

    def end(self, _: str) -> None:
        self.stack.pop()

    def characters(self, text: str) -> None:
        children = self.stack[-1].children
        if children and isinstance(children[-1], str):
            children[-1] += text
        else:
            children.append(text)


def _split(key: str) -> tuple[str, str, str]:
    parts = key.split("\n")
    return parts[0], parts[2] if len(parts) > 2 else "", parts[1]


def _tag(name: str, line: int) -> Tag:
    if "\n" not in name:
        return Tag(name, line=line)
    uri, prefix, local = _split(name)
    return Tag(local, uri, prefix, line)


def read_markup(source: str | bytes) -> Tag:
    """The root element. Raises :class:`MarkupError`."""
    builder = _Builder()
    try:
        builder.parser.Parse(source, True)
    except expat.ExpatError as error:
        raise MarkupError(
            f"not well-formed XML: {expat.ErrorString(error.code)}", error.lineno
        ) from None
    except (ValueError, LookupError) as error:
        if isinstance(error, MarkupError):
            raise
        raise MarkupError("the text is in an unknown encoding", 1) from None
    if builder.root is None:
        raise MarkupError("the document is empty", 1)
    return builder.root


def write_markup(tag: Tag) -> str:
    """The element as XML; what :func:`read_markup` reads again as the same tree.

    Prefixes are declared where they stood, and at the top where an outer element declared them.
    """
    parts: list[str] = []
    _write(tag, {}, parts)
    return "".join(parts)


def quoted(value: str) -> str:
    """A value as it stands behind an attribute's name, in quotes."""
    return f'"{escape(value, _MARKS)}"'


def _write(tag: Tag, known: dict[str, str], parts: list[str]) -> None:
    named = any(key.startswith("{") for key in tag.attributes)
    scope, shown = known, dict[str, str]()
    if named or tag.declared or known.get(tag.prefix, "") != tag.namespace:
        scope = dict(known)
    for prefix, uri in (*tag.declared.items(), (tag.prefix, tag.namespace)):
        if scope.get(prefix, "") != uri:
            scope[prefix] = shown[prefix] = uri
    attributes = []
    for key, value in tag.attributes.items():
        uri, name = key[1:].split("}", 1) if key.startswith("{") else ("", key)
        if uri:
            prefix = _prefix(uri, scope, shown)
            name = f"{prefix}:{name}"
        attributes.append(f" {name}={quoted(value)}")
    declared = "".join(
        f" xmlns{':' + prefix if prefix else ''}={quoted(uri)}" for prefix, uri in shown.items()
    )
    name = f"{tag.prefix}:{tag.name}" if tag.prefix else tag.name
    parts.append(f"<{name}{declared}{''.join(attributes)}")
    if not tag.children:
        parts.append("/>")
        return
    parts.append(">")
    for child in tag.children:
        if isinstance(child, Tag):
            _write(child, scope, parts)
        else:
            parts.append(child if isinstance(child, Written) else escaped(child))
    parts.append(f"</{name}>")


_XML = "http://www.w3.org/XML/1998/namespace"


def _prefix(uri: str, scope: dict[str, str], shown: dict[str, str]) -> str:
    if uri == _XML:
        return "xml"
    for prefix, known in scope.items():
        if known == uri and prefix:
            return prefix
    prefix = f"n{len(scope)}"
    scope[prefix] = shown[prefix] = uri
    return prefix
