"""Frames on a socket, and the messages in them.

A frame is 4 bytes of length, 1 of kind, the rest; a message is a dict of plain values as
MessagePack.
"""

import socket
import struct
from typing import Any

import msgpack

MAX_BYTES = 64_000_000
MAX_TEXT = 20_000
_HEAD = struct.Struct("<IB")

# A frame's kind. A relay tells by it who speaks next, without reading the rest.
ORDER, REPLY, CALLBACK = 1, 2, 3
READY = b"!"  # sent once, before the first frame: the process can take orders


class WireError(ValueError):
    """A value that cannot cross; the text says why, for the student."""


def send(channel: socket.socket, kind: int, body: bytes) -> None:
    """One frame."""
    channel.sendall(_HEAD.pack(len(body), kind) + body)


def receive(channel: socket.socket, most: int = 2**32) -> tuple[int, bytes]:
    """One frame's kind and body.

    Raises:
        EOFError: the other side is gone.
        WireError: a frame larger than `most`.
    """
    size, kind = _HEAD.unpack(_exactly(channel, _HEAD.size))
    if size > most:
        raise WireError(f"the value is too large ({size / 1e6:.0f} MB)")
    return kind, _exactly(channel, size)


def _exactly(channel: socket.socket, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        part = channel.recv(min(1 << 20, size - len(data)))
        if not part:
            raise EOFError
        data += part
    return bytes(data)


class Frames:
    """Frames out of a stream, in whatever pieces it comes.

    Raises:
        WireError: a frame larger than `most`.
    """

    def __init__(self, most: int) -> None:
        self.most, self.data = most, bytearray()

    def add(self, part: bytes) -> None:
        """What was just received."""
        self.data += part

    def next(self) -> tuple[int, bytes] | None:
        """The first frame's kind and body, if all of it is there."""
        if len(self.data) < _HEAD.size:
            return None
        size, kind = _HEAD.unpack_from(self.data)
        if size > self.most:
            raise WireError(f"the value is too large ({size / 1e6:.0f} MB)")
        end = _HEAD.size + size
        if len(self.data) < end:
            return None
        body = bytes(self.data[_HEAD.size : end])
        del self.data[:end]
        return kind, body


def pack(message: Any) -> bytes:
    """Plain values as MessagePack."""
    # Half a surrogate pair is text in Python.
    packed: bytes = msgpack.packb(message, use_bin_type=True, unicode_errors="surrogatepass")
    return packed


def unpacked(data: bytes) -> Any:
    """Any value."""
    return msgpack.unpackb(data, raw=False, strict_map_key=True, unicode_errors="surrogatepass")


def unpack(data: bytes) -> dict[str, Any]:
    """The message, of whoever sent it.

    Raises:
        WireError: not a message.
    """
    try:
        message = unpacked(data)
    except Exception as error:  # msgpack raises many kinds, RecursionError too
        raise WireError(f"the message is damaged ({type(error).__name__})") from None
    if not isinstance(message, dict):
        raise WireError("the message is damaged")
    return message
