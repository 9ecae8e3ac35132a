"""Everybody's answers as tables in files, for other programs."""
