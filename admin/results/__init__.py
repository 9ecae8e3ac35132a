"""Results: figures as words, findings as sentences, and the view that shows them."""
