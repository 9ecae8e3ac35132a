"""Taking in answers: a folder of bundles, what happened to each, then backup and receipts."""
