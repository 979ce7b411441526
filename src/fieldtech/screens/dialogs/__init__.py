"""Questions over a screen: each returns a typed value, or None where it was left."""
