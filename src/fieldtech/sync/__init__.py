"""The files that machines exchange: bundles, requests and receipts, written and read without a database."""
