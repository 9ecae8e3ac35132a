"""Start: open or create a workspace, show the recovery code once, and say what to do next."""
