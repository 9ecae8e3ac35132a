"""``vardera campaign new --from NAME``: a survey of a form that comes with the program."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from admin import methods
from admin.commands import terminal

if TYPE_CHECKING:
    from admin.commands.from_form import Made
    from survey.form_method import FormMethod


def taken(args: argparse.Namespace) -> FormMethod | None:
    """The method that ``--from`` names, and ``args`` as if its form had been the file.

    None where a file is meant. Raises WrongUsage for a method that no survey is made of.
    """
    name = str(args.file)
    if args.file.suffix or len(args.file.parts) != 1 or args.file.exists():
        return None
    found = methods.form_named(name)
    if found is not None:
        args.file = found.file
        args.group_by = args.group_by or list(found.method.group_by)
        return found.method
    path = next((one for one in methods.files() if one.stem == name), None)
    if path is None:
        raise terminal.WrongUsage(f"there is no file and no method {name}; see vardera method list")
    if path.suffix != ".json":
        raise terminal.WrongUsage(
            f"{name} is a way to work in a group: no survey is made of it",
            f"  see vardera method show {name}",
        )
    args.file, args.as_template = Path(path), True
    return None


def named(made: Made, method: FormMethod | None) -> Made:
    """The survey with the method's own name, in those of its languages that have one."""
    from admin.campaigns.around_form import named as renamed

    return made if method is None else replace(made, campaign=renamed(made.campaign, method))
