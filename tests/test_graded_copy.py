"""What leaves a submission is cleaned when it is stored: outputs, written text, names."""

import base64
import io
import re
import time
import zlib
from html.parser import HTMLParser

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell
from PIL import Image

from course_utils.autograde import outputs
from course_utils.autograde.graded_copy import MAX_WRITTEN, clean
from course_utils.autograde.markdown import JOINER, MAX_TEXT, inert


def encoded(kind: str = "PNG", size: tuple[int, int] = (4, 3)) -> str:
    with io.BytesIO() as file:
        Image.new("RGB", size).save(file, kind)
        return base64.b64encode(file.getvalue()).decode()


def huge() -> str:
    """A PNG of 100 bytes that claims ten billion pixels."""
    head = b"\x00\x01\x86\xa0\x00\x01\x86\xa0\x08\x02\x00\x00\x00"
    chunk = len(head).to_bytes(4, "big") + b"IHDR" + head
    chunk += zlib.crc32(b"IHDR" + head).to_bytes(4, "big")
    data = zlib.compress(b"")
    rest = (
        len(data).to_bytes(4, "big")
        + b"IDAT"
        + data
        + zlib.crc32(b"IDAT" + data).to_bytes(4, "big")
    )
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + chunk + rest).decode()


class Elements(HTMLParser):
    """(tag, attributes) of everything in a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attributes}))

    def handle_comment(self, data: str) -> None:
        self.found.append(("comment", {}))


TAGS = {"p", "a", "img", "br", "hr", "sub", "sup", "em", "strong", "del", "code", "pre", "ul", "ol"}
TAGS |= {"li", "table", "thead", "tbody", "tr", "th", "td", "h1", "h2", "h3", "h4", "h5", "h6"}
TAGS |= {"blockquote", "div", "span", "input", "dl", "dt", "dd"}
ATTRIBUTES = {"href", "src", "id", "class", "alt", "title", "start", "type", "disabled", "checked"}


def lively(html: str) -> list[tuple[str, dict[str, str]]]:
    """Elements that could do something, or be taken for one of the page's own."""
    return [
        (tag, given)
        for tag, given in Elements(html).found
        if tag not in TAGS
        or not set(given) <= ATTRIBUTES | {"style"}
        or not re.match(r"https?://|#|mailto:|attachment:|$", given.get("href", ""), re.I)
        or not given.get("src", "data:image/png;base64,").startswith("data:image/png;base64,")
        or re.fullmatch(r"[A-Za-z0-9_-]+", given.get("id", "%"))
        or not re.fullmatch(r"text-align:\w+|", given.get("style", ""))
        or "mermaid" in given.get("class", "").lower().split()
    ]


PIECES = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))",
    "![x](http://out/x.png)", "[r]: javascript:alert(1)\n", "[r]", "![r]", "<javascript:alert(1)>",
    "\n", "\n\n", "```", "`", "~~~", "mermaid", "$", "$$", "\\(", "\\\\[", "\\href{javascript:}{x}",
    "\\begin{equation}", "# ", "test_double", "===", "---", "> ", "- ", "1. ", "|", "\n|-|-|\n",
    "*", "**", "_", "\\", "&lt;", "&#106;", "<br>", "<sub>x</sub>", "</div>", "<!--", "-->", "(",
    "[", "]", "](", ")", "![a](attachment:ok.png)", "![a](attachment:no.png)", "![", "!", "<", '"',
    " ", "   ", "\t", "https://a.b/\"onmouseover=alert(1)", "data:text/html,<script>", ":", "\n:  ",
    "a", "<a href=", "<b onclick=x>y</b>", "\r", "\x00", "\u2028", "\\<", "\\!", "{", "}", "'",
]  # fmt: skip


