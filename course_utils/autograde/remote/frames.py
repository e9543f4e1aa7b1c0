"""Frames on a socket, and the messages in them.

A frame is 4 bytes of length, 1 of kind, the rest; a message is a dict of plain values as
MessagePack. What a message becomes is limited and not only its bytes: 16 MB of empty dicts are a
gigabyte once they are Python's.
"""

import socket
import struct
from typing import Any

import msgpack

MAX_BYTES = 64_000_000  # of one value
MAX_REPLY = 16_000_000  # of what a cell shows
MAX_PARTS = 1_000_000  # objects that a message may become
MAX_OUTPUTS = 300  # of a cell: an honest process stays far below
MAX_TEXT = 20_000  # characters of an error or a docstring
_HEAD = struct.Struct("<IB")
_SMALL = 16_384  # bytes that are unpacked without counting: they become no more parts than that
_DEPTH = 200

# A frame's kind. A relay tells by it who speaks next, without reading the rest.
ORDER, REPLY, CALLBACK = 1, 2, 3
READY = b"!"  # sent once, before the first frame: the process can take orders


class WireError(ValueError):
    """A value that cannot cross; the text says why, for the student."""


def frame(kind: int, body: bytes) -> bytes:
    """One frame, as it is sent."""
    return _HEAD.pack(len(body), kind) + body


def send(channel: socket.socket, kind: int, body: bytes) -> None:
    """Send one frame."""
    channel.sendall(frame(kind, body))


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


# --- messages ---


def pack(message: Any) -> bytes:
    """Plain values as MessagePack."""
    # Half a surrogate pair is text in Python.
    packed: bytes = msgpack.packb(message, use_bin_type=True, unicode_errors="surrogatepass")
    return packed


def unpack(data: bytes, parts: int = MAX_PARTS) -> dict[str, Any]:
    """The message, of whoever sent it.

    Args:
        parts: objects that it may become, all levels together.

    Raises:
        WireError: not a message, or one of too many parts.
    """
    message = unpacked(data, parts)
    if not isinstance(message, dict):
        raise WireError("the message is damaged")
    return message


def unpacked(data: bytes, parts: int = MAX_PARTS) -> Any:
    """Any plain value: None, numbers, text, bytes, lists, dicts with keys of text or bytes.

    Raises:
        WireError: nothing of that kind, or of too many parts.
    """
    try:
        if len(data) <= min(_SMALL, parts):
            return msgpack.unpackb(data, **_STRICT)
        return _Reader(data, parts).everything()
    except WireError:
        raise
    except Exception as error:  # msgpack raises many kinds
        raise WireError(f"the message is damaged ({type(error).__name__})") from None


def _no_extension(code: int, data: bytes) -> Any:
    raise WireError("the message is damaged")


_STRICT: dict[str, Any] = {
    "raw": False, "strict_map_key": True, "unicode_errors": "surrogatepass", "max_ext_len": 0,
    "ext_hook": _no_extension,
}  # fmt: skip


class _Reader:
    """Unpacks one thing at a time and counts, so that nothing is built beyond the limit."""

    def __init__(self, data: bytes, parts: int) -> None:
        self.data, self.left = data, parts
        # Containers are read by their headers; this one unpacks what is left: numbers and texts.
        self.source = msgpack.Unpacker(
            max_buffer_size=len(data), max_array_len=0, max_map_len=0, **_STRICT
        )
        self.source.feed(data)

    def everything(self) -> Any:
        value = self._value(0)
        if self.source.tell() != len(self.data):
            raise WireError("the message is damaged")
        return value

    def _value(self, depth: int) -> Any:
        head = self.data[self.source.tell()]
        if head & 0xF0 == 0x90 or head in (0xDC, 0xDD):
            size = self._counted(self.source.read_array_header(), depth)
            return [self._value(depth + 1) for _ in range(size)]
        if head & 0xF0 == 0x80 or head in (0xDE, 0xDF):
            size = self._counted(2 * self.source.read_map_header(), depth)
            return {self._key(): self._value(depth + 1) for _ in range(size // 2)}
        return self.source.unpack()

    def _key(self) -> Any:
        key = self.source.unpack()
        if not isinstance(key, str | bytes):
            raise WireError("the message is damaged")
        return key

    def _counted(self, size: int, depth: int) -> int:
        self.left -= size
        if self.left < 0 or depth > _DEPTH:
            raise WireError("the value has too many parts")
        return size


def outputs(body: bytes) -> list[dict[str, Any]]:
    """What a cell has shown, out of a reply that anybody may have made.

    To nbgrader a test cell without outputs is a test passed. So nothing here becomes less than it
    was: a reply that is damaged, too large, or says that something failed becomes an error, and
    where outputs beyond the first `MAX_OUTPUTS` are dropped, an error among them stays.

    Returns:
        Outputs in nbformat's terms; their contents are the sender's word.
    """
    try:
        if len(body) > MAX_REPLY:
            raise WireError(f"the reply is too large ({len(body) / 1e6:.0f} MB)")
        reply = unpack(body, parts=MAX_OUTPUTS * 100)
        found = reply.get("outputs")
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            raise WireError("the reply is damaged")
        if "error" in reply:
            raise WireError("the process that ran it could not go on")
    except WireError as why:
        return [{"output_type": "error", "ename": "DamagedReply", "evalue": str(why),
                 "traceback": [f"DamagedReply: {why}"]}]  # fmt: skip
    errors = [each for each in found[MAX_OUTPUTS:] if each.get("output_type") == "error"]
    return [*found[:MAX_OUTPUTS], *errors[:1]]
