"""Methods that come with the program, as data: where they lie, and the forms among them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import assets
from survey.form_method import FormMethod, Step, read_form_method
from survey.forms.definition import Node, NodeKind

if TYPE_CHECKING:
    from survey.forms.definition import FormDefinition

FORM_KINDS = (".md", ".xlsx", ".xls", ".csv", ".xml", ".json")
"""Kinds of files that hold a form, as they are looked for beside its guide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormOnOffer:
    """A form that a survey can be made of, with its guide; ``file`` is the form."""

    method: FormMethod
    file: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What stands under one heading of a form: the words of its questions, in their order."""

    title: str
    questions: tuple[str, ...]


def files() -> list[Path]:
    """All methods: sessions', a survey to begin from, and the guides of forms."""
    folder = assets.path("methods")
    found = (*folder.glob("*.toml"), *folder.glob("*.json"), *(folder / "forms").glob("*.toml"))
    return sorted(found, key=lambda path: path.stem)


def form_beside(guide: Path) -> Path | None:
    """The form that a guide goes with: the file of the same name beside it."""
    found = (guide.with_suffix(kind) for kind in FORM_KINDS)
    return next((path for path in found if path.is_file()), None)


def forms_on_offer(step: Step | None = None) -> tuple[FormOnOffer, ...]:
    """The forms that come with the program; of one ``step`` of the work only those it is for."""
    return tuple(
        one for one in _read() if step is None or step in one.method.steps
    )


def form_named(name: str) -> FormOnOffer | None:
    """The form that the program carries under this name."""
    return next((one for one in _read() if one.method.id == name), None)


def form_file(file: Path) -> Path:
    """The file itself; where there is none, the form that comes with the program by this name."""
    bare = not file.suffix and len(file.parts) == 1 and not file.exists()
    found = form_named(str(file)) if bare else None
    return file if found is None else found.file


def _read() -> Iterator[FormOnOffer]:
    for path in sorted(assets.path("methods", "forms").glob("*.toml")):
        method, file = read_form_method(path.read_text("utf-8")).method, form_beside(path)
        if method is not None and file is not None:
            yield FormOnOffer(method=method, file=file)


def parts(form: FormDefinition, language: str) -> tuple[Part, ...]:
    """What a form asks, under its headings; ``language`` is a tag such as ``sv``."""
    return tuple(
        Part(title=said(node, language) if node.kind is not NodeKind.QUESTION else "",
             questions=tuple(_asked(node, language)))
        for node in form.nodes if any(True for _ in _asked(node, language))
    )


def _asked(node: Node, language: str) -> Iterator[str]:
    """Questions below a node; numbers that share out a whole are one, what is reckoned is none."""
    if node.kind is NodeKind.QUESTION:
        if node.type != "note" and not node.calculation:
            yield said(node, language)
    elif node.type in ("points", "percentages"):
        yield said(node, language)
    elif node.kind is not NodeKind.VALUE:
        for inner in node.nodes:
            yield from _asked(inner, language)


def said(node: Node, language: str) -> str:
    """What a node is called, in the language of this tag, or in any."""
    labels = node.text.get("label", {})
    tag = f"({language})"
    return next((words for name, words in labels.items() if name.endswith(tag)),
                next(iter(labels.values()), ""))
