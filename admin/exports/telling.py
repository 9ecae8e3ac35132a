"""What an export came to, in lines: the same at the command and in the window."""

from __future__ import annotations

from admin.exports.exporting import Done
from admin.exports.notice import careful
from assets.words import Words, later

_REASONS = {
    "held": later("held, until somebody decides"), "excluded": later("excluded by staff"),
    "unfinished": later("stopped before the end"),
    "form-not-here": later("given to a form that is not here"),
}


def told_lines(done: Done, words: Words, threshold: int) -> list[str]:
    """What is in the folder, what is not and why, and how to be careful with it."""
    lines = [
        words("{written} of {here} responses are in {folder}.", written=done.written,
              here=done.here, folder=str(done.folder)),
        *(f"  {n}  {name}" for name, n in done.tables.items()),
    ]
    if done.left_out:
        lines.append(words("Left out, and counted in manifest.json (--all has them too):"))
        lines += (f"  {n}  {words(_REASONS[why])}" for why, n in done.left_out.items())
    if done.astray:
        lines.append(words("{n} answers fit no question of their form and are in no table.",
                           n=done.astray))
    if done.files:
        lines.append(words("{n} photos and sounds lie beside them.", n=done.files))
    return [*lines, "", *careful(words, threshold)]
