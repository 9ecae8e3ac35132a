"""What came beside answers, as text and for programs: arms, odd answers, screens, quotas."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from admin.commands.terminal import WrongUsage, table

if TYPE_CHECKING:
    from storage.workspace import Workspace
    from survey.campaign import Campaign
    from survey.odd import Odd
    from survey.paradata import Met
    from survey.quotas import Reached
    from survey.trial_results import ArmResult

ARM = "arm"
"""What ``--by`` is told to set candidate models side by side."""
REASONS = {
    "burst": "many within a minute at one kiosk", "same-run": "the same answers as several before",
    "too-fast": "faster than anybody reads", "closed": "when it was closed, or closing",
}


def arms(workspace: Workspace, campaign: Campaign) -> tuple[ArmResult, ...]:
    """The arms of the campaign's trial; none where it has no trial."""
    from survey.stats.quantiles import t_quantile
    from survey.trial_results import Around, Visit, trial_results

    visits = [
        Visit(arm=came.arm, unit=came.unit, time=came.time, complete=came.complete, person=person)
        for came, person in workspace.kiosks.came(campaign.id)
    ]
    around = Around(
        everybody=workspace.persons(campaign.id),
        drawn=Counter(one.arm for one in workspace.kiosks.assigned(campaign.id)),
        aside=workspace.kiosks.aside(campaign.id),
        lost=workspace.counts(campaign.id).withdrawn + workspace.kiosks.drawings_aside(campaign.id),
    )
    return trial_results(campaign, visits, around, t_quantile)


def arm_lines(found: tuple[ArmResult, ...]) -> list[tuple[str, ...]]:
    """A head, and a row for each arm."""
    rows: list[tuple[str, ...]] = [
        ("arm", "drawn", "finished", "unfinished", "gone at once", "half-days", "a half-day",
         "index", "interval")
    ]
    for one in found:
        ends = one.interval
        rows.append((
            one.name, _whole(one.assigned),
            _or_not(one.finished), _whole(one.unfinished),
            _whole(one.gone), str(one.blocks) if one.blocks else "",
            "" if one.per_block is None else f"{one.per_block:.1f}",
            "not shown" if one.index is None else f"{one.index:.1f}",
            f"{ends[0]:.1f}–{ends[1]:.1f}" if ends else "",
        ))
    return rows


def arm_plain(one: ArmResult) -> dict[str, Any]:
    """An arm for programs."""
    return {
        "arm": str(one.arm), "name": one.name, "assigned": one.assigned, "finished": one.finished,
        "unfinished": one.unfinished, "gone": one.gone, "half_days": one.blocks,
        "finished_per_half_day": one.per_block, "index": one.index,
        "interval": None if one.interval is None else list(one.interval),
    }


def odd_answers(workspace: Workspace, campaign: Campaign) -> Odd | None:
    """The counted answers that look odd; None where none does."""
    from storage.workspace.reviews import State
    from survey.odd import odd

    answers, reasons = workspace.kiosks.odd(campaign.id)
    counted = {flag: states.get(State.COUNTED, 0) for flag, states in reasons.items()}
    return odd(answers, counted, campaign.threshold)


def odd_lines(found: Odd | None, threshold: int) -> list[str]:
    """What looks odd in a sentence, and what can be done."""
    if found is None:
        return []
    few = f"fewer than {threshold}"
    said = ", ".join(
        f"{flag.value} {few if n is None else n} ({REASONS[flag.value]})"
        for flag, n in found.reasons
    )
    who = "Some" if found.answers is None else str(found.answers)
    return [
        f"{who} answers look odd, and count like any other: {said}.",
        "To set some aside: vardera responses decide DIR --flag REASON --to excluded --reason WHY",
    ]


def odd_plain(found: Odd | None) -> dict[str, Any] | None:
    """The same for programs; null where a number is too small, or would tell of one that is."""
    if found is None:
        return None
    return {
        "answers": found.answers, "reasons": {flag.value: n for flag, n in found.reasons},
    }


