"""Facilitated sessions (*gruppmöten*): their events, their methods as data, their fold and figures.

:mod:`survey.session` is the door: ``fold`` an event log, with or without a method, to its state.
"""
