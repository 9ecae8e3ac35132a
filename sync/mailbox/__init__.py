"""Carrying over a network: a blind mailbox, who may use it, and how two machines meet."""
