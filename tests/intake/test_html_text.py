"""HTML reduced to text: what a reader would see, and no more time than its length warrants."""

import time

import pytest

from fieldtech.intake.html_text import html_to_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Hello <b>world</b></p><p>Second</p>", "Hello world\n\nSecond"),
        ("one<br>two<br/><br>three", "one\ntwo\n\nthree"),
        ("  many \n\t blanks&nbsp; here ", "many blanks here"),
        ("5 &lt; 6 &amp; 7 &#62; 3 &eacute;", "5 < 6 & 7 > 3 é"),
        ("<div>a</div><div><div>b</div></div>", "a\nb"),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("up<hr>down", "up\n----\ndown"),
        ('<img src="cid:1" alt="Floor plan"> see', "[Floor plan] see"),
        ("a<!-- no <b>comment</b> -->b", "ab"),
        ("x < y and <b>z", "x < y and z"),
    ],
)
def test_html_becomes_the_text_that_a_reader_sees(html: str, text: str) -> None:
    assert html_to_text(html) == text


def test_scripts_styles_and_the_head_are_dropped() -> None:
    html = "<head><title>T</title><style>p{}</style></head><body><script>if (a<b) run()</script>Text<style>x</style>"
    assert html_to_text(html) == "Text"


def test_a_link_shows_where_it_leads_unless_its_text_says_it() -> None:
    assert html_to_text('<a href="https://a.example/x">here</a>') == "here <https://a.example/x>"
    assert html_to_text('<a href="https://a.example/">https://a.example</a>') == "https://a.example"
    assert html_to_text('<a href="mailto:a@b.example">a@b.example</a>') == "a@b.example"
    assert html_to_text('<a href="javascript:alert(1)">click</a>') == "click"
    assert html_to_text('<a href="https://evil.example">https://bank.example</a>') == (
        "https://bank.example <https://evil.example>"
    )


def test_a_table_is_read_row_by_row() -> None:
    html = "<table><tr><th>Circuit</th><th>State</th></tr><tr><td><p>C 1</p></td><td><div>down</div></td></tr></table>"
    assert html_to_text(f"Before{html}after") == "Before\n\nCircuit | State\nC 1 | down\n\nafter"


def test_a_table_that_only_lays_out_the_page_keeps_its_paragraphs() -> None:
    html = (
        "<table><tr><td></td><td><p>One.</p><p>Two.</p><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>"
    )
    assert html_to_text(html) == "One.\n\nTwo.\n\na | b"


def test_tables_within_tables_without_end_lose_no_text() -> None:
    assert html_to_text("<table><tr><td>x" * 200).count("x") == 200
    assert html_to_text("</table></tr></td>a</table>") == "a"


@pytest.mark.parametrize(
    "pattern",
    [
        *("<a ", "<!-- ", "<![", "</", '<a b="', "<script>", "</script", "<!", "<?", "&#", '<div a=">" b', "<td>"),
        *("<p/", "<table><tr><td>", "<a href=x>", "<![if x]>", "<a href='", "<pre> ", "&lt;<"),
    ],
)
def test_time_grows_no_faster_than_the_text(pattern: str) -> None:
    start = time.perf_counter()
    html_to_text(pattern * (300_000 // len(pattern)))
    # Quadratic time would be minutes; a slow machine takes far less than this for linear time.
    assert time.perf_counter() - start < 10


def test_declarations_that_the_parser_does_not_know_leave_the_text() -> None:
    assert "after" in html_to_text("before<![unknown[x]]>after")


def test_what_is_too_long_is_cut_and_says_so() -> None:
    assert html_to_text("<p>word</p>" * 400_000).endswith("[…]")
