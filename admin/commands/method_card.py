"""``vardera method card``: a method's guide on paper."""

from __future__ import annotations

import argparse

from admin.commands import session_papers, terminal
from admin.commands.session_prints import method_named
from admin.methods import FormOnOffer, Part, form_named, parts


def add(ways: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``card``."""
    parser = ways.add_parser(
        "card", help="a method's guide as PDF",
        description="Purpose, people, time, material, step by step, tips and pitfalls.",
        epilog="example: vardera method card focus-group --out card.pdf",
    )
    parser.add_argument("method", metavar="NAME|FILE", help="as in the list, or a .toml file")
    session_papers.add_paper(parser)
    parser.set_defaults(run=lambda args: terminal.guarded(lambda: _card(args)))


def _card(args: argparse.Namespace) -> int:
    from admin.reports.method_card import write_form_card, write_method_card
    from assets.words import Words

    session_papers.check_out(args.out)
    words, made = Words(args.language), terminal.now()
    form = form_named(args.method)
    if form is not None:
        parts = parts_of(form, args.language)
        session_papers.keep(lambda: write_form_card(
            form.method, parts, args.out, words=words, made=made
        ), args.out)
        return session_papers.told(args)
    method = method_named(args.method)
    session_papers.keep(
        lambda: write_method_card(method, args.out, words=words, made=made), args.out
    )
    return session_papers.told(args)


def parts_of(form: FormOnOffer, language: str) -> tuple[Part, ...]:
    """What a form that the program carries asks, under its headings."""
    from survey.forms.read.form import read_form

    found = read_form(form.file.read_bytes(), form.file.stem).form
    return parts(found, language) if found is not None else ()
