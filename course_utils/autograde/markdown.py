"""Markdown that a student wrote, made inert: still Markdown, but only what any renderer shows as
text, lists, tables, code, formulas, links to https pages, and pictures that lie in the cell.

Whoever opens a graded copy renders this text: nbgrader's formgrader (mistune, HTML allowed,
MathJax), JupyterLab, our own feedback. They disagree about where code or a formula begins, so
nothing here depends on that: what makes an order of characters an order is taken apart, wherever it
stands, by a blank or an invisible word joiner, and the words stay readable. HTML is shown as text,
but for line breaks and short pairs like <sub>2</sub>.
"""

import re
from urllib.parse import quote

from nbformat import NotebookNode, from_dict

from course_utils.autograde.outputs import PICTURES, picture, without_orders

MAX_TEXT = 20_000  # characters: 3,000 words; renderers need time that grows with the square
MAX_ATTACHMENTS = 20

JOINER = "\u2060"  # of no width, and no blank: what stands before and after is not one word

_KEPT_HTML = re.compile(
    r"<br ?/?>|<hr ?/?>|<(b|i|u|em|strong|sub|sup|kbd|del|small|mark)>[^<>&\n]{1,200}</\1>", re.I
)
_HTML = re.compile(r"<(?=[A-Za-z/!?])")
_EMBEDDED = re.compile(r"data:(image/(?:png|jpeg|gif));base64,([A-Za-z0-9+/=]+)")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")
_SHOWN = re.compile(r"!\[([^\[\]\\`$<>!\n]{0,300})\]\(attachment:([A-Za-z0-9_.-]{1,100})\)")
_LINK = re.compile(r"\](?=\((?!\s*(?:https?://|#)))", re.I)
_DEFINITION = re.compile(r"\](?=:(?!\s*https?://))", re.I)
_HEADING = re.compile(r"^([ \t>*+:\-0-9.)]*#{1,6}[ \t]*)(?=\S)", re.M)
_UNDERLINE = re.compile(r"(?<=\S)([ \t]*\n[ \t>*+:0-9.)]*)(?=(?:=+|-+)[ \t]*$)", re.M)
_FENCE = re.compile(
    r"(?<![`~])([`~]{3,}+[ \t]*+)(?!(?:python|python3|py|ipython|text|bash|json|latex|r)[ \t]*$)"
    r"(?=\S)",
    re.M,
)
# Macros that make links, load code, define macros, set styles, names and attributes, or draw over
# what stands elsewhere on the page (a score, say).
_MACRO = re.compile(
    r"\\(?=(?:href|url|require|[gex]?def|let|(?:re)?new\w+|renew\w+|provide\w+|Declare\w+|style"
    r"|class|cssId|id|unicode|mmlToken|mml\w*|bbox|data|html\w*|include\w*|input|toggle"
    r"|rule|raise|lower|move(?:left|right)|[hm]?kern|[hm]skip|\w*tip|enclose|action|loadext\w*|special|csname|catcode|label|ref|eqref)(?![A-Za-z]))",
    re.I,
)


def inert(
    text: str, attachments: object = None, most: int = MAX_TEXT
) -> tuple[str, dict[str, NotebookNode]]:
    """The text, and those of the cell's attachments that are pictures, under plain names.

    Args:
        text: Markdown of any origin.
        attachments: name -> {MIME type: base64}, as in a notebook; anything else is nothing.
        most: characters that are kept.
    """
    pictures = attached(attachments)
    renamed: dict[str, NotebookNode] = {}
    for number, (name, bundle) in enumerate(pictures.items(), start=1):
        plain = name if _NAME.fullmatch(name) else f"picture-{number}.{_ending(bundle)}"
        for written in {name, quote(name)} if plain != name else ():
            text = text.replace(f"(attachment:{written})", f"(attachment:{plain})")
        renamed[plain] = bundle
    text = _moved_to_attachments(text, renamed)
    if len(text) > most:
        text = text[:most] + "\n\n[cut here: too long]"
    text = without_orders(text.replace("\r\n", "\n"))
    parts, end = [], 0
    for shown in _SHOWN.finditer(text):
        if shown[2] in renamed:
            parts += [_taken_apart(text[end : shown.start()]), shown[0]]
            end = shown.end()
    return "".join([*parts, _taken_apart(text[end:])]), renamed


def attached(attachments: object) -> dict[str, NotebookNode]:
    """The pictures among a cell's attachments."""
    found: dict[str, NotebookNode] = {}
    items = list(attachments.items()) if isinstance(attachments, dict) else []
    for name, bundle in items[:MAX_ATTACHMENTS]:
        kinds = bundle if isinstance(bundle, dict) else {}
        clean = {kind: data for kind in PICTURES if (data := picture(kind, kinds.get(kind)))}
        if clean and isinstance(name, str):
            found[name] = from_dict(clean)
    return found


def _ending(bundle: NotebookNode) -> str:
    return str(next(iter(bundle))).partition("/")[2]


def _moved_to_attachments(text: str, pictures: dict[str, NotebookNode]) -> str:
    """Pictures that an editor wrote into the text itself (Colab does) lie beside it instead."""

    def moved(found: re.Match[str]) -> str:
        data = picture(found[1], found[2])
        if not data or len(pictures) >= MAX_ATTACHMENTS:
            return "[a picture that cannot be shown]"
        name = f"embedded-{len(pictures) + 1}.{found[1].partition('/')[2]}"
        pictures[name] = from_dict({found[1]: data})
        return f"attachment:{name}"

    return _EMBEDDED.sub(moved, text)


def _taken_apart(text: str) -> str:
    """A part of the text without its pictures."""
    text = text.replace("![", "! [")
    text = _LINK.sub("] ", text)
    text = _DEFINITION.sub("] ", text)
    text = _HEADING.sub(rf"\1{JOINER}", text)  # no element called like a cell's own
    text = _UNDERLINE.sub(rf"\1{JOINER}", text)
    text = _FENCE.sub(rf"\1{JOINER}", text)
    text = _MACRO.sub(r"\\ ", text)
    parts, end = [], 0
    for kept in _KEPT_HTML.finditer(text):
        parts += [_HTML.sub("< ", text[end : kept.start()]), kept[0]]
        end = kept.end()
    return "".join([*parts, _HTML.sub("< ", text[end:])])
