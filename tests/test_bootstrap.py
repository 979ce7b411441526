"""Settings and paths become an open store, with the right person, language and zone, or a sentence says why not."""

import os
from pathlib import Path

import pytest

from fieldtech import bootstrap
from fieldtech.bootstrap import Options, create_store, default_zone, keep_language, load, open_store, prepare_process
from fieldtech.config import Settings
from fieldtech.domain.errors import RuleViolation, StoreUnusable, UnknownName, UnusableSettings
from fieldtech.domain.words import Role
from fieldtech.store.views.people import all_people
from fieldtech.text import current_language


@pytest.fixture
def options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Options:
    """Point all folders to this test's own."""
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    return Options(store=str(tmp_path / "own" / "store.db"))


def with_settings(tmp_path: Path, text: str) -> None:
    """Write the user's settings."""
    (tmp_path / "config" / "fieldtech").mkdir(parents=True)
    (tmp_path / "config" / "fieldtech" / "config.toml").write_text(text, encoding="utf-8")


def acting_as(options: Options, name: str) -> Options:
    """Name who acts."""
    return Options(store=options.store, acting_as=name)


def test_a_store_that_was_made_can_be_opened(options: Options) -> None:
    made = create_store(options, name="  Li   Wei ", site=" DC-1 ", role=Role.SUPERVISOR, zone="Asia/Shanghai")
    opened = open_store(options)
    assert (opened.chain, opened.site, opened.zone.key) == (made.chain, "DC-1", "Asia/Shanghai")
    assert [(person.name, person.role) for person in all_people(opened)] == [("Li Wei", Role.SUPERVISOR)]
    assert opened.actor == all_people(opened)[0].id


@pytest.mark.parametrize(
    ("name", "site", "zone", "missing"),
    [("", "DC-1", "", ("name",)), ("Li Wei", "  ", "", ("site",)), ("", "", "", ("name", "site")),
     ("A", "B", "Nowhere/Here", ("zone",)), ("A", "B", "../../etc/passwd", ("zone",))],
)  # fmt: skip
def test_a_store_is_not_made_of_too_little(
    options: Options, name: str, site: str, zone: str, missing: tuple[str, ...]
) -> None:
    with pytest.raises(RuleViolation) as refused:
        create_store(options, name=name, site=site, zone=zone)
    assert refused.value.missing == missing
    assert options.store is not None
    assert not Path(options.store).exists()


def test_a_store_is_made_only_where_none_is(options: Options) -> None:
    create_store(options, name="A", site="B")
    with pytest.raises(StoreUnusable, match="already"):
        create_store(options, name="A", site="B")


def test_a_known_name_acts_however_it_is_spelt(options: Options) -> None:
    store = create_store(options, name="Li Wei", site="DC-1")
    store.record_person("Zhao Min", Role.SUPERVISOR)
    told: list[str] = []
    opened = open_store(acting_as(options, " zhao  MIN "), told.append)
    names = {person.id: person.name for person in all_people(opened)}
    assert (names[opened.actor], told) == ("Zhao Min", [])


def test_an_unknown_name_is_recorded_as_a_technician_and_told(options: Options) -> None:
    create_store(options, name="Li Wei", site="DC-1")
    told: list[str] = []
    opened = open_store(acting_as(options, "Zhao Min"), told.append)
    roles = {person.name: person.role for person in all_people(opened)}
    assert roles == {"Li Wei": Role.TECHNICIAN, "Zhao Min": Role.TECHNICIAN}
    assert ["Zhao Min" in sentence for sentence in told] == [True]


def test_who_only_reads_is_not_recorded(options: Options) -> None:
    create_store(options, name="Li Wei", site="DC-1")
    with pytest.raises(UnknownName, match="Zhao Min"):
        open_store(acting_as(options, "Zhao Min"))
    with pytest.raises(RuleViolation):
        open_store(acting_as(options, " "))
    assert len(all_people(open_store(options))) == 1


@pytest.mark.parametrize("store", ["postgresql://me:secret@depot/fieldtech", "sqlite:///x.db"])
def test_a_database_server_is_refused_without_repeating_its_secrets(store: str) -> None:
    with pytest.raises(StoreUnusable, match="file only") as refused:
        open_store(Options(store=store))
    assert "secret" not in str(refused.value)


