"""Measurements as ratios against a peer or floor that runs beside them; run by hand and, in small, by CI."""
