"""The terminal in front of us: what it is, what may be sent to it, and how little of it."""
