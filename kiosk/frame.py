"""What every screen has round it: languages, and how a person wants to meet the screen."""

from __future__ import annotations

from dataclasses import replace

from survey.late import dataclass

STEPS = (1_000, 2_000, 3_000, 5_000, 8_000)
"""How long the light may stay with one switch, in milliseconds."""

TEXT_SIZES = (100, 150, 200, 250)
"""Per cent; a press on *larger text* takes the next one and the last leads to the first."""

THEMES = ("default", "dark", "high")
"""Files of ``assets/theme/`` a person can choose among; the last has 7:1 everywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comfort:
    """How a person wants to meet the screen; the next one begins with the kiosk's usual.

    ``calm`` shows nothing that moves. ``aloud`` reads each screen. ``switches`` is 0 without
    scanning, 1 where the light moves by itself and one switch takes, 2 where the first moves it.
    ``explore`` lets a touch say what lies there, and a second one on the same take it.
    ``step_ms`` (500-10 000) is how long the light stays with one switch.
    """

    percent: int = 100
    theme: str = THEMES[0]
    calm: bool = False
    aloud: bool = False
    explore: bool = False
    switches: int = 0
    step_ms: int = 2_000

    def with_next_size(self) -> Comfort:
        """With the next size of text; after the largest comes the first."""
        place = TEXT_SIZES.index(self.percent) + 1
        return replace(self, percent=TEXT_SIZES[place % len(TEXT_SIZES)])


AS_IT_COMES = Comfort()
"""Where neither a person nor staff have said otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """``languages`` are the tags on offer, in the campaign's order; ``comfort`` is the person's,
    and ``usual`` what the next one begins with. ``helped``: staff stand beside this visit.

    ``names`` is what the survey itself calls the languages, for those that nobody else knows.
    ``idle_ms`` is how long nobody touches anything before the view wishes ``LeftAlone``; 0 where
    it never does.
    """

    language: str
    languages: tuple[str, ...] = ()
    comfort: Comfort = Comfort()
    usual: Comfort = Comfort()
    names: tuple[str, ...] = ()
    idle_ms: int = 90_000
    helped: bool = False

    @property
    def percent(self) -> int:
        """What scales all text."""
        return self.comfort.percent

    def called(self, tag: str) -> str:
        """What the survey calls the language; the tag itself where it does not say."""
        named = dict(zip(self.languages, self.names, strict=False))
        return named.get(tag, "") or tag
