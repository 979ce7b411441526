"""Compression by zstd, and unpacking within bounds."""

import sys

from fieldtech.domain.errors import UnreadableBundle
from fieldtech.sync.limits import WINDOW_LOG
from fieldtech.sync.manifest import malformed
from fieldtech.text import _

if sys.version_info >= (3, 14):
    from compression.zstd import (
        CompressionParameter,
        DecompressionParameter,
        ZstdCompressor,
        ZstdDecompressor,
        ZstdError,
    )
    from compression.zstd import compress as zstd_frame
else:
    from backports.zstd import CompressionParameter, DecompressionParameter, ZstdCompressor, ZstdDecompressor, ZstdError
    from backports.zstd import compress as zstd_frame

_STREAM_LEVEL = 12
_FRAME_LEVEL = 19


class PackingStream:
    """One stream of zstd that is cut into pieces, each of which can be unpacked once those before it were."""

    def __init__(self) -> None:
        level, window = int(CompressionParameter.compression_level), int(CompressionParameter.window_log)
        self._stream = ZstdCompressor(options={level: _STREAM_LEVEL, window: WINDOW_LOG})

    def pack(self, text: bytes) -> bytes:
        """Make the next piece."""
        return self._stream.compress(text, ZstdCompressor.FLUSH_BLOCK)


class UnpackingStream:
    """Such a stream, unpacked piece by piece."""

    def __init__(self) -> None:
        self._stream = ZstdDecompressor(options={int(DecompressionParameter.window_log_max): WINDOW_LOG})

    @property
    def has_ended(self) -> bool:
        """Tell whether the stream ended with the last piece, and no byte before its end."""
        return self._stream.eof and not self._stream.unused_data

    def unpack(self, piece: bytes, limit: int) -> bytes:
        """Unpack the next piece; more than the limit is never made.

        Raises:
            UnreadableBundle: it makes no sense, or unpacks to more than the limit.
        """
        if self._stream.eof:
            raise malformed()
        try:
            unpacked = self._stream.decompress(piece, limit + 1)
        except ZstdError as error:
            raise malformed() from error
        if len(unpacked) > limit:
            raise too_large()
        return unpacked


def pack_frame(content: bytes) -> bytes:
    """Compress a whole frame."""
    return zstd_frame(content, _FRAME_LEVEL)


def unpack_frame(frame: bytes, limit: int) -> bytes:
    """Unpack a whole frame.

    Raises:
        UnreadableBundle: it is none, or unpacks to more than the limit.
    """
    stream = UnpackingStream()
    unpacked = stream.unpack(frame, limit)
    if not stream.has_ended:
        raise malformed()
    return unpacked


def too_large() -> UnreadableBundle:
    """Say that nobody writes so much."""
    return UnreadableBundle(_("This bundle unpacks to more than any that is written."))
