"""What may cross between the student's process and the examiner's."""

import numpy as np
import pytest

from course_utils.autograde.remote import wire


@pytest.mark.parametrize("kind", ["|O", "O8", "(1,)O8", "i4,O"])
def test_numbers_are_never_read_as_pointers(kind: str) -> None:
    numbers = np.array([id("an object")], dtype=np.uint64)
    with pytest.raises(wire.WireError):
        wire.decode(wire.pack(["view", [0, 0, [1], [8], kind]]), None, [numbers])


def test_a_view_of_an_argument_stays_one() -> None:
    theirs, ours = np.arange(6.0), np.arange(6.0)
    got = wire.decode(wire.encode(theirs[4:1:-2], None, [theirs]), None, [ours])
    assert got.tolist() == [4.0, 2.0]
    got[0] = 9
    assert ours[4] == 9


@pytest.mark.parametrize("offset, strides", [(48, 8), (0, 1000), (8, -16)])
def test_a_view_reaches_no_further_than_its_argument(offset: int, strides: int) -> None:
    packed = wire.pack(["view", [0, offset, [3], [strides], "<f8"]])
    with pytest.raises(wire.WireError):
        wire.decode(packed, None, [np.arange(6.0)])


def test_frames_come_in_any_pieces() -> None:
    frames, found = wire.Frames(100), []
    stream = b"".join(
        len(b).to_bytes(4, "little") + bytes([k]) + b for k, b in [(1, b"ab"), (2, b"")]
    )
    for i in range(len(stream)):
        frames.add(stream[i : i + 1])
        found += [frame] if (frame := frames.next()) else []
    assert found == [(1, b"ab"), (2, b"")]
    frames.add((101).to_bytes(4, "little") + b"\x01")
    with pytest.raises(wire.WireError, match="too large"):
        frames.next()
