"""The window's look in one place: sizes on a 4 px grid, type, colours by role, as a style sheet."""

from __future__ import annotations

from dataclasses import dataclass
from string import Template

import assets
from admin.pictures.style import Style
from assets.theme import Theme

SMALLEST, LARGEST, STEP = 100, 200, 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A theme at a text size in per cent (100-200)."""

    theme: Theme
    percent: int = 100

    def px(self, size: float) -> int:
        """A size that grows with the text."""
        return round(size * self.percent / 100)

    @property
    def pictures(self) -> Style:
        """The same look for pictures."""
        return Style(theme=self.theme, text=self.px(15))

    def larger(self, steps: int) -> int:
        """The text size that many steps away, within what is allowed."""
        return min(LARGEST, max(SMALLEST, self.percent + steps * STEP))

    def sheet(self) -> str:
        """The style sheet of the whole window."""
        sizes = {f"p{n}": f"{self.px(n)}px" for n in (4, 6, 8, 10, 12, 13, 15, 17, 18, 20, 22, 28)}
        colours = {
            name: getattr(self.theme, name)
            for name in Theme.__slots__
            if isinstance(getattr(self.theme, name), str)
        }
        chevron = assets.path("icons", "chevron-down.svg").as_posix()
        return Template(_SHEET).substitute(
            sizes, **colours, big=f"{self.px(44)}px", chevron=chevron
        )


_SHEET = """
* { font-family: "$text_font"; font-size: $p15; color: $text; }
QMainWindow, QWidget#page, QScrollArea, QWidget#content { background: $surface; border: 0; }
QWidget#rail { background: $surface_tint; }
QLabel { background: transparent; }
QLabel[part="brand"] { font-family: "$heading_font"; font-size: $p28; font-weight: 700;
  color: $action; }
QLabel[part="heading"] { font-family: "$heading_font"; font-size: $p28; font-weight: 700; }
QLabel[part="subheading"] { font-family: "$heading_font"; font-size: $p22; font-weight: 700; }
QLabel[part="small-heading"] { font-size: $p17; font-weight: 700; }
QLabel[part="quiet"] { color: $text_quiet; font-size: $p13; }
QLabel[part="soft"] { color: $text_soft; }
QLabel[part="label"] { font-weight: 600; }
QLabel[part="big"] { font-size: $big; font-weight: 700; color: $action; }
QLabel[part="figure"] { font-size: $p18; color: $text_soft; }
QLabel[part="subheading-figure"] { font-size: $p28; font-weight: 700; color: $action; }
QLabel[part="code"] { font-size: $p22; font-weight: 700; padding: $p12 $p15;
  background: $action_softer; border: 1px solid $action_outline; border-radius: 8px; }
QFrame[part="card"] { background: $surface_raised; border: 1px solid $outline;
  border-radius: 8px; }
QFrame[part="ask"] { background: $action_softer; border: 2px solid $action; border-radius: 8px; }
QLabel[part="fault"] { color: $bad_text; font-weight: 600; }
QLabel[part="pairing"] { font-size: $big; font-weight: 700; color: $text; padding: $p12 $p15;
  background: $surface_raised; border: 1px solid $action_outline; border-radius: 8px; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; border: 0; border-bottom: 3px solid $outline_soft;
  padding: $p8 $p12; font-weight: 600; color: $text_soft; }
QTabBar QToolButton { background: $surface_raised; border: 1px solid $outline_strong; }
QTabBar::tab:hover { background: $action_softer; }
QTabBar::tab:selected { color: $action; border-bottom: 3px solid $action; }
QCheckBox { spacing: $p10; font-weight: 600; }
QCheckBox::indicator { width: $p20; height: $p20; }
QFrame[part="figure-card"] { background: $action_softer; border: 0; border-radius: 8px; }
QFrame[part="claim-card"] { background: $surface_raised; border: 1px solid $outline;
  border-radius: 8px; }
QFrame[part="trouble"] { background: $bad_soft; border: 0; border-left: 4px solid $bad;
  border-radius: 4px; }
