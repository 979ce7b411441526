"""Encodings: what is recognised, what is refused, and that no byte is lost unseen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldtech.domain.errors import UnreadableInput
from fieldtech.intake.decoding import decode, has_damage, shown_damage

CHINESE = "标题,故障描述\n打印机卡纸,三楼的打印机无法打印,请尽快处理。\n"
WESTERN = "title,reporter\nDrucker druckt nicht für Müller,Jürgen Größe\nimprimante bloquée à l'étage,José Peña\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"])
def test_chinese_is_read_in_every_encoding_that_exports_use(encoding: str) -> None:
    assert decode(CHINESE.encode(encoding)).text == CHINESE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252", "latin-1"])
def test_western_text_is_read_in_every_encoding_that_exports_use(encoding: str) -> None:
    assert decode(WESTERN.encode(encoding)).text == WESTERN


def test_an_encoding_recognised_by_its_letters_is_only_likely() -> None:
    assert decode(CHINESE.encode("gb18030")).certainty == "likely"
    assert decode(WESTERN.encode("cp1252")).certainty == "likely"
    assert decode(CHINESE.encode()).certainty == "certain"


@pytest.mark.parametrize(
    "text", ["Localização", "LOCALIZAÇÃO", "não há ligação", "Größe 20°C", "it’s “déjà vu” — naïve"]
)
def test_western_words_whose_letters_could_be_chinese_pairs_stay_western(text: str) -> None:
    assert decode(text.encode("cp1252")).text == text


@pytest.mark.parametrize("text", ["高,中,低", "LED灯坏了,A座", "Wifi很慢;3楼", "标题：Wifi坏了。"])
def test_chinese_between_latin_letters_stays_chinese(text: str) -> None:
    assert decode(text.encode("gb18030")).text == text


def test_bytes_that_could_be_either_are_refused() -> None:
    mixed = "标".encode("gb18030") + b"," + b"\xe9a\xe9a"
    with pytest.raises(UnreadableInput, match="can't be told for certain"):
        decode(mixed)


def test_a_broken_letter_in_utf_8_stays_in_its_place_and_shows() -> None:
    decoded = decode(CHINESE.encode()[:-1] + b"\xe6\x8c")
    assert decoded.is_damaged
    assert has_damage(decoded.text)
    assert shown_damage(decoded.text).endswith("\\xe6\\x8c")


def test_half_a_unit_at_the_end_of_wide_text_is_damage() -> None:
    assert decode("\ufeffa,b\n1,2".encode("utf-16-le")[:-1]).is_damaged


@pytest.mark.parametrize("content", [bytes(range(256)) * 8, b"\x00" * 100, b"\x89PNG\r\n\x1a\n" + bytes(64)])
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableInput):
        decode(content)


def test_a_declared_encoding_is_not_doubted_but_must_fit() -> None:
    assert decode("標題".encode("big5"), "big5").text == "標題"
    with pytest.raises(UnreadableInput, match="line 2"):
        decode(b"a\n\xff\xff", "ascii")


def test_a_mark_counts_more_than_a_declaration() -> None:
    assert decode("\ufeff标题".encode("utf-16-le"), "gb18030").text == "标题"


@given(st.binary(max_size=300))
def test_any_bytes_become_text_that_can_be_kept_or_a_refusal(content: bytes) -> None:
    try:
        text = decode(content).text
    except UnreadableInput:
        return
    shown_damage(text).encode()
    assert "\0" not in shown_damage(text)


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=50))
def test_chinese_of_gb2312_is_never_taken_for_western_text(text: str) -> None:
    try:
        content = text.encode("gb2312")
    except UnicodeEncodeError:
        return
    try:
        decoded = decode(content)
    except UnreadableInput:
        return
    # A few letters can be whole UTF-8 by chance; nothing tells them apart.
    assert decoded.text == text or decoded.encoding == "utf-8"
