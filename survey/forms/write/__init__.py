"""Forms into files that other programs read."""
