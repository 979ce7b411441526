"""The Chinese words are those of the field, the sentences are Chinese throughout, and the labels stay short."""

import ast
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from fieldtech.domain.visible_text import cell_width
from fieldtech.domain.word_labels import labels_of
from fieldtech.domain.words import Channel, CheckResult, Mode, Nature, PendingReason, Priority, Status
from fieldtech.text import use_language
from tests.cli.command_line import CommandLine
from tools.messages import LOCALE, SOURCES, forms, read

CATALOGUE = read(LOCALE / "zh_CN" / "LC_MESSAGES" / "fieldtech.po")
MESSAGES = [message for message in CATALOGUE if message.id and all(forms(message.string))]

DEMANDED = {
    # PROCESS.md, the traps.
    "upgrade": "升级",
    "Workaround": "临时解决方案",
    "pending": "挂起",
    "Pend": "挂起",
    "pass": "合格",
    "attention": "关注",
    "fail": "不合格",
    "n/a": "不适用",
    "inspection": "巡检",
    "Reading": "读数",
    "Part": "备件",
    "parts": "备件",
    "Reporter": "报修人",
    "Signatures": "签字确认",
    "Rating": "满意度",
    # PROCESS.md, the terms that stand with the clauses.
    "user support": "用户支持",
    "Channel": "来源渠道",
    "Description": "故障描述",
    "when it occurred": "发生时间",
    "Since when": "发生时间",
    "Whom it hits": "影响范围",
    "Classification and priority": "故障分类与优先级",
    "Solution plan": "解决方案",
    "hardware replacement": "更换硬件",
    "Fault handling report": "故障处理报告",
    "Cause analysis": "原因分析",
    "Measures taken": "处理措施",
    "Time to resolve": "解决时间",
    "User feedback": "用户反馈",
    # SCREENS.md, the queue in Chinese.
    "Queue": "队列",
    "mine + unassigned": "我的与未分配",
    "open": "未关闭",
    "Number": "编号",
    "What": "故障",
    "Where": "地点",
    "State": "状态",
    "Due": "时限",
    "Open": "打开",
    "Take next": "接下一项",
    "New": "新建",
    "Assess": "评估",
    "Start": "开始",
    "Why": "为何",
    "Search": "搜索",
    "Keys": "按键",
    "{n} late": "超时 {n}",
    "{time} late": "超时 {time}",
    "{minutes} min": "{minutes} 分",
    "{hours} h": "{hours} 时",
    "in {time}": "{time}后",
    "{day} {month}": "{month}{day}日",
    "Nov": "11月",
    "Mon": "周一",
    "{sentence} {more}": "{sentence}{more}",
    "; ": "；",
    ", ": "、",
}
AVOIDED = {"待定": "挂起", "变通": "临时解决方案", "解决过程": "临时解决方案", "工单": "故障", "报警人": "报修人"}
"""Words that mean something else here, or that nobody in the field says, and what stands for them."""

ALIKE = {
    *("del", "end", "enter", "esc", "home", "pgdn", "pgup", "tab"),  # As they are engraved.
    *("{n} KB", "{size} B", "{size} KB", "{size} MB", "SHA-256 {digest}"),
    *("{day} {time}", "{weekday} {time}  {sentence}", "{when} {weekday}", "{who} {did}", "{was} → {now}", "“{words}”"),
    "{check} · {stop}",
}
"""What is written in Chinese as in English."""
FOREIGN = {
    *("CSV", "JSON", "HTML", "Markdown", "XML", "PDF", "ZIP", "UTF", "SHA", "UTC", "NUL", "GB", "KB", "MB", "kB", "B"),
    *("Office", "Linux", "GNU", "screen", "shell", "eml", "mbox", "maildir", "fieldtech", "Asia", "Shanghai", "Europe"),
    *("Berlin", "Ctrl", "Enter", "PIN", "XON", "XOFF", "C", "Q", "N", "zh_CN", "iCalendar"),
}
"""What Chinese technicians call by its foreign name."""

HAN = r"\u2e80-\u9fff"
PLACE = re.compile(r"\{[^{}]*\}")
CODE = re.compile(r"`[^`]*`|--[a-z-]+|-[A-Z]\b|\b[a-z]+\.toml\b", re.ASCII)
COMMAND = re.compile(r"fieldtech (?:--)?[a-z-]+")
LABEL_CELLS = 8
"""Four characters."""


def by_id(message: Message) -> str:
    """Call a case by its English message."""
    return forms(message.id)[0]


