"""What an XForm's primary instance holds at first, beyond what defaults tell."""

from __future__ import annotations

from typing import Any

from survey.forms.markup import Tag, is_template
from survey.forms.read.xform_body import Body


def instances_tell_more(root: Tag, body: Body) -> bool:
    """Does the primary instance hold what defaults cannot tell: repeats, several or none?"""
    return _more(root, f"/{root.name}", body)


def _more(tag: Tag, path: str, body: Body) -> bool:
    groups: dict[str, list[Tag]] = {}
    for child in tag.tags:
        groups.setdefault(child.name, []).append(child)
    for name, tags in groups.items():
        here = f"{path}/{name}"
        asks = body.asks.get(here)
        real = [one for one in tags if not is_template(one)]
        if (asks is not None and asks.repeat is not None) or len(tags) > 1:
            counted = asks is not None and asks.repeat is not None and asks.repeat.any("count")
            if len(real) > 1 or (not real and not counted):
                return True
            if len(tags) > len(real) and real and not _alike(tags, real[0]):
                return True
        if any(_more(one, here, body) for one in real):
            return True
    return False


def _alike(tags: list[Tag], one: Tag) -> bool:
    model = next(tag for tag in tags if is_template(tag))
    return bool(_shape(model) == _shape(one))


def _shape(tag: Tag) -> Any:
    real = {child.name for child in tag.tags if not is_template(child)}
    alone = [child for child in tag.tags if child.name not in real or not is_template(child)]
    inner = [_shape(child) for child in alone]
    return tag.name, "" if inner else tag.text.strip(), inner
