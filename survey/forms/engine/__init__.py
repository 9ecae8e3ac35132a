"""A form that runs: answers in, what follows from them out."""
