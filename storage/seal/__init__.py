"""Sealing and signing: the only place in the project that touches cryptography.

Composed of primitives from the ``cryptography`` package exactly as ``docs/formats`` says.
"""
