"""The page of surveys: consent texts, kiosks' conduct, how far it has come, and tables."""
