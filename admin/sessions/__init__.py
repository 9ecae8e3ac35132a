"""Group sessions that have come in: their results, what headings stand for, and locked weights."""
