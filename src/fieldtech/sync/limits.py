"""How large each part of a file from another machine may be; a reader refuses more, and a writer never writes it."""

KILOBYTE = 1_000
MEGABYTE = 1_000_000

FILE_LIMIT = 2**32 - 1
"""The largest file that a FAT stick holds."""
OUTER_LIMIT = 1_024
"""The outer header."""
AGE_HEADER_LIMIT = 16 * KILOBYTE
STANZA_LIMIT = 64
"""Recipients in an age header: each costs whoever tries them an operation on a curve, before anything is decrypted."""
RECIPIENT_LIMIT = 60
"""The writer is one more, and age adds stanzas of its own that mean nothing."""
SPOOL_MEMORY = 8 * MEGABYTE
"""What is larger is kept in a file that no folder names."""
MANIFEST_LIMIT = 2 * MEGABYTE
CHAIN_LIMIT = 5_000
TIP_LIMIT = 100
"""The branches of one chain."""
ATTACHMENT_LIMIT = 15_000
RUN_LIMIT = 10_000
BLOCK_LINES = 4_096
BLOCK_BYTES = 4 * MEGABYTE
"""The text of a block, with which a longest line fits in any case."""
WINDOW_LOG = 23
"""zstd looks back, and so holds in memory, 8 MiB."""
RATIO_LIMIT = 100
RATIO_SLACK = 64 * MEGABYTE
"""What all texts together may unpack to: this, and `RATIO_LIMIT` bytes for each that stands in the bundle."""
SMALL_FILE_LIMIT = 4 * MEGABYTE
"""A request or a receipt."""
TEXT_LIMIT = 1_000
"""A name of a person, site or zone, in characters."""
CHUNK = 64 * 1024
