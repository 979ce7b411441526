"""Rules without I/O: one module a noun, with its operations, its fold and its guards."""
