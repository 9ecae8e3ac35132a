"""Forms that come with the program, and a survey of one in the open workspace."""

from __future__ import annotations

from uuid import UUID, uuid4

from admin import methods
from admin.campaigns.around_form import NoForm, survey_of
from admin.campaigns.new_presenter import Offer
from admin.start.held import Held
from storage.values import Clock
from survey.facilitation.reading import read_method
from survey.forms.model import said
from survey.forms.read.form import read_form
from survey.problems import has_errors
from survey.reading import read_campaign, write_campaign


class WorkspaceForms:
    """Every call may take long."""

    def __init__(self, held: Held, clock: Clock, actor: str) -> None:
        self._held, self._clock, self._actor = held, clock, actor

    def offers(self, language: str) -> tuple[Offer, ...]:
        """Every form on offer, by its name in the language."""
        found = [_offer(one, language) for one in methods.forms_on_offer()]
        return tuple(sorted(found, key=lambda one: one.name.casefold()))

    def make(self, id: str, language: str) -> tuple[UUID, str]:
        """Make a survey of a form; its id and its title. Raises NoForm."""
        offered = methods.form_named(id)
        if offered is None:
            raise NoForm
        workspace = self._held.workspace
        campaign = survey_of(offered, workspace.name, self._clock().date(), uuid4)
        raw = write_campaign(campaign)
        read, problems = read_campaign(raw)
        if read is None or has_errors(problems):
            raise NoForm
        workspace.add_campaign(campaign, raw, self._actor)
        return campaign.id, said(campaign.title, language)


def _offer(one: methods.FormOnOffer, language: str) -> Offer:
    method = one.method
    form = read_form(one.file.read_bytes(), one.file.stem).form
    parts = () if form is None else methods.parts(form, language)
    guide = method.guide
    return Offer(
        id=method.id, name=said(method.name, language), purpose=said(method.purpose, language),
        steps=method.steps, questions=sum(len(part.questions) for part in parts),
        guide=tuple(said(text, language) for text in (guide.group, guide.time, guide.material)),
        tips=tuple(said(text, language) for text in (*guide.tips, *guide.pitfalls)),
        session=_session(method.session, language),
    )


def _session(id: str, language: str) -> str:
    path = next((one for one in methods.files() if id and one.stem == id), None)
    method = read_method(path.read_text("utf-8")).method if path else None
    return "" if method is None else said(method.name, language)


