"""Entities in an XForm: the elements that tell what a form makes or changes elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from survey.forms.definition import FormDefinition
from survey.forms.markup import Tag
from survey.forms.write.xform_paths import Paths


class Entities:
    def __init__(self, form: FormDefinition, paths: Paths) -> None:
        self.any = bool(form.entities)
        self.version = "2025.1.0"

    def elements(self) -> dict[tuple[str, ...], list[Tag]]:
        return {}

    def binds(self) -> Iterator[Tag]:
        yield from ()

    def tell(self, add: Callable[[tuple[str, ...], Tag], None]) -> None:
        pass
