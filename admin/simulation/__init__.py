"""The whole system under faults: kiosks, what carries, and the administrator; one seed decides."""
