"""A session that has come, a heading or a factor, by what somebody writes of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from admin.commands import terminal

if TYPE_CHECKING:
    from storage.workspace import Workspace
    from storage.workspace.came_sessions import CameSession
    from survey.campaign import Campaign


def factor_names(campaign: Campaign, language: str = "sv") -> dict[UUID, str]:
    """The survey's factors by name."""
    from survey.forms.model import said

    return {factor.id: said(factor.name, language) for factor in campaign.factors}


def session(workspace: Workspace, campaign: Campaign, wanted: str | None) -> CameSession:
    """The session of this title or id, or the only one that begins so; None takes the only one.
    Raises WrongUsage when none or several fit."""
    came = {one.id: one for one in workspace.sessions.came(campaign.id)}
    titles = {id: one.state.title for id, one in came.items()}
    if wanted is not None:
        return came[named(titles, wanted, "session", "vardera session list")]
    if len(came) != 1:
        shown = "".join(f"\n  {id}  {title}" for id, title in titles.items())
        many = f"{len(came)} group meetings are" if came else "no group meeting is"
        raise terminal.WrongUsage(f"{many} here; say which with --session{shown}")
    return next(iter(came.values()))


def named(titles: Mapping[UUID, str], wanted: str, what: str, where: str) -> UUID:
    """The one of this title or id; else the only one whose title or id begins so. Raises
    WrongUsage when none or several do."""
    exact = [id for id, title in titles.items() if title == wanted or str(id) == wanted]
    found = exact or [
        id for id, title in titles.items()
        if str(id).startswith(wanted.lower()) or title.casefold().startswith(wanted.casefold())
    ]
    if len(found) != 1 or not wanted:
        many = "no" if not found else str(len(found))
        listed = "".join(f"\n  {id}  {titles[id]}" for id in found[:20])
        raise terminal.WrongUsage(f"{many} {what} here begins so; see {where}{listed}")
    return found[0]
