"""Reusable parts of screens: data in by reactive, news out by message; they know the domain, not the store."""
