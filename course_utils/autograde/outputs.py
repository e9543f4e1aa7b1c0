"""What a graded copy keeps of a submission's outputs: nothing that a browser, a terminal or a
spreadsheet would run or obey.

Cleaned when it is stored, not when one page of ours shows it: the graded copy is also read by
nbgrader's formgrader, JupyterLab, and whatever else opens notebooks. Outputs are kept by type and
by alphabet: text without control characters, and pictures that a decoder recognises and that decode
to a bounded size. LaTeX is not kept: MathJax has macros that make links, and whatever shows LaTeX
has a plain text too.
"""

import base64
import io
import re
import warnings
from typing import Any

import nbformat
from nbformat import NotebookNode
from PIL import Image

from course_utils.autograde.remote import frames

Outputs = list[dict[str, Any]]

MAX_TEXT = 20_000  # characters of one output in the graded copy
MAX_IMAGE = 2_000_000  # characters of a picture in base64
MAX_PIXELS = 25_000_000  # of a picture when unpacked; a figure of 10 x 8 inches has 0.8 million

PICTURES = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF"}
SHOWN = ("text/plain", *PICTURES)

# Colours, cursor movements, window titles, links (OSC 8): everything a terminal takes as an order.
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]?"
)

_ORDERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028-\u202e\u2066-\u2069]")


def error(name: str, text: str) -> dict[str, Any]:
    """An output that ends a cell."""
    return {"output_type": "error", "ename": name, "evalue": text, "traceback": [text]}


def of_reply(body: bytes) -> Outputs:
    """Outputs in a reply; one that cannot be read is an error (frames.outputs)."""
    return frames.outputs(body)


def node(output: dict[str, Any]) -> NotebookNode:
    """One output as nbformat has it: inert, and short, as nobody reads megabytes of prints."""
    kind = output.get("output_type")
    if kind == "error":
        lines = output.get("traceback")
        told = error(plain(output.get("ename")), plain(output.get("evalue")))
        trace = [plain(line) for line in lines[:50]] if isinstance(lines, list) else []
        return nbformat.from_dict(told | {"traceback": trace})
    if kind in ("display_data", "execute_result"):
        data = output.get("data")
        found = data.items() if isinstance(data, dict) else []
        kept = {k: _shown(k, v) for k, v in found if isinstance(k, str) and k in SHOWN}
        more = {"execution_count": None} if kind == "execute_result" else {}
        data = {k: v for k, v in kept.items() if v}
        return nbformat.from_dict({"output_type": kind, "metadata": {}, "data": data, **more})
    name = "stderr" if output.get("name") == "stderr" else "stdout"
    text = plain(output.get("text"))
    return nbformat.from_dict({"output_type": "stream", "name": name, "text": text})


def plain(text: Any) -> str:
    """Text with line ends and tabs and nothing else that a reader's screen would obey; cut."""
    if isinstance(text, list):  # as files hold it, in lines
        text = "".join(part for part in text if isinstance(part, str))
    text = text if isinstance(text, str) else ""
    rest = len(text) > 2 * MAX_TEXT
    lines = _ESCAPES.sub("", text[: 2 * MAX_TEXT]).split("\n")
    written = "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines)
    text = without_orders(written)
    return text[:MAX_TEXT] + "\n[cut here: too long]" if rest or len(text) > MAX_TEXT else text


def line(text: str, most: int = 300) -> str:
    """The same on one line, for a terminal, a table or a title."""
    text = " ".join(plain(text).split())
    return text if len(text) <= most else f"{text[:most]} ..."


def without_orders(text: str) -> str:
    """Without controls but line ends and tabs, halves of surrogate pairs, line ends of other kinds,
    and what turns the order of letters."""
    return _ORDERS.sub("", text)


def _shown(kind: str, value: Any) -> str:
    return plain(value) if kind == "text/plain" else picture(kind, value)


def picture(kind: str, value: Any) -> str:
    """A picture in base64, written anew; "" if it is none of this kind, or too large.

    Only its head is read: a picture that claims a billion pixels is never unpacked.
    """
    if isinstance(value, list):
        value = "".join(part for part in value if isinstance(part, str))
    if not isinstance(value, str) or len(value) > MAX_IMAGE or kind not in PICTURES:
        return ""
    try:
        data = base64.b64decode("".join(value.split()), validate=True)
        with (
            warnings.catch_warnings(action="ignore"),
            Image.open(io.BytesIO(data), formats=(PICTURES[kind],)) as image,
        ):
            width, height = image.size
    except Exception:  # whatever a decoder makes of bytes that somebody chose
        return ""
    return base64.b64encode(data).decode() if 0 < width * height <= MAX_PIXELS else ""
