"""The first page: what the figures are, what people said, how sure we are and what now."""

from __future__ import annotations

from admin.reports.findings import findings, focus
from admin.reports.matter import Content, ReportMatter
from admin.reports.printable import paragraphs


def opening(matter: ReportMatter) -> Content:
    """The lead, what the figures are, three figures, and three blocks of sentences."""
    words = matter.words
    return {
        "lead": _lead(matter),
        "about": {"title": words("What the figures show"), "says": _about(matter)},
        "figures": [_value_figure(matter), _answers_figure(matter), _weights_figure(matter)],
        "blocks": [
            {"title": words("What matters most"), "says": _findings(matter)},
            {"title": words("How sure are we?"), "says": _certainty(matter)},
            {"title": words("What can you do now?"), "says": _next_steps(matter), "numbered": True},
        ],
    }


def _about(matter: ReportMatter) -> list[str]:
    said = paragraphs(matter.said(matter.campaign.about))
    return said or [
        matter.words(
            "The people who set up the survey have not described what the figures stand for. "
            "Ask them before you use the result."
        )
    ]


def _lead(matter: ReportMatter) -> str:
    words, n = matter.words, matter.whole.n
    period = matter.figures.period(matter.campaign.first_day, matter.campaign.last_day)
    if n is None:
        return words("The survey ran {period}.", period=period)
    if n == 1:
        return words("One person answered in the period {period}.", period=period)
    return words(
        "{count} people answered in the period {period}.",
        count=matter.figures.count(n),
        period=period,
    )


def _value_figure(matter: ReportMatter) -> Content:
    words, whole = matter.words, matter.whole
    name = words("Value index")
    if whole.value_index is None:
        return {"name": name, "figure": "–", "says": words("not shown"), "tone": "good"}
    says = words(
        "of 100. {level} interval {interval}",
        level=matter.level,
        interval=matter.figures.close_interval(whole.ci) or words("not available"),
    )
    return {
        "name": name,
        "figure": matter.figures.number(whole.value_index),
        "says": says,
        "tone": "good",
    }


def _answers_figure(matter: ReportMatter) -> Content:
    words = matter.words
    n = matter.whole.n
    ratings = sum(sum(f.counts.values()) for f in matter.whole.factors if f.counts)
    says = words("people, who gave {ratings} ratings", ratings=matter.figures.count(ratings))
    return {
        "name": words("Answers from"),
        "figure": "–" if n is None else matter.figures.count(n),
        "says": says if ratings else words("not shown"),
        "tone": "action",
    }


def _weights_figure(matter: ReportMatter) -> Content:
    words = matter.words
    name = words("Weights from")
    if not matter.has_weights:
        return {"name": name, "figure": "–", "says": words("no weights yet"), "tone": "dialogue"}
    first = matter.results.weights[0]
    says = words(
        "focus groups, {participants} participants",
        participants=matter.figures.count(first.n_participants),
    )
    if first.excluded:
        says += words(
            ". {excluded} more gave no points and are not counted",
            excluded=matter.figures.count(first.excluded),
        )
    return {
        "name": name,
        "figure": matter.figures.count(first.n_groups),
        "says": says,
        "tone": "dialogue",
    }


def _certainty(matter: ReportMatter) -> list[str]:
    words, whole = matter.words, matter.whole
    said = []
    if whole.ci is not None:
        said.append(
            words(
                "With {level} confidence the value index lies within {interval}. "
                "That covers chance in the ratings and in the weights, nothing else.",
                level=matter.level,
                interval=matter.figures.close_interval(whole.ci),
            )
        )
    said.append(
        words(
            "The answers come from those who chose to answer. "
            "Others may think differently, and the interval does not show that."
        )
    )
    hidden = sum(len(d.hidden) for d in matter.dimensions())
    if hidden:
        said.append(
            words.many(
                "{n} group is not shown, so that nobody can be pointed out.",
                "{n} groups are not shown, so that nobody can be pointed out.",
                hidden,
            )
        )
    return said


def _findings(matter: ReportMatter) -> list[str]:
    return findings(matter) or [
        matter.words("Too few have answered for anything to be said with certainty.")
    ]


def _next_steps(matter: ReportMatter) -> list[str]:
    words = matter.words
    start = focus(matter)
    first = (
        words(
            "Start with {factor}: it matters much and gets a low rating. "
            "Ask those concerned what lies behind it.",
            factor=start,
        )
        if start
        else words(
            "No factor is certain to be both important and low rated. "
            "Look at the picture of the four fields together and choose what to go deeper into."
        )
    )
    return [
        first,
        words("Decide who does what and by when, and write it in the action plan."),
        words("Tell those who answered what you heard and what you do about it."),
    ]
