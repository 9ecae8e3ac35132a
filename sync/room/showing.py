"""A participant's task as the page shows it: plain values, words in one language."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from storage.seal.coding import pack
from survey.facilitation.asking import Task
from survey.facilitation.method import Column, Named
from survey.forms.model import Texts
from sync.room.port import FormStep

View = dict[str, Any]


def view(task: Task, language: str, form: str = "") -> View:
    """What the page shows. A text is ``[words, language]``: a reader must know how to say it.

    ``form`` is what the form is called that may be answered now, or empty.
    """
    mine = task.mine
    return {
        "participant": task.participant, "kind": task.kind.value, "open": task.open,
        "turn": list(task.turn) if task.turn else None, "table": task.table,
        "title": task.title, "question": task.question, "purpose": task.purpose,
        "name": text(task.name, language), "text": text(task.text, language),
        "round": text(task.round_name or {}, language), "form": form,
        "fields": _named(task.fields, language),
        "items": [[str(item.id), item.title, item.field] for item in task.items],
        "rows": [
            [row.id, [row.name, ""] if isinstance(row.name, str) else text(row.name, language)]
            for row in task.rows
        ],
        "columns": [_column(column, language) for column in task.columns],
        "budgets": dict(task.budgets), "most": task.most, "scale": list(task.scale),
        "apart": task.apart, "sheets": task.sheets,
        "mine": {
            "numbers": {str(id): n for id, n in mine.numbers.items()},
            "stands": {str(id): n for id, n in mine.stands.items()},
            "cells": [[row, column, value] for (row, column), value in mine.cells.items()],
            "notes": [
                [str(id), note.text, note.field, str(note.heading) if note.heading else None]
                for id, note in mine.notes.items()
            ],
        },
    }


def step(shown: FormStep | None) -> View | None:
    """A question of a form as the page shows it."""
    if shown is None:
        return None
    return {
        "kind": shown.kind.value, "label": shown.label, "help": shown.help,
        "choices": [[choice.name, choice.label] for choice in shown.choices],
        "value": shown.value, "required": shown.required, "trouble": shown.trouble,
        "number": shown.number, "of": shown.of, "back": shown.can_go_back, "last": shown.last,
    }


def mark(shown: View) -> str:
    """Sixteen letters that tell one view from another."""
    return sha256(pack(shown)).hexdigest()[:16]


def text(texts: Texts, language: str) -> tuple[str, str]:
    """The words and the language that they are in; empty words where there are none."""
    for tag in (language, language.partition("-")[0], "en", "sv"):
        if texts.get(tag):
            return texts[tag], tag
    return next(((words, tag) for tag, words in texts.items() if words), ("", ""))


def _named(some: tuple[Named, ...], language: str) -> list[list[object]]:
    return [[one.id, text(one.name, language)] for one in some]


def _column(column: Column, language: str) -> Mapping[str, object]:
    return {
        "id": column.id, "name": text(column.name, language),
        "steps": _named(column.steps, language),
    }
