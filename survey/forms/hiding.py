"""Which choices of one question must stay hidden so that nobody in a small group is made out.

Who left a question empty that they were asked is no group to hide: that somebody did not answer
tells nothing of what they would have said. Only to give no instance of a repeat says something
(*no children*): those are one. What is taken for known to everybody: how many
answered, and that everybody may have been made to tick the same number, or at most so many.
"""

from __future__ import annotations

from collections.abc import Mapping

from survey import disclosure


def few(n: int, threshold: int) -> bool:
    """Whether so many are a group that must not be told; nobody is no group."""
    return 0 < n < threshold


def of_one(counts: Mapping[str, int], threshold: int) -> frozenset[str]:
    """Of choices of which each person made one."""
    return disclosure.one_way(counts, 0, threshold)


def of_factor(counts: Mapping[str, int], threshold: int) -> frozenset[str]:
    """Of steps whose sum an index tells: all where any was chosen by few, else none."""
    return frozenset(counts if any(few(n, threshold) for n in counts.values()) else ())


def of_several(
    counts: Mapping[str, int], people: int, unsaid: int, threshold: int, most: int = 0
) -> frozenset[str]:
    """Of choices of which each of ``people`` made any number, and nobody more than ``most``.
    ``unsaid`` said, by making none, something that few must not be known for.

    Hidden are those that few made and those that few did not. More are hidden until neither the
    sum of what was ticked nor the sum of what was not tells them.
    """
    hidden = frozenset(
        name for name, n in counts.items() if min(n, people - n) < threshold
    )
    not_made = {name: people - n for name, n in counts.items()}
    before = None
    while hidden and hidden != before:
        before = hidden
        for some, others in ((counts, 0), (not_made, 0), (counts, unsaid)):
            hidden = disclosure.one_way(some, others, threshold, hidden)
        if len(hidden) == 1:
            left = [name for name in counts if name not in hidden]
            hidden |= set(sorted(left, key=lambda name: (counts[name], name))[:1])
    if not hidden and few(unsaid, threshold):
        hidden = disclosure.one_way(counts, unsaid, threshold)
    made = sum(counts.values())
    if not hidden and (few(made - people, threshold) or few(most * people - made, threshold)):
        # few made more than one, or fewer than most, and all that was made tells how many
        hidden = frozenset([min(counts, key=lambda name: (counts[name], name))])
    return hidden
