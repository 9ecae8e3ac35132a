"""The window around everything: rail, pages, the quiet bar for long work, look and focus."""
