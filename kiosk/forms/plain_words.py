"""Labels of forms may carry marks of Markdown and HTML; the kiosk says the words."""

from __future__ import annotations

import html
import re

_MARKS = re.compile(r"[<\[*_#&]")
_STEPS = (
    (re.compile(r"!?\[([^\]]*)\]\([^)\s]*\)"), r"\1"),
    (re.compile(r"<br\s*/?>", re.IGNORECASE), "\n"),
    (re.compile(r"</?[a-zA-Z][^<>]{0,400}>"), ""),
    (re.compile(r"(\*\*|__)(?=\S)([^*_]+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\w_])"), r"\1"),
    (re.compile(r"^#{1,6}\s+", re.MULTILINE), ""),
)


def plain(text: str) -> str:
    """The words without marks. Links keep their text, and line breaks stay."""
    if not _MARKS.search(text):
        return text.strip()
    for pattern, put in _STEPS:
        text = pattern.sub(put, text)
    return html.unescape(text).strip() if "&" in text else text.strip()
