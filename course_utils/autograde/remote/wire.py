"""The old name of frames, codec and arguments together."""

from course_utils.autograde.remote.arguments import dumps, parts, write_back
from course_utils.autograde.remote.codec import decode, encode
from course_utils.autograde.remote.frames import (
    CALLBACK,
    MAX_BYTES,
    MAX_TEXT,
    ORDER,
    REPLY,
    Frames,
    WireError,
    pack,
    receive,
    send,
    unpack,
)  # fmt: skip

__all__ = [
    "CALLBACK", "MAX_BYTES", "MAX_TEXT", "ORDER", "REPLY", "Frames", "WireError", "decode",
    "dumps", "encode", "pack", "parts", "receive", "send", "unpack", "write_back",
]  # fmt: skip
