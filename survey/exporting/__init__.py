"""Answers as tables for other programs: which columns there are, and what stands in each cell."""
