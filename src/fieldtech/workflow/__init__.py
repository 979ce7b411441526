"""Use cases: read the facts, check the rule, record. One module a noun, one function a verb."""
