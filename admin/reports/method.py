"""How to read the report, how it was worked out, and where to ask."""

from __future__ import annotations

from admin.reports.illustrated import matrix_of
from admin.reports.matter import Content, ReportMatter
from admin.results.illustrations import people
from admin.results.wording import weighed_by
from assets.words import later

RULES = {
    "mean-of-shares": later(
        "Each participant's points are turned into shares that add up to 100 %. A factor's weight "
        "is the mean of the shares within each group, and then the mean of the groups, so that "
        "every participant in a group and every group count the same."
    ),
    "share-of-sums": later(
        "All points given to a factor are added up and divided by all points given. "
        "Who gave more points counts more."
    ),
}
SET_ASIDE = {
    "duplicate": later("the same answers twice"),
    "incomplete": later("incomplete"),
    "unfinished": later("stopped before the end"),
    "shifted": later("damaged row"),
    "damaged": later("damaged file"),
    "wrong-signer": later("file signed by somebody else"),
    "wrong-campaign": later("file of another survey"),
    "unknown-device": later("file from an unknown kiosk"),
    "too-old": later("file of an older version"),
    "too-new": later("file of a newer version"),
    "too-much-aside": later("file with too many records that cannot be read"),
}


def reading(matter: ReportMatter) -> Content:
    """The notions a reader needs, in plain words."""
    return {"title": matter.words("How to read the report"), "terms": _notions(matter)}


def _notions(matter: ReportMatter) -> list[Content]:
    words = matter.words
    return [
        _term(
            words("Index"),
            words(
                "0 means that everybody chose the lowest step of the scale, 100 that everybody "
                "chose the highest. 50 is the middle of the scale."
            ),
        ),
        _term(
            words("Weight"),
            words("How large a share of the focus groups' points the factor was given."),
        ),
        _term(
            words("Value index"),
            words("All factors' indices weighed together. Factors with a high weight count more."),
        ),
        _term(
            words("Interval"),
            words(
                "The line across a bar or a dot. If the survey were made again and again in "
                "the same way, the interval would hold the true value about {level} of the "
                "times. When two intervals overlap much, the difference may be chance.",
                level=matter.level,
            ),
        ),
        _term(
            words("What the answers are"),
            words(
                "What the survey asked about stands on the first page. The answers show what "
                "those who answered thought at the time."
            ),
        ),
    ]


def method(matter: ReportMatter) -> Content:
    """The formulas in words, the rules, and what this edition is."""
    words = matter.words
    return {
        "title": words("How it was worked out"),
        "terms": [
            *([*_formulas(matter), *_uncertainty(matter)] if matter.has_ratings else []),
            *_of_questions(matter), _hiding(matter),
        ],
        "edition_title": words("This edition"),
        "edition": _edition(matter),
        "contact_title": words("Questions about the report"),
        "contact": matter.campaign.contact
        or words("The survey names no contact. Turn to {name}.", name=matter.campaign.organisation),
    }


def _of_questions(matter: ReportMatter) -> list[Content]:
    words = matter.words
    return [_term(
        words("The form's questions"),
        words(
            "A person counts once in a question, also where it was answered several times. A "
            "question that was changed so that it means something else is shown once for each "
            "meaning; another wording or place changes nothing."
        ),
    ), _term(
        words("Coarser figures"),
        words(
            "Indices and intervals are given in whole numbers, and how the answers spread and how "
            "many answered only where that tells of no few. The mean of numbers is left out where "
            "fewer than {threshold} people could have made it.",
            threshold=matter.campaign.threshold,
        ),
    )] if matter.answered else []


def rule_sentence(matter: ReportMatter) -> str:
    """The rule for weights as a whole paragraph, with how many were left out."""
    words = matter.words
    if matter.results.weights_hidden:
        return words(
            "Too few people have given points for weights to be shown, so there is no value index."
        )
    if not matter.has_weights:
        return words("No weights have been collected yet.")
    first = matter.results.weights[0]
    said = words(RULES[first.rule]) if first.rule in RULES else first.rule
    return " ".join((
        said,
        words(
            "{participants} participants in {groups} groups are counted. "
            "{excluded} who gave no points at all are left out.",
            participants=matter.figures.count(first.n_participants),
            groups=matter.figures.count(first.n_groups),
            excluded=matter.figures.count(first.excluded),
        ),
        *weighed_by(matter.results, words),
    ))


