"""What somebody who makes or gets an export must know: on the terminal, and beside the tables."""

from __future__ import annotations

from assets.words import Words
from survey.campaign import Campaign
from survey.exporting.cells import Missing
from survey.forms.model import said

NAME = "README.txt"


def careful(words: Words, threshold: int) -> tuple[str, ...]:
    """What the files are, and what to do with them."""
    return (
        words("These files hold the answers of every person, one by one, words and all. "
              "Whoever has them can read them."),
        words("Nothing is hidden in them: several answers together may point somebody out, and so "
              "may any group of fewer than {n}. Give no rows to others, and show no such groups.",
              n=threshold),
        words("When somebody takes an answer back it stays in them. The program tells then where "
              "they lie: make them anew and destroy the old ones."),
        words("Keep them on an encrypted disk and no longer than needed. When they are gone, say "
              "so: vardera responses destroyed."),
    )


def read_me(words: Words, campaign: Campaign) -> str:
    """The text that lies beside the tables."""
    lines = (
        said(campaign.title, words.language), "",
        *careful(words, campaign.threshold), "",
        words("A column is one question, whatever it was called over time. Where its meaning "
              "changed, the answers to the older version stand in a column of their own, "
              "NAME.v1."),
        words("Choices stand by their names; codebook and choices say what they mean, in every "
              "language. Where several may be chosen each choice has a column besides: 1 chosen, "
              "0 not; of a ranking, its place."),
        words("Each instance of a repeat is a row of its own table: _response says whose it is."),
        words("Three kinds of nothing: an empty cell was asked and left empty (or not reached, "
              "where _complete is 0); {declined} is the answer 'rather not say'; {not_asked} was "
              "not asked: not in that version, or its condition did not hold.",
              declined=Missing.DECLINED.value, not_asked=Missing.NOT_ASKED.value),
        words("In pandas: read_csv(file, na_values={codes}). In R: read.csv(file, na.strings = "
              "c(\"\", {quoted})).", codes=[one.value for one in Missing],
              quoted=", ".join(f'"{one.value}"' for one in Missing)),
        words("Words that a spreadsheet could take for a formula have ' before them, and so have "
              "those that begin with '. Take one ' away and they are as they were written. "
              "Numbers are never changed."),
        words("manifest.json counts everything, and has the SHA-256 of each file."),
    )
    return "".join(f"{line}\n" for line in lines)
