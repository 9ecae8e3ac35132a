"""Sealed files kept for those who may fetch them, by a program that can read none of them."""
