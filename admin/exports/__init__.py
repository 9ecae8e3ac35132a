"""Everybody's answers as tables in files, for other programs."""

FORMATS = ("csv", "xlsx", "json")
"""What the files can be. It stands here so that a command line is read without the rest."""
