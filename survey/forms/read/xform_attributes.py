"""Binds of attributes: what an XForm computes beside the nodes themselves."""

from __future__ import annotations

from collections.abc import Mapping

from survey.forms.markup import Tag
from survey.forms.read.xform_names import plain_key


def attribute_binds(binds: Mapping[str, Tag]) -> dict[str, dict[str, str]]:
    """What is bound of attributes, by the path of the node, as :mod:`survey.forms.bound` has it."""
    found: dict[str, dict[str, str]] = {}
    for at, bind in binds.items():
        path, _, name = at.rpartition("/@")
        if not path:
            continue
        bound = found.setdefault(path, {})
        for key, value in bind.attributes.items():
            if key not in ("nodeset", "ref", "id"):
                bound[f"@{name} {plain_key(key)}"] = value
    return found
