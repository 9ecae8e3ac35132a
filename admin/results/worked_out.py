"""What a form works out by itself, which has no figures in results: told, so that nobody looks."""

from __future__ import annotations

import re

from assets.words import Words
from survey.campaign import Campaign
from survey.forms.definition import NodeKind

_NAME = re.compile(r"\$\{\s*([^}]+?)\s*\}")
_NAMED = 10
"""Values that are named; more are only counted."""


def worked_out(campaign: Campaign, words: Words) -> str:
    """A sentence that names the form's calculations; empty where it has none."""
    nodes = tuple(campaign.definition.walk()) if campaign.definition is not None else ()
    counts = {name for node in nodes for name in _NAME.findall(node.count)}
    names = [
        node.name for node in nodes
        if node.kind is NodeKind.VALUE and node.calculation and node.name not in counts
        and node.name != "instanceName" and not node.namespace
    ]
    if not names:
        return ""
    said = ", ".join(names) if len(names) <= _NAMED else words("{n} values", n=len(names))
    return words("The form works these out, and they are not counted here: {names}", names=said)
