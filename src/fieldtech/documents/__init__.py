"""Documents made of what the record says, to be printed and filed: a view in, text out; no database is known here."""