@pytest.mark.parametrize(("english", "chinese"), DEMANDED.items())
def test_the_terms_are_those_that_the_process_demands(english: str, chinese: str) -> None:
    message = CATALOGUE.get(english)
    assert message is not None, "the message is gone: take it out of the table, or find what stands for it"
    assert forms(message.string) == (chinese,)


def test_the_closed_vocabularies_are_said_in_the_words_of_the_field() -> None:
    use_language("zh_CN")
    assert labels_of(Priority) == ("紧急", "重要", "一般")
    assert labels_of(CheckResult) == ("合格", "关注", "不合格", "不适用")
    assert labels_of(Channel) == ("服务台", "电话", "邮件", "当面", "监控", "巡检")
    assert labels_of(Nature) == ("硬件", "软件", "网络", "用户支持")
    assert labels_of(Mode) == ("现场", "远程")
    assert labels_of(Status) == ("草稿", "已报告", "已评估", "处理中", "已实施", "已验证", "已关闭", "已取消")
    assert labels_of(PendingReason) == ("用户", "备件", "厂商", "授权", "变更窗口", "其他")


def test_upgrading_is_never_mixed_up_with_escalating() -> None:
    told = {by_id(message).casefold(): forms(message.string)[0] for message in MESSAGES}
    upgrading = {english for english, chinese in told.items() if "升级" in chinese.replace("上报升级", "")}
    escalating = {english for english, chinese in told.items() if "上报升级" in chinese}
    assert upgrading == {english for english in told if "upgrad" in english}
    assert escalating == {english for english in told if "escalat" in english}


@pytest.mark.parametrize(("word", "better"), AVOIDED.items())
def test_a_wrong_word_is_used_nowhere(word: str, better: str) -> None:
    assert [by_id(each) for each in MESSAGES if word in forms(each.string)[0]] == [], f"say {better}"


def test_sentences_have_chinese_marks() -> None:
    touching = re.compile(rf"[{HAN}）”][,.:;?!()\"']|[,:;?!()][{HAN}]")
    assert [text for text in _plain_texts() if touching.search(text)] == []


def test_a_sentence_ends_as_a_sentence() -> None:
    ended = [each for each in MESSAGES if re.search(r"[^.]\.$", by_id(each)) and " " in by_id(each)]
    assert len(ended) > 300
    assert [by_id(each) for each in ended if not forms(each.string)[0].endswith("。")] == []


def test_chinese_quotation_marks_and_brackets_come_in_pairs() -> None:
    pairs = ("“”", "（）", "〔〕")
    assert [text for text in _plain_texts() if any(text.count(pair[0]) != text.count(pair[1]) for pair in pairs)] == []


def test_every_place_that_is_filled_in_survives_as_often_as_it_stands() -> None:
    lost = [each for each in MESSAGES for text in forms(each.string) if _places(text) != _places(forms(each.id)[-1])]
    assert [by_id(each) for each in lost] == []


def test_commands_and_options_stay_as_they_are_typed() -> None:
    def typed(text: str) -> list[str]:
        return sorted(set(CODE.findall(text)))

    assert [by_id(each) for each in MESSAGES if typed(by_id(each)) != typed(forms(each.string)[0])] == []


def test_nothing_was_left_in_english() -> None:
    alike = {by_id(each) for each in MESSAGES if by_id(each) in forms(each.string)}
    assert alike == ALIKE & {by_id(each) for each in MESSAGES}


def test_no_english_word_stands_among_the_chinese() -> None:
    """Beside foreign names, only words that people type stay: a file's keys, a command's values, an environment's."""
    left = {
        (word, by_id(each))
        for each in MESSAGES
        for word in re.findall(r"[A-Za-z_]+", _said(forms(each.string)[0]))
        if by_id(each) not in ALIKE and word not in FOREIGN and not _is_typed(word, by_id(each))
    }
    assert left == set()


def test_nothing_chinese_is_written_in_characters_of_other_places() -> None:
    """No traditional, Japanese or compatibility form slips in by an input method: each encodes in GB2312."""
    odd = {text for text in _plain_texts() for letter in text if letter > "\u2e7f" and not _is_simplified(letter)}
    assert odd == set()


def test_the_words_beside_keys_are_short() -> None:
    words = _key_words()
    shown = {by_id(each): forms(each.string)[0] for each in MESSAGES if by_id(each) in words}
    assert len(shown) > 50
    assert {word: text for word, text in shown.items() if cell_width(text) > LABEL_CELLS} == {}


def test_no_message_hides_within_an_f_string() -> None:
    """Before Python 3.12 nothing in an f-string is gathered: it would stay English for ever."""
    hidden = [
        f"{file.relative_to(SOURCES)}:{call.lineno}"
        for file in sorted(SOURCES.rglob("*.py"))
        for text in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and _is_marking(call) and isinstance(call.args[0], ast.Constant)
    ]
    assert hidden == []