def _term(name: str, says: str) -> Content:
    return {"name": name, "says": says}


def _formulas(matter: ReportMatter) -> list[Content]:
    words = matter.words
    low, high = matter.results.scale
    return [
        _term(
            words("A person's score on a factor"),
            words(
                "The mean of the answers, {low} to {high}, that the person gave on the factor's "
                "questions. Questions without an answer are left out.",
                low=low,
                high=high,
            ),
        ),
        _term(
            words("A factor's index"),
            words(
                "The mean of the persons' scores, minus {low}, divided by {span}, times 100. "
                "Each person counts once, however many of the factor's questions were answered.",
                low=low,
                span=high - low,
            ),
        ),
        _term(words("Weights"), rule_sentence(matter)),
        _term(words("Value index"), _value_sentence(matter)),
        *_pictures(matter),
    ]


def _pictures(matter: ReportMatter) -> list[Content]:
    """What the pictures count and where they are cut, for those that are there."""
    words = matter.words
    spread = _term(
        words("How the answers spread"),
        words(
            "Counts single answers, not people, so a person with five answers on a factor "
            "counts five times there."
        ),
    )
    fields = _term(
        words("The four fields"),
        words(
            "The picture is cut at the mean of the factors' weights and at the mean of their "
            "indices. High and low therefore mean compared with the other factors here."
        ),
    )
    there = ((spread, matter.has_figures), (fields, matrix_of(matter) is not None))
    return [term for term, shown in there if shown]


def _value_sentence(matter: ReportMatter) -> str:
    present = matter.whole.weight_present
    said = matter.words(
        "Each factor's index times its weight, added up. "
        "Where a factor has no answers to show, the other weights are raised to fill 100 %."
    )
    if present is None:
        return said
    return (
        said
        + " "
        + matter.words(
            "For everybody, factors with {share} of the weight have answers.",
            share=matter.figures.percent(present),
        )
    )


def _uncertainty(matter: ReportMatter) -> list[Content]:
    words = matter.words
    return [
        _term(
            words("Interval of a factor and of a weight"),
            words(
                "{level} interval from Student's t distribution: over persons' scores for a "
                "factor, over the groups' means for a weight.",
                level=matter.level,
            ),
        ),
        _term(
            words("Interval of the value index"),
            words(
                "Adds the uncertainty in the answers (between persons) and in the weights "
                "(between focus groups) by linearisation, with degrees of freedom by "
                "Satterthwaite, and is cut at 0 and 100. Answers and weights are taken to be "
                "independent. Where the same people gave both, that is a simplification: "
                "the link between their answers and their weights is not in the interval."
            ),
        ),
    ]


def _hiding(matter: ReportMatter) -> Content:
    words = matter.words
    return _term(
        words("What is hidden"),
        words(
            "Groups with fewer than {threshold} people are not shown. Now and then a larger group "
            "is hidden too, when the small one could otherwise be worked out by subtraction. "
            "The same rule holds for a single factor within a group.",
            threshold=matter.campaign.threshold,
        ),
    )


def _edition(matter: ReportMatter) -> list[Content]:
    words, results, campaign = matter.words, matter.results, matter.campaign
    refused = "; ".join(
        f"{words(SET_ASIDE[reason]) if reason in SET_ASIDE else reason} {matter.figures.count(n)}"
        for reason, n in sorted(results.refused.items())
    )
    rows = [
        (words("Survey"), words("{title}, version {n}", title=matter.title, n=campaign.version)),
        (words("Period"), matter.figures.period(campaign.first_day, campaign.last_day)),
        (words("Answers taken in"), _taken_in(matter)),
        (words("Set aside"), refused or words("none")),
        (words("Edition"), results.release),
        (words("Method version"), results.method_version),
        (words("Report made"), matter.day),
    ]
    return [_term(name, says) for name, says in rows]


def _taken_in(matter: ReportMatter) -> str:
    """From how many people answers were taken in; not how few, where they are too few to show."""
    n, least = matter.results.taken_in, matter.campaign.threshold
    if matter.whole.n is None or n < least:
        return matter.words("from fewer than {n} people", n=least)
    return matter.words("from {people}", people=people(n, matter.words))
