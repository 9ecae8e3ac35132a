"""Printed matter: reports and a meeting's papers (typst), sheets with a QR code (reportlab)."""
