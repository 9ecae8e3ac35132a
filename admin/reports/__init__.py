"""Printed matter: the value report (typst) and the sheets with a QR code (reportlab)."""
