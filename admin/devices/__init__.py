"""Units and kiosks: which devices may deliver to this workspace."""
