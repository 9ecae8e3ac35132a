"""The first page: what the figures are, what people said, how sure we are and what now."""

from __future__ import annotations

from admin.reports.findings import findings, focus
from admin.reports.illustrated import matrix_of
from admin.reports.matter import Content, ReportMatter
from admin.reports.printable import paragraphs, printable


def opening(matter: ReportMatter) -> Content:
    """The lead, what the figures are, what is missing, three figures, and blocks of sentences."""
    words = matter.words
    now = {"title": words("What can you do now?"), "says": _next_steps(matter), "numbered": True}
    beside = () if matter.has_figures else _beside(matter)
    values = [_value_figure(matter), _weights_figure(matter)] if matter.has_ratings else []
    return {
        "lead": _lead(matter),
        "about": {"title": words("What the figures show"), "says": [*_about(matter), *beside]},
        "missing": _missing(matter),
        "figures": [*values[:1], _answers_figure(matter), *values[1:]],
        "blocks": [*(_conclusions(matter) if matter.has_figures else ()), now],
    }


def _conclusions(matter: ReportMatter) -> list[Content]:
    words = matter.words
    most = words("What matters most") if matter.has_weights else words("What the answers say")
    return [
        {"title": most, "says": _findings(matter)},
        {"title": words("How sure are we?"), "says": _certainty(matter)},
    ]


def _missing(matter: ReportMatter) -> Content | None:
    """What is not there yet, said plainly before any figure; ``None`` when all is."""
    words = matter.words
    says, title = [], ""
    if not matter.has_ratings:
        return _no_ratings(matter)
    if not matter.has_weights:
        title = words("No weights yet")
        says.append(
            words(
                "No focus group has given points yet. Without weights there is no value index, "
                "and nothing can be said about what matters most."
            )
        )
    if not matter.has_figures:
        title = words("Too few answers yet")
        says.insert(
            0,
            words(
                "At least {threshold} people must have answered before a figure is shown, so "
                "that nobody can be pointed out. So many have not answered yet.",
                threshold=matter.campaign.threshold,
            ),
        )
    return {"title": title, "says": says} if says else None


def _no_ratings(matter: ReportMatter) -> Content:
    words = matter.words
    if matter.whole.n is None:
        return {"title": words("Too few answers yet"), "says": [words(
            "At least {threshold} people must have answered before a figure is shown, so "
            "that nobody can be pointed out. So many have not answered yet.",
            threshold=matter.campaign.threshold,
        )]}
    return {"title": words("No value index"), "says": [words(
        "This survey has no ratings of value factors, so there is no value index. What people "
        "answered stands question by question on the following pages."
    )]}


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
    today = matter.made_on
    if today is not None and matter.campaign.first_day <= today < matter.campaign.last_day:
        return words(
            "{count} people had answered up to {day}. The survey runs {period}.",
            count=matter.figures.count(n), day=matter.figures.day(today), period=period,
        )
    return words(
        "{count} people answered in the period {period}.",
        count=matter.figures.count(n),
        period=period,
    )


def _value_figure(matter: ReportMatter) -> Content:
    words, whole = matter.words, matter.whole
    name = words("Value index")
    if whole.value_index is None:
        why = words("too few answers yet") if matter.has_weights else _no_weights(matter)
        return {"name": name, "figure": "–", "says": why, "tone": "good"}
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


def _no_weights(matter: ReportMatter) -> str:
    if matter.results.weights_hidden:
        return matter.words("too few have given points")
    return matter.words("no weights yet")


def _answers_figure(matter: ReportMatter) -> Content:
    words = matter.words
    n = matter.whole.n
    answers = sum(sum(f.counts.values()) for f in matter.whole.factors if f.counts)
    says = words("people")
    if n is None:
        says = words("fewer than {n} people", n=matter.campaign.threshold)
    elif answers:
        says = words("people, who gave {answers} answers", answers=matter.figures.count(answers))
    return {
        "name": words("Answers from"),
        "figure": "–" if n is None else matter.figures.count(n),
        "says": says,
        "tone": "action",
    }


def _weights_figure(matter: ReportMatter) -> Content:
    words = matter.words
    name = words("Weights from")
    if not matter.has_weights:
        return {"name": name, "figure": "–", "says": _no_weights(matter), "tone": "dialogue"}
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
                "The value index has the interval {interval}. Were the survey made many times in "
                "the same way, about {level} of such intervals would hold the true value. "
                "It covers chance in the answers and in the weights, nothing else.",
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
    said += _beside(matter)
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


def _beside(matter: ReportMatter) -> list[str]:
    """That answers look odd, and that models were tried against each other; nothing where not."""
    words, odd, trial = matter.words, matter.odd, matter.campaign.conduct.trial
    said = []
    if odd is not None and odd.answers is None:
        said.append(words(
            "Some answers look odd, given in bursts, all alike, very fast or when it was closed. "
            "They count like any other.",
        ))
    elif odd is not None:
        said.append(words(
            "{count} answers look odd, given in bursts, all alike, very fast or when it was "
            "closed. They count like any other.",
            count=matter.figures.count(odd.answers or 0),
        ))
    if trial is not None:
        said.append(words(
            "{n} ways of asking were tried side by side ({arms}); the figures here are of all "
            "of them together.",
            n=len(trial.arms), arms=", ".join(printable(arm.name) for arm in trial.arms),
        ))
    return said


def _findings(matter: ReportMatter) -> list[str]:
    return findings(matter) or [
        matter.words("Nothing can be said with certainty from these answers.")
    ]


def _next_steps(matter: ReportMatter) -> list[str]:
    words = matter.words
    if not matter.has_ratings and matter.whole.n is not None:
        return [
            words("Read through what people answered, and choose together what to go deeper into."),
            words("Decide who does what and by when, and write it in the action plan."),
            words("Tell those who answered what you heard and what you do about it."),
        ]
    if not matter.has_figures:
        more = words("Let the survey go on until more people have answered.")
    elif not matter.has_weights:
        more = words("Let at least one focus group give its points to the factors.")
    else:
        return [
            _first_step(matter),
            words("Decide who does what and by when, and write it in the action plan."),
            words("Tell those who answered what you heard and what you do about it."),
        ]
    return [
        more,
        words("Take in what has come, and make the report again."),
        words("Draw no conclusions about what matters most until then."),
    ]


def _first_step(matter: ReportMatter) -> str:
    """Where to start, as far as the intervals carry it; points to no picture that is not there."""
    words, start = matter.words, focus(matter)
    if start:
        return words(
            "Start with {factor}: its weight is high and its index low. "
            "Ask those concerned what lies behind it.",
            factor=start,
        )
    if matrix_of(matter) is None:
        return words("Choose together what to go deeper into.")
    return words(
        "No factor certainly has both a high weight and a low index. "
        "Look at the picture of the four fields together and choose what to go deeper into."
    )