QFrame[part="trouble"] QLabel { color: $bad_text; }
QFrame[part="caution"] { background: $caution_soft; border: 0; border-left: 4px solid $caution;
  border-radius: 4px; }
QFrame[part="caution"] QLabel { color: $caution_text; }
QFrame[part="good"] { background: $good_soft; border: 0; border-left: 4px solid $good;
  border-radius: 4px; }
QFrame[part="good"] QLabel { color: $good_text; }
QFrame[part="info"] { background: $action_softer; border: 0; border-left: 4px solid $action_outline;
  border-radius: 4px; }
QFrame#bar { background: $surface_raised; border: 0; border-top: 1px solid $outline; }
QPushButton { background: $surface_raised; border: 1px solid $outline_strong; border-radius: 8px;
  padding: $p8 $p18; font-weight: 600; color: $text; min-height: $p20; }
QPushButton:hover { background: $action_softer; border-color: $action; }
QPushButton:pressed { background: $action_soft; }
QPushButton:disabled { color: $text_quiet; background: $surface_sunken;
  border-color: $outline_soft; }
QPushButton[part="primary"] { background: $action; color: $text_on_action;
  border: 1px solid $action; padding: $p10 $p20; }
QPushButton[part="primary"]:hover { background: $action_hover; }
QPushButton[part="primary"]:pressed { background: $action_pressed; }
QPushButton[part="primary"]:disabled { background: $surface_sunken; color: $text_quiet;
  border-color: $outline_soft; }
QPushButton[part="place"] { background: transparent; border: 0; text-align: left;
  padding: $p10 $p12; font-weight: 400; font-size: $p15; }
QPushButton[part="place"]:hover { background: $action_soft; }
QPushButton[part="place"][current="true"] { background: $action; color: $text_on_action;
  font-weight: 700; }
QPushButton[part="plain"] { background: transparent; border: 0; color: $action; padding: $p6 $p8;
  font-weight: 600; }
QPushButton[part="plain"]:hover { background: $action_soft; }
QPushButton[part="plain"][current="true"] { color: $text; font-weight: 700; }
QPushButton[part="plain"][spent="true"] { color: $text_quiet; font-weight: 400; }
QPushButton[part="plain"][spent="true"]:hover { background: transparent; }
QLineEdit, QComboBox { background: $surface_raised; border: 1px solid $outline_strong;
  border-radius: 8px; padding: $p6 $p10; min-height: $p22; selection-background-color: $action;
  selection-color: $text_on_action; }
QLineEdit:focus, QComboBox:focus { border-color: $action; }
QLineEdit:disabled { background: $surface_sunken; }
QComboBox::drop-down { border: 0; width: $p28; }
QComboBox::down-arrow { image: url($chevron); width: $p18; height: $p18; }
QComboBox QAbstractItemView { background: $surface_raised; border: 1px solid $outline_strong;
  selection-background-color: $action_soft; selection-color: $text; outline: 0; padding: 4px; }
QTableView { background: $surface_raised; border: 0; gridline-color: transparent; outline: 0;
  selection-background-color: $action_softer; selection-color: $text; }
QTableView::item { border: 0; border-bottom: 1px solid $outline; padding: 0 5px; }
QHeaderView { background: $surface_raised; border: 0; }
QHeaderView::section { background: $surface_raised; border: 0;
  border-bottom: 2px solid $outline_soft; padding: $p6 $p8; font-weight: 600;
  color: $text_soft; font-size: $p13; }
QProgressBar { background: $surface_sunken; border: 0; border-radius: 4px; max-height: 8px; }
QProgressBar::chunk { background: $action; border-radius: 4px; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar::handle:vertical { background: $outline_soft; border-radius: 4px; min-height: 40px;
  margin: 2px; }
QScrollBar::handle:vertical:hover { background: $outline_strong; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; }
QScrollBar::handle:horizontal { background: $outline_soft; border-radius: 4px; min-width: 40px;
  margin: 2px; }
QToolTip { background: $surface_raised; color: $text; border: 1px solid $outline_strong;
  padding: 4px; }
"""
