"""Paper slips: their words are in all the languages that respondents read."""