@pytest.fixture
def fieldtech(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> CommandLine:
    """Stand in a Chinese shell where Li Wei has a store."""
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("FIELDTECH_LANG", "zh_CN")
    line = CommandLine(capsys, monkeypatch)
    line.done("init", "--name=李伟", "--site=总部", "--zone=Asia/Shanghai")
    return line


@pytest.mark.parametrize("name", ["", "report", "assess", "tell", "verify", "tick", "intake", "queue", "people"])
def test_help_fits_eighty_cells(fieldtech: CommandLine, name: str) -> None:
    told = fieldtech.done(*name.split(), "--help").out
    assert "选项" in told or "命令" in told
    said = [line for line in told.splitlines() if re.search(rf"[{HAN}]", line)]
    assert [line for line in said if cell_width(line) > 80] == []


def test_a_word_never_begins_a_line_of_help_with_a_mark(fieldtech: CommandLine) -> None:
    told = fieldtech.done("--help").out
    assert not re.search(r"^ *[，。：；、）]", told, re.MULTILINE)


@pytest.mark.parametrize("command", ["queue", "show", "why", "clocks", "report-of"])
def test_what_a_command_tells_is_chinese(fieldtech: CommandLine, command: str) -> None:
    number = _fault(fieldtech)
    told = fieldtech.done(command, *(() if command == "queue" else (number,)))
    kept = re.compile(rf"{number}|Asia/Shanghai|fieldtech [a-z-]+|<br>")
    assert re.findall(r"[A-Za-z]{2,}", kept.sub("", told.out + told.err)) == []


def test_wrong_usage_is_told_without_blanks_between_chinese_sentences(fieldtech: CommandLine) -> None:
    assert fieldtech("queue", "--limit=0").err == "--limit：不得小于 1。见 fieldtech queue --help。\n"
    assert fieldtech("nonsense").err == "没有命令 nonsense。见 fieldtech --help。\n"


def _fault(line: CommandLine) -> str:
    facts = {
        "title": "核心交换机无指示",
        "description": "二楼断网",
        "channel": "phone",
        "reporter": "王芳",
        "occurred": "10分钟前",
        "impact": "site",
    }
    number = line.done("report", *(f"--{name}={value}" for name, value in facts.items())).out.strip()
    line.done("assess", number, "--nature=network", "--urgency=high", "--mode=on-site", "--cause=电源故障")
    line.done("start", number)
    line.done("pend", number, "--reason=parts")
    line.done("resume", number)
    line.done("time", number, "--minutes=90")
    line.done("tell", number, "已到现场", "--how=phone")
    return number


def _plain_texts() -> Iterator[str]:
    for message in MESSAGES:
        for text in forms(message.string):
            yield CODE.sub("", text)


def _said(text: str) -> str:
    """Leave out what is filled in, and what is typed."""
    return PLACE.sub("", CODE.sub("", COMMAND.sub("", text)))


def _places(text: str) -> Counter[str]:
    return Counter(PLACE.findall(text))


def _is_typed(word: str, english: str) -> bool:
    """Tell whether a word stands in the English too as something that is typed, not said."""
    is_value = word in {value for vocabulary in (CheckResult, Channel) for value in vocabulary}
    return word in english and (is_value or word in _TYPED or word.isupper() or "_" in word)


_TYPED = {
    *("always", "column", "delimiter", "encoding", "instant", "key", "last", "name", "number", "prefix", "text"),
    *("values", "zone", "dmy", "mdy", "ymd", "ascii", "md", "standard", "technician", "chat", "in", "person"),
    *("service", "desk", "na", "From"),
}
"""Keys of mapping files and values of options, taken apart at their hyphens and dots."""


def _is_simplified(letter: str) -> bool:
    try:
        letter.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return unicodedata.normalize("NFC", letter) == letter


def _is_marking(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id in ("_", "N_", "ngettext")


def _key_words() -> set[str]:
    """Find the words of all bindings, and of the steps, which become bindings."""
    words = set()
    for file in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                labels = node.args[2:3] if node.func.id == "Binding" else []
                labels += [each.value for each in node.keywords if each.arg == "label" and node.func.id == "Step"]
                words |= {word for label in labels for word in _marked(label)}
    return words


def _marked(node: ast.expr) -> set[str]:
    marked = [each.args[0] for each in ast.walk(node) if isinstance(each, ast.Call) and _is_marking(each)]
    return {str(each.value) for each in marked if isinstance(each, ast.Constant)}
