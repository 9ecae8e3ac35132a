"""Which nodes of two versions of a form are the same, and which are nobody's question."""

from __future__ import annotations

from uuid import UUID

from survey.forms.definition import NodeKind
from survey.forms.meaning import Read, Seen

_TOOLS_OWN = ("instanceID", "instanceName")


def of_tools(seen: Seen) -> bool:
    """Does it stand in an XForm only, for tools and not for people: ``meta`` and its own?"""
    at_top = seen.path[0] == "meta" and (len(seen.path) == 1 or seen.node.name in _TOOLS_OWN)
    return at_top and all(node.kind is not NodeKind.QUESTION for node in seen.node.walk())


def pairs(old: Read, new: Read) -> dict[UUID, UUID]:
    """New id → old id of what is the same node.

    Ids decide. Where neither file gave ids, the same name and kind is the same node.
    """
    found = {id: id for id in new.seen if id in old.seen}
    free: dict[tuple[str, NodeKind], dict[tuple[str, ...], UUID]] = {}
    for id, seen in old.seen.items():
        if id not in new.seen and old.derived(seen):
            free.setdefault((seen.node.name, seen.node.kind), {})[seen.path] = id
    left = [(id, seen) for id, seen in new.seen.items() if id not in found and new.derived(seen)]
    for exactly in (True, False):  # the same name in two groups: each is the one in its own
        for id, seen in left:
            known = free.get((seen.node.name, seen.node.kind), {})
            if id not in found and (seen.path in known if exactly else len(known) == 1):
                found[id] = known.pop(seen.path) if exactly else known.popitem()[1]
    return found
