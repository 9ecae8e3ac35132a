"""A form's hash is that of its bytes, and is worked out once while a form is published."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from types import MappingProxyType
from uuid import UUID
from weakref import ref

import pytest

from survey.forms import canonical
from survey.forms.canonical import form_hash, read_canonical, write_form
from survey.forms.definition import Choice, ChoiceList, FormDefinition
from survey.forms.hashes import Hashes


def form(name: str = "f") -> FormDefinition:
    choice = Choice(id=UUID(int=3), name="c", text={"label": {"sv": "C"}}, columns={"k": "1"})
    made = ChoiceList(id=UUID(int=2), name="l", choices=(choice,))
    return FormDefinition(id=UUID(int=1), name=name, lists=(made,))


def test_the_hash_is_that_of_the_bytes() -> None:
    one = form()
    assert form_hash(one) == sha256(write_form(one)).digest()


def test_a_written_form_is_not_written_again_for_its_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = form(), form("other")
    hash, another = form_hash(one), form_hash(other)
    with monkeypatch.context() as only:
        only.delattr(canonical, "plain_form")
        assert (form_hash(one), form_hash(other)) == (hash, another)
    assert hash != another


def test_a_changed_form_has_another_hash_and_an_equal_one_the_same() -> None:
    one = form()
    hash = form_hash(one)
    assert form_hash(replace(one, title="T")) != hash
    assert form_hash(replace(one)) == hash


def test_a_hash_keeps_no_form_alive() -> None:
    known, one = Hashes(), form()
    known.note(one, b"1")
    known.note(one, b"2")
    held = ref(one)
    assert known.of(one) == b"2" and known.of(form()) is None
    del one
    assert held() is None and not known._known


def test_choices_of_any_mapping_are_written_alike() -> None:
    one = form()
    text = MappingProxyType({"label": MappingProxyType({"sv": "C"})})
    choice = replace(one.lists[0].choices[0], text=text, columns=MappingProxyType({"k": "1"}))
    other = replace(one, lists=(replace(one.lists[0], choices=(choice,)),))
    assert write_form(other) == write_form(one)
    assert read_canonical(write_form(other))[0] == one
