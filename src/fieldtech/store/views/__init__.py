"""Rows become frozen values for screens, workflow and the command line; one module a noun."""
