"""What cannot be read is refused with its place, before anything is worked out."""

from __future__ import annotations

import pytest

from survey.expressions.compile import compile
from survey.expressions.context import Circumstances, Context
from survey.expressions.document import DocumentError, read_document
from survey.expressions.errors import ExpressionError
from survey.expressions.patterns import Pattern
from survey.expressions.tree import Document, Element

HERE = Context(Circumstances(Document(Element("data"))), Element("a"))


@pytest.mark.parametrize(("source", "offset", "said"), [
    ("", 0, "too early"),
    ("1 +", 3, "too early"),
    ("a b", 2, "not expected"),
    ("'open", 0, "never closed"),
    ("${a} = “x”", 7, "quotation mark"),
    ("selcted(a, 'b')", 0, "is selected() meant"),
    ("1 + substring('a')", 4, "2 to 3 arguments, not 1"),
    ("true(1)", 0, "no arguments, not 1"),
    ("concat(", 7, "too early"),
    ("count('a')", 0, "a path is expected"),
    ("sideways::a", 0, "no axis"),
    ("a && b", 2, "use and, or"),
    ("1 OR 1", 2, "not expected"),
    ("regex(., '(')", 9, "never closed"),
    ("$a", 0, "${name}"),
    ("a\u00a0= 1", 1, "non-breaking"),
])
def test_a_fault_is_told_with_its_place(source: str, offset: int, said: str) -> None:
    with pytest.raises(ExpressionError) as fault:
        compile(source)
    assert fault.value.offset == offset
    assert said in fault.value.message


def test_a_wrong_call_that_is_never_reached_has_a_value_when_faults_come_late() -> None:
    assert compile("false() and substring()", late=True).boolean(HERE) is False
    with pytest.raises(ExpressionError, match=r"substring\(\) takes"):
        compile("true() and substring()", late=True).boolean(HERE)
    with pytest.raises(ExpressionError):
        compile("false() and substring()")


@pytest.mark.parametrize("source", [
    "(" * 5_000, "[" * 5_000, "a[" * 5_000, "if(" * 5_000, "not(" * 500 + "1" + ")" * 500,
    "/" * 5_000, "x" * 70_000, "'" + "x" * 70_000 + "'",
])
def test_what_is_too_deep_or_too_long_is_refused(source: str) -> None:
    with pytest.raises(ExpressionError):
        compile(source)


@pytest.mark.parametrize(("source", "expected"), [
    ("+".join("1" * 5_000), "5000"),
    ("=".join("1" * 2_000), "true"),
    ("-" * 4_001 + "1", "-1"),
    (" and ".join(["1"] * 3_000), "true"),
    ("a" + "[1]" * 3_000, ""),
    (".." + "/.." * 3_000, ""),
    ("if(1," * 120 + "'deep'" + ",2)" * 120, "deep"),
    ("a=" * 3_000 + "a", "true"),
])
def test_what_is_long_but_flat_has_a_value(source: str, expected: str) -> None:
    assert compile(source).string(HERE) == expected


def test_work_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("survey.expressions.steps.MOST_EFFORT", 50_000)
    top = Document(Element("data"))
    for _ in range(60):
        top.children[0].add(Element("a", "1")).add(Element("b", "2"))
    context = Context(Circumstances(top), top)
    with pytest.raises(ExpressionError, match="too long"):
        compile("//*[count(//*[count(//*[. = 3]) > 1]) > 1]").value(context)
    assert compile("count(//*)").value(context) == 121.0


def test_a_text_does_not_grow_without_end() -> None:
    top = Document(Element("data", "x" * 400_000))
    context = Context(Circumstances(top), top)
    assert len(compile("concat(/data, /data)").string(context)) == 800_000
    with pytest.raises(ExpressionError, match="characters"):
        compile("concat(/data, /data, /data)").string(context)


@pytest.mark.parametrize(("pattern", "text", "expected"), [
    ("(a+)+b", "a" * 3_000, False),
    ("(a|aa)*c", "a" * 3_000, False),
    ("(a?){50}a{50}", "a" * 50, True),
    ("^(?=.*[A-Z])(?!.* ).{8,}$", "Abcdefgh", True),
    ("^(?=.*[A-Z])(?!.* ).{8,}$", "Abc efgh", False),
    (".{0,4000}", "x" * 4_001, False),
    (r"[\w.+-]+@[\w-]+(\.[a-z]{2,})+", "a.b@c.se", True),
    (r"[A-Za-zÅÄÖåäö -]+", "Åsa Öberg-Ek", True),
    (r"\p{Lu}\p{L}*", "Östen", True),
    (r"(?i)abc|x", "aBC", True),
    (r"\bhej\b.*", "hej du", True),
    ("a|b|", "", True),
    ("[^0-9]*", "a1", False),
    (r"\d{3}[-\s]?\d{2}", "123 45", True),
])
def test_a_pattern_is_held_against_the_whole_text_in_time_that_grows_with_it(
    pattern: str, text: str, expected: bool
) -> None:
    assert Pattern(pattern).fits(text) is expected


@pytest.mark.parametrize("pattern", [
    "(", ")", "[a", "*", "a**", "(a)\\1", "(?<=a)b", "a(?=b)", "\\q", "[z-a]", "a{9,2}",
    "((a{0,99}){0,99}){0,99}", "(" * 100 + ")" * 100, "\\", "\\p{Nobody}", "a{2}{3}",
])
def test_a_pattern_that_cannot_be_followed_is_refused(pattern: str) -> None:
    with pytest.raises(ExpressionError):
        Pattern(pattern)


@pytest.mark.parametrize("document", [
    b"", b"<a>", b"<a></b>", b"\xff\xfe", b"<a>&nbsp;</a>",
    b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
    b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>',
    b'<!DOCTYPE a [<!ENTITY % p SYSTEM "http://example.org/x.dtd"> %p;]><a/>',
    b"<a>" * 300 + b"</a>" * 300,
])
def test_a_hostile_document_is_refused(document: bytes) -> None:
    with pytest.raises(DocumentError):
        read_document(document)
