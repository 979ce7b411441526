"""The full-text index: words, Chinese of any length, and nothing that is typed is ever read as a query language."""

import random
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from peewee import SqliteDatabase

from fieldtech.domain.fault_operations import Facts, FaultEdited, FaultReported
from fieldtech.domain.handling_operations import NoteAdded, PartUsed, UserTold
from fieldtech.domain.visible_text import storable
from fieldtech.store import search
from fieldtech.store.views.faults import search_faults
from tests.domain.authors import MORNING, report
from tests.sync_machines import Machine

SUBJECT = "fault:4f6k2m9p3qdw"
CHINESE = "机房空调滴水服务器硬盘故障更换打印机卡纸网络交换"


@pytest.fixture
def index(tmp_path: Path) -> Iterator[SqliteDatabase]:
    """An index without a store around it."""
    database = SqliteDatabase(str(tmp_path / "index.db"))
    search.prepare(database)
    yield database
    database.close()


def found(database: SqliteDatabase, words: str, limit: int = -1) -> list[int]:
    """Find rows, in their order."""
    return sorted(search.find(database, words, limit))


def write(database: SqliteDatabase, *texts: str) -> None:
    """Index some texts as rows 1, 2, 3 ..."""
    for row, text in enumerate(texts, start=1):
        search.index(database, [(row, text)])


class TestWords:
    @pytest.mark.parametrize(
        "words",
        [
            "RAID",
            "raid",
            "rai",
            "degraded raid",
            "DB-1",
            "db",
            "disk 4",
            "机",
            "房",
            "水",
            "机房",
            "空调",
            "滴水",
            "房空",
            "机房空调",
            "房空调滴",
            "机房空调滴水",
            "raid 机房",
            "机房 滴水",
            "滴水 raid 4",
            "über",
            "uber",
            "ÜBER",
            "cafe",
            "CAFÉ",
            "ＲＡＩＤ",
            "机房, raid!",
            "“机房”",
            "𠮷野",
            "𠮷",
            "さくら",
            "４",
        ],
    )
    def test_a_text_is_found_by_its_words(self, index: SqliteDatabase, words: str) -> None:
        write(index, "RAID degraded on DB-1, disk 4 机房空调滴水 über café 𠮷野家 さくら", "nothing of the kind 别的")
        assert found(index, words) == [1]

    @pytest.mark.parametrize(
        "words",
        ["raidx", "aid", "机水", "水滴", "调房", "机房滴水", "野𠮷", "空调机房", "disk 5", "机房 raidx", "房机"],
    )
    def test_a_text_is_not_found_by_what_it_does_not_say(self, index: SqliteDatabase, words: str) -> None:
        write(index, "RAID degraded on DB-1, disk 4 机房空调滴水 𠮷野家")
        assert found(index, words) == []

    def test_words_of_different_fields_do_not_grow_together(self, index: SqliteDatabase) -> None:
        write(index, "机房\n空调")
        assert found(index, "房空") == []
        assert found(index, "机房 空调") == [1]

    def test_a_half_typed_word_is_found_only_as_the_last(self, index: SqliteDatabase) -> None:
        write(index, "printer streaks")
        assert found(index, "printer stre") == [1]
        assert found(index, "prin streaks") == []

    def test_the_newest_come_first_and_no_more_than_asked_for(self, index: SqliteDatabase) -> None:
        write(index, *["disk"] * 10)
        assert search.find(index, "disk", 3) == [10, 9, 8]

    @pytest.mark.parametrize("words", ["", "   ", "\t\n", "!?", "。，", "\u0301", "\0", "\ud800", '"', "*", "-", "()"])
    def test_a_query_without_a_word_finds_nothing(self, index: SqliteDatabase, words: str) -> None:
        write(index, "disk")
        assert found(index, words) == []


def has_all(text: str, words: str) -> bool:
    """What LIKE would say, word by word."""
    return all(word in text for word in words.split())


@pytest.mark.parametrize("seed", range(4))
def test_chinese_hits_are_those_of_like(index: SqliteDatabase, seed: int) -> None:
    """On random texts and every run of one to five characters that could stand in them."""
    chance = random.Random(seed)
    texts = ["".join(chance.choices(CHINESE, k=chance.randrange(1, 12))) for _ in range(60)]
    write(index, *texts)
    hits = 0
    for _ in range(300):
        source = chance.choice(texts)
        start = chance.randrange(len(source))
        word = source[start : start + chance.randrange(1, 6)]
        if chance.random() < 0.3:
            word = "".join(chance.choices(CHINESE, k=chance.randrange(1, 4)))
        words = word if chance.random() < 0.8 else f"{word} {chance.choice(CHINESE)}"
        expected = [row for row, text in enumerate(texts, start=1) if has_all(text, words)]
        assert found(index, words) == expected, words
        hits += bool(expected)
    assert hits > 100


def test_english_hits_are_those_of_like_on_whole_words(index: SqliteDatabase) -> None:
    chance = random.Random(1)
    vocabulary = ["disk", "raid", "switch", "printer", "mailbox", "login", "patch", "ups", "battery", "fan"]
    texts = [" ".join(chance.choices(vocabulary, k=chance.randrange(1, 6))) for _ in range(60)]
    write(index, *texts)
    for _ in range(100):
        words = chance.choices(vocabulary, k=chance.randrange(1, 3))
        expected = [row for row, text in enumerate(texts, start=1) if set(words) <= set(text.split())]
        assert found(index, " ".join(words)) == expected


