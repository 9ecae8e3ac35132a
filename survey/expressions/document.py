"""XML documents read whole into trees: text, comments, instructions and namespaces with them.

Strict and bounded: nothing outside the document is ever fetched, no entity but XML's own five is
known, and size and depth have limits.
"""

from __future__ import annotations

from xml.parsers import expat

from survey.expressions.tree import Comment, Document, Element, Instruction, Text

LARGEST = 64 * 1024 * 1024
"""Bytes a document may have."""

DEEPEST = 256
"""Elements inside each other."""

_XML = "http://www.w3.org/XML/1998/namespace"
_APART = "\n"


class DocumentError(Exception):
    """A document that is not well formed, or holds what is refused. ``line`` counts from 1."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


def read_document(data: bytes) -> Document:
    """A document's tree. DocumentError when it cannot be read."""
    if len(data) > LARGEST:
        raise DocumentError(f"a document may have at most {LARGEST} bytes")
    reader = _Reader()
    try:
        reader.parser.Parse(data, True)
    except expat.ExpatError as error:
        reason = expat.errors.messages.get(error.code, "not well formed")
        raise DocumentError(f"this is no XML: {reason}", error.lineno) from None
    return reader.document


class _Reader:
    def __init__(self) -> None:
        self.document = Document(fixed=True)
        self._open: list[Element] = [self.document]
        self.parser = expat.ParserCreate(namespace_separator=_APART)
        self.parser.namespace_prefixes = True
        self.parser.buffer_text = True
        self.parser.ordered_attributes = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.CommentHandler = self._comment
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.EntityDeclHandler = self._refuse
        self.parser.SkippedEntityHandler = self._refuse
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def _refuse(self, *told: object) -> None:
        line = self.parser.CurrentLineNumber
        raise DocumentError("a document may not declare entities or use them", line)

    def _start(self, name: str, attributes: list[str]) -> None:
        if len(self._open) > DEEPEST:
            line = self.parser.CurrentLineNumber
            raise DocumentError("too many elements inside each other", line)
        space, local, prefix = _split(name)
        element = Element(local, namespace=space)
        element.prefix = prefix
        self._open[-1].add(element)
        self._open.append(element)
        for key, value in zip(attributes[::2], attributes[1::2], strict=True):
            space, local, prefix = _split(key)
            element.set(local, value, namespace=space).prefix = prefix

    def _end(self, name: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        self._open[-1].add(Text(text))

    def _comment(self, text: str) -> None:
        self._open[-1].add(Comment(text))

    def _instruction(self, target: str, text: str) -> None:
        self._open[-1].add(Instruction(target, text))


def _split(name: str) -> tuple[str, str, str]:
    """Namespace, local name and prefix of a name as expat gives it."""
    parts = name.split(_APART)
    if len(parts) == 1:
        return "", name, ""
    if len(parts) == 2:
        return parts[0], parts[1], "xml" if parts[0] == _XML else ""
    return parts[0], parts[1], parts[2]