def test_settings_that_cant_be_understood_are_refused(options: Options, tmp_path: Path) -> None:
    with_settings(tmp_path, "nonsense = 1")
    with pytest.raises(UnusableSettings, match="nonsense"):
        load(options)


def test_the_settings_reach_the_store(options: Options, tmp_path: Path) -> None:
    with_settings(tmp_path, 'reopen_days = 3\nzone = "Europe/Berlin"\n')
    create_store(options, name="A", site="B", zone="Asia/Shanghai")
    opened = open_store(options)
    assert (opened.settings.reopen_days, opened.zone.key) == (3, "Europe/Berlin")


@pytest.mark.parametrize(
    ("flag", "variable", "setting", "spoken"),
    [(None, None, None, "en"), ("zh_CN", "en", "en", "zh_CN"), (None, "zh_CN", "en", "zh_CN"),
     (None, None, "zh_CN", "zh_CN")],
)  # fmt: skip
def test_the_language_is_the_first_that_is_told(
    tmp_path: Path,
    options: Options,
    monkeypatch: pytest.MonkeyPatch,
    flag: str | None,
    variable: str | None,
    setting: str | None,
    spoken: str,
) -> None:
    if variable:
        monkeypatch.setenv("FIELDTECH_LANG", variable)
    if setting:
        with_settings(tmp_path, f'language = "{setting}"\n')
    assert load(Options(store=options.store, language=flag)).language == spoken
    assert current_language() == spoken


def test_a_console_without_chinese_speaks_english_unless_forced(
    options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIELDTECH_LANG", "zh_CN")
    monkeypatch.setenv("TERM", "linux")
    monkeypatch.setattr("fieldtech.terminal.profile._own_terminal", lambda: "/dev/tty1")
    assert load(options).language == "en"
    assert load(Options(store=options.store, language="zh_CN")).language == "zh_CN"


def test_the_glyphs_are_those_of_the_option_then_of_the_settings(options: Options, tmp_path: Path) -> None:
    with_settings(tmp_path, 'console = "cp437"\n')
    assert load(options).profile.glyphs == "cp437"
    assert load(Options(store=options.store, console="full")).profile.glyphs == "full"


def test_a_chosen_language_is_kept(options: Options) -> None:
    keep_language(load(options), "zh_CN")
    assert current_language() == "zh_CN"
    assert load(options).language == "zh_CN"


def test_settings_that_cant_be_kept_are_told(options: Options, tmp_path: Path) -> None:
    wiring = load(options)
    (tmp_path / "config").write_text("a file where the folder shall be")
    with pytest.raises(UnusableSettings, match="can't be kept"):
        keep_language(wiring, "en")


@pytest.mark.parametrize(
    ("setting", "variable", "link", "zone"),
    [
        ("Europe/Berlin", "Asia/Shanghai", "Asia/Tokyo", "Europe/Berlin"),
        (None, "Asia/Shanghai", "Asia/Tokyo", "Asia/Shanghai"),
        (None, ":Asia/Shanghai", "Asia/Tokyo", "Asia/Shanghai"),
        (None, "CST-8", "Asia/Tokyo", "Asia/Tokyo"),
        (None, "", "Asia/Tokyo", "Asia/Tokyo"),
        (None, "", None, "UTC"),
        (None, "", "No/Such", "UTC"),
    ],
)
def test_the_default_zone_is_the_first_that_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str | None, variable: str, link: str | None, zone: str
) -> None:
    monkeypatch.setenv("TZ", variable)
    monkeypatch.setattr(bootstrap, "LOCALTIME", tmp_path / "localtime")
    if link is not None:
        (tmp_path / "localtime").symlink_to(f"/usr/share/zoneinfo/{link}")
    assert default_zone(Settings(zone=setting)) == zone


def test_what_the_process_makes_is_its_owners_alone() -> None:
    before = os.umask(0)
    try:
        prepare_process()
        assert os.umask(0) == 0o077
    finally:
        os.umask(before)
