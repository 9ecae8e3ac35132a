"""Pictures drawn once with QPainter and shown on screen, as PNG and as SVG.

A picture is a frozen value (:mod:`admin.pictures.model`) that holds every word and figure it
shows. :mod:`admin.pictures.drawing` draws it, :mod:`admin.pictures.output` writes it to bytes,
:mod:`admin.pictures.view` shows it in a window, and :mod:`admin.pictures.spoken` says it in words.
"""
