"""Words that expressions ask for by id: ``jr:itext('id')``."""

from __future__ import annotations

from survey.expressions.context import Context
from survey.forms.definition import FormDefinition, Text
from survey.forms.engine.plan import Plan
from survey.forms.engine.tables import text_id
from survey.forms.engine.words import Speech


class Asked:
    """Finds words by id: those of the form, and those of its choices."""

    def __init__(self, form: FormDefinition, speech: Speech, root: Plan, context: Context) -> None:
        self._form = form
        self._speech = speech
        self._root = root
        self._context = context
        self._choices: dict[str, Text] | None = None

    def words(self, id: str) -> str:
        """The words in the active language; empty when there are none."""
        text = self._form.texts.get(id)
        if text is None:
            text = self._of_choices().get(id, {})
        return self._speech.say(text, "label", self._root, lambda: self._context)

    def _of_choices(self) -> dict[str, Text]:
        if self._choices is None:
            self._choices = {
                text_id(list, number): choice.text
                for list in self._form.lists
                for number, choice in enumerate(list.choices)
            }
        return self._choices