class TestWrittenText:
    """Rendered as nbgrader's formgrader renders it: mistune, HTML allowed."""

    @settings(max_examples=400, deadline=None)
    @given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
    def test_nothing_lives(self, text: str) -> None:
        clean_text, pictures = inert(text, {"ok.png": {"image/png": encoded()}})
        renderer = IPythonRenderer(escape=False, attachments=pictures)
        html = MarkdownWithMath(renderer=renderer).render(clean_text)
        assert lively(html) == []
        assert not re.search(r"\\(href|unicode|def|require|style|class|cssId)", clean_text)

    @pytest.mark.parametrize(
        "text",
        [
            "The sum is **0**, `a[1:]` and *so on*:\n\n1. one\n2. two\n\n> quoted",
            "$$\\sum_{i < n} \\frac{a_i}{b} \\text{ if } a \\le b$$ and $x_1 < 3$, $\\alpha$",
            "See [the docs](https://numpy.org/doc) and https://scipy.org.",
            "| a | b |\n|---|---|\n| 1 | 2 |\n\nH<sub>2</sub>O<br>한국어 $y=2$",
            "```python\nfor i in x:\n    y[i] = 1  # keep\n```",
            "![a sketch](attachment:image.png)",
        ],
    )
    def test_ordinary_answers_stay_as_they_are(self, text: str) -> None:
        assert inert(text, {"image.png": {"image/png": encoded()}})[0] == text

    @pytest.mark.parametrize(
        "formula",
        [
            r"\rule{999em}{999em}", r"\raise 99em{\text{3 / 3}}", r"\kern-99em x",
            r"\moveleft 9em{x}", r"\Href{javascript:1}{x}", r"\csname href\endcsname{x}",
            r"\text{\href{x}{y}}", r"\verb|\href{x}{y}|", r"\newcommand\a{x}", r"\mathtip{a}{b}",
        ],
    )  # fmt: skip
    def test_macros_that_do_more_than_show_a_formula_are_taken_apart(self, formula: str) -> None:
        assert "\\ " in inert(f"${formula}$")[0]

    def test_what_could_begin_a_tag_gets_a_blank(self) -> None:
        assert inert("$i<n$ and `a<b`, 1<2")[0] == "$i< n$ and `a< b`, 1<2"

    def test_a_picture_is_found_by_any_name(self) -> None:
        picture = {"image/png": encoded()}
        for written in ("그림 1.png", "%EA%B7%B8%EB%A6%BC%201.png"):
            text, pictures = inert(f"![](attachment:{written})", {"그림 1.png": picture})
            assert (text, pictures) == ("![](attachment:picture-1.png)", {"picture-1.png": picture})

    def test_a_picture_within_the_text_lies_beside_it(self) -> None:
        text, pictures = inert(f"before ![](data:image/png;base64,{encoded()}) after")
        assert text == "before ![](attachment:embedded-1.png) after"
        assert pictures == {"embedded-1.png": {"image/png": encoded()}}

    def test_a_heading_is_no_element_of_the_page(self) -> None:
        assert inert("# test_double")[0] == f"# {JOINER}test_double"

    @pytest.mark.parametrize(
        "piece", ["\\\\[ ", "\\begin{a}", "- a\n", "`", "[a](", "<", "*a_", "$a ", "![", "\\\\( "]
    )
    def test_long_text_is_cut_to_what_a_page_renders(self, piece: str) -> None:
        text, _ = inert(piece * (300_000 // len(piece)))
        assert len(text) < 3 * MAX_TEXT
        begin = time.process_time()
        MarkdownWithMath(renderer=IPythonRenderer(escape=False)).render(text)
        assert time.process_time() - begin < 60


class TestPictures:
    @pytest.mark.parametrize("kind, name", [("image/png", "PNG"), ("image/jpeg", "JPEG")])
    def test_a_picture_is_kept(self, kind: str, name: str) -> None:
        data = encoded(name)
        assert outputs.picture(kind, data) == data
        assert outputs.picture(kind, data[:8] + "\n" + data[8:]) == data
        assert outputs.picture(kind, [data[:8], data[8:]]) == data

    @pytest.mark.parametrize(
        "kind, data",
        [
            ("image/png", 'iVBORw0KGgo="><script>alert(1)</script>'),
            ("image/png", encoded() + '"'),
            ("image/png", encoded("GIF")),
            ("image/gif", encoded()),
            ("image/png", huge()),
            ("image/png", ""),
            ("image/png", 3),
            ("image/png", "A" * (outputs.MAX_IMAGE + 4)),
            ("image/svg+xml", base64.b64encode(b"<svg onload=alert(1)>").decode()),
        ],
    )
    def test_anything_else_is_not(self, kind: str, data: object) -> None:
        assert outputs.picture(kind, data) == ""


@pytest.mark.parametrize(
    "text, shown",
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]8;;http://out.example/\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b]0;title\x07text", "text"),
        ("\x9b2Jtext\x1bc", "text"),
        ("10 %\r50 %\r100 %\n", "100 %\n"),
        ("a\r\nb\n", "a\nb\n"),
        ("a\u202egnp.exe\u2028b\x00\x7f", "agnp.exeb"),
        ("한국어\tok", "한국어\tok"),
        (["a", "b"], "ab"),
        (None, ""),
    ],
)
def test_printed_text_orders_nothing(text: object, shown: str) -> None:
    assert outputs.plain(text) == shown


HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture(scope="module")
def copy() -> nbformat.NotebookNode:
    """A notebook as bad as can be, cleaned."""
    code = new_code_cell(
        "1",
        id="a",
        metadata={"magics_language": HOSTILE, "tags": [HOSTILE]},
    )
    code["execution_count"] = HOSTILE
    code.outputs = nbformat.from_dict(
        [
            {"output_type": "display_data", "metadata": {"filenames": {"image/png": HOSTILE}},
             "data": {"text/html": HOSTILE, "text/latex": HOSTILE, "image/png": HOSTILE,
                      "application/vnd.jupyter.widget-view+json": {"model_id": "x"}}},
            {"output_type": "error", "ename": 3, "evalue": None, "traceback": "x"},
            {"output_type": HOSTILE, "text": ["a", "b"]},
        ]
    )  # fmt: skip
    written = new_markdown_cell(
        "x", id="a", metadata={"nbgrader": {"grade_id": HOSTILE, "points": 1}},
        attachments={"a.svg": {"image/svg+xml": HOSTILE, "text/html": HOSTILE}},
    )  # fmt: skip
    written["attachments"][HOSTILE] = 3
    long = [new_markdown_cell("x" * MAX_TEXT) for _ in range(10)]
    given = new_markdown_cell("<details>a hint</details>  \n<img src='x.svg'>")
    raw = new_raw_cell("<b onclick=x>", metadata={"raw_mimetype": "text/html"})
    about = {"title": HOSTILE, "widgets": {HOSTILE: HOSTILE}, "kernelspec": {"name": HOSTILE},
             "language_info": {"name": "python", "pygments_lexer": HOSTILE}}  # fmt: skip
    notebook = new_notebook()
    notebook.cells = [code, written, given, raw, *long]
    notebook.metadata = nbformat.from_dict(about)
    return clean(notebook, ["<details>a hint</details>\n<img src='x.svg'>\n"])


def test_no_metadata_of_a_students_is_left(copy: nbformat.NotebookNode) -> None:
    nbformat.validate(copy)
    assert copy.metadata == {
        "kernelspec": {"name": "python3", "display_name": "python3"},
        "language_info": {"name": "python"},
    }
    assert [cell.metadata for cell in copy.cells[:2]] == [{"tags": []}, {}]
    assert "script" not in nbformat.writes(copy)


def test_outputs_are_kept_by_type(copy: nbformat.NotebookNode) -> None:
    shown, error, other = copy.cells[0].outputs
    assert (shown.data, shown.metadata) == ({}, {})
    assert (error.ename, error.evalue, error.traceback) == ("", "", [])
    assert (other.output_type, other.text) == ("stream", "ab")
    assert "attachments" not in copy.cells[1]


def test_what_was_released_stays_as_it_was(copy: nbformat.NotebookNode) -> None:
    assert copy.cells[2].source == "<details>a hint</details>\n<img src='x.svg'>\n"
    assert copy.cells[3].source == "< b onclick=x>"


def test_all_that_is_written_is_bounded(copy: nbformat.NotebookNode) -> None:
    assert sum(len(cell.source) for cell in copy.cells) < MAX_WRITTEN + 1000


def test_cleaning_again_changes_nothing(copy: nbformat.NotebookNode) -> None:
    before = nbformat.writes(copy)
    assert nbformat.writes(clean(copy, ["<details>a hint</details>\n<img src='x.svg'>"])) in (
        before, before.replace("svg'>\\n", "svg'>"),
    )  # fmt: skip