def screens(workspace: Workspace, campaign: Campaign) -> tuple[tuple[str, Met], ...]:
    """How each question's screen was met, in asking order, with the question's name."""
    from survey.paradata import met
    from survey.trial_groups import some_are_silent

    by_id = {one.question: one for one in workspace.kiosks.screens(campaign.id)}
    known = [(q.name, by_id[q.id]) for q in campaign.form.questions if q.id in by_id]
    found = met(
        (one for _, one in known), campaign.threshold, numbers=not some_are_silent(campaign)
    )
    return tuple(zip((name for name, _ in known), found, strict=True))


def screen_lines(found: tuple[tuple[str, Met], ...]) -> list[tuple[str, ...]]:
    """A head, and a row for each question."""
    rows: list[tuple[str, ...]] = [
        ("question", "noted", "median seconds", "median changes", "opened help")
    ]
    for name, one in found:
        if one.seconds is None:
            rows.append((name, "", "not shown", "", ""))
        else:
            rows.append((
                name, _or_not(one.n), str(one.seconds), str(one.changes), _or_not(one.helped),
            ))
    return rows


def screen_plain(name: str, one: Met) -> dict[str, Any]:
    """A question's screen for programs."""
    return {
        "question": name, "n": one.n, "median_seconds": one.seconds,
        "median_changes": one.changes, "opened_help": one.helped,
    }


def quotas(workspace: Workspace, campaign: Campaign, language: str) -> tuple[Reached, ...]:
    """How far the campaign has come towards what is wanted."""
    from survey.quotas import reached

    finished = workspace.kiosks.finished(campaign.id)
    counted = tuple(workspace.persons(campaign.id)) if campaign.use_partials else finished
    return reached(campaign, finished, counted, language)


def quota_lines(found: tuple[Reached, ...]) -> list[tuple[str, ...]]:
    """A head, and a row for each quota."""
    rows: list[tuple[str, ...]] = [("of", "here", "wanted", "")]
    for one in found:
        whom = f"{one.question} {one.choice}".strip() or "everybody"
        here = "not shown" if one.reached is None else str(one.reached)
        rows.append((whom, here, str(one.wanted), "reached" if one.is_reached else ""))
    return rows


def quota_plain(one: Reached) -> dict[str, Any]:
    """A quota for programs."""
    return {
        "question": one.question, "choice": one.choice, "wanted": one.wanted,
        "reached": one.reached,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Besides:
    """What is told beside the value results; ``trial`` and ``met`` only where asked for."""

    odd: Odd | None
    threshold: int
    trial: tuple[ArmResult, ...] = ()
    met: tuple[tuple[str, Met], ...] | None = None

    def plain(self) -> dict[str, Any]:
        """For programs."""
        told: dict[str, Any] = {"odd": odd_plain(self.odd)}
        if self.trial:
            told["arms"] = [arm_plain(one) for one in self.trial]
        if self.met is not None:
            told["screens"] = [screen_plain(name, one) for name, one in self.met]
        return told

    def lines(self) -> list[str]:
        """For people."""
        said: list[str] = []
        if self.trial:
            said += ["", *table(arm_lines(self.trial))]
        if self.met is not None:
            said += ["", *table(screen_lines(self.met))]
        return [*said, *odd_lines(self.odd, self.threshold)]


def besides(
    workspace: Workspace, campaign: Campaign, *, arms_asked: bool, screens_asked: bool
) -> Besides:
    """All of it. WrongUsage when arms are asked for and the survey has none."""
    trial = arms(workspace, campaign) if arms_asked else ()
    if arms_asked and not trial:
        raise WrongUsage(f"--by {ARM}: this survey has no trial of candidate models")
    return Besides(
        odd=odd_answers(workspace, campaign), threshold=campaign.threshold, trial=trial,
        met=screens(workspace, campaign) if screens_asked else None,
    )


def _whole(number: int | None) -> str:
    return "" if number is None else str(number)


def _or_not(number: int | None) -> str:
    return "not shown" if number is None else str(number)
