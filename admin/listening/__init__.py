"""Receiving over the network, and pairing kiosks, in the window."""