QUERY_LANGUAGE = (
    *("OR", "AND", "NOT", "NEAR", "NEAR/2", "words", "rowid", "fault_search", "(", ")", '"', '""', "*", "^", "+", "-"),
    *(":", "{", "}", "';", "--", "%", "_", "\\", "[", "]", "<", ">", "=", ",", ".", "$", "?", "!", "@", "#", "~", "|"),
)


class TestEveryQueryIsSafe:
    @pytest.mark.parametrize("words", QUERY_LANGUAGE)
    def test_a_word_of_the_query_language_is_a_word(self, index: SqliteDatabase, words: str) -> None:
        write(index, "disk", f"disk {words} raid")
        for query in (words, f"disk {words}", f"{words} disk", f"disk {words} raid", f'"{words}', f"{words}*"):
            assert set(found(index, query)) <= {1, 2}
        assert 2 in found(index, f"disk {words} raid")

    @settings(max_examples=300)
    @given(words=st.lists(st.one_of(st.sampled_from(QUERY_LANGUAGE), st.text(st.characters(), max_size=5)), max_size=6))
    def test_no_query_raises_and_a_text_is_found_by_itself(self, words: list[str]) -> None:
        text = " ".join(words)
        database = SqliteDatabase(":memory:")
        search.prepare(database)
        search.index(database, [(1, storable(text))])
        search.index(database, [(2, "机房 disk")])
        hits = found(database, text)
        assert set(hits) <= {1, 2}
        search.find_any(database, text, 5)
        plain = unicodedata.normalize("NFKC", text)
        if plain.isascii() and any(sign.isalnum() for sign in plain) and "\0" not in plain:
            assert 1 in hits
        database.close()

    @pytest.mark.parametrize(
        "words", ["disk " * 5_000, "机房" * 20_000, "机 " * 3_000, '"' * 9_999, "a*b(" * 4_000], ids=range(5)
    )
    def test_a_very_long_query_is_answered(self, index: SqliteDatabase, words: str) -> None:
        write(index, "disk 机房")
        assert set(found(index, words)) <= {1}
        search.find_any(index, words, 5)


class TestOneFault:
    """Everything that a person wrote of a fault finds it, and a correction forgets the old words."""

    def test_all_its_words_find_it(self, machine: Machine) -> None:
        facts = Facts(
            title="t1title", description="d1desc", reporter="王芳", contact="5550100", category="c1cat",
            asset="DB-9", place="机柜四", service="payroll", site="DC-7", assignee="赵敏",
        )  # fmt: skip
        machine.record(SUBJECT, FaultReported(number="F-26K7-041", facts=facts))
        machine.record(SUBJECT, NoteAdded(text="n1note"))
        machine.record(SUBJECT, PartUsed(part="SSD960", quantity=1, old_serial="OLD1", new_serial="NEW1"))
        machine.record(SUBJECT, UserTold(text="u1word", how="phone", whom="x", told_at=MORNING))
        said = "t1title d1desc 王芳 5550100 c1cat DB-9 机柜 payroll DC-7 赵敏 n1note SSD960 OLD1 NEW1 u1word"
        for words in (*said.split(), "F-26K7-041"):
            assert [line.number for line in search_faults(machine.store, words)] == ["F-26K7-041"], words

    def test_a_correction_forgets_the_old_words(self, machine: Machine) -> None:
        machine.record(SUBJECT, report(title="旧的标题 oldword"))
        machine.record(SUBJECT, FaultEdited(facts=Facts(title="新的标题 newword")))
        assert search_faults(machine.store, "oldword") == search_faults(machine.store, "旧的") == ()
        assert len(search_faults(machine.store, "newword 新的")) == 1

    def test_a_fault_that_is_no_longer_whole_is_forgotten(self, machine: Machine) -> None:
        machine.record(SUBJECT, report(title="secret"))
        with machine.store.writing() as database:
            row = database.execute_sql("SELECT id FROM fault").fetchone()[0]
            search.forget(database, [row])
            assert search.find(database, "secret", 5) == []

    def test_a_rebuild_finds_the_same(self, machine: Machine) -> None:
        chance = random.Random(2)
        for number in range(30):
            title = "".join(chance.choices(CHINESE, k=4)) + f" disk{number}"
            machine.record(f"fault:{number}", report(title=title))
        queries = [*CHINESE, "disk7", "disk", "机房"]
        before = [{line.title for line in search_faults(machine.store, query, limit=99)} for query in queries]
        machine.store.rebuild()
        assert [{line.title for line in search_faults(machine.store, query, limit=99)} for query in queries] == before
        assert any(before)

    def test_a_word_that_was_corrected_is_no_term_of_the_index(self, machine: Machine) -> None:
        machine.record(SUBJECT, report(title="zzcanary"))
        machine.record(SUBJECT, FaultEdited(facts=Facts(title="harmless")))
        with machine.store.reading() as database:
            terms = "CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, fault_search, row)"
            database.execute_sql(terms)
            words = {row[0] for row in database.execute_sql("SELECT term FROM temp.terms").fetchall()}
            database.execute_sql("DROP TABLE temp.terms")
        assert "harmless" in words
        assert "zzcanary" not in words
