"""Say the program's own words in the language in use, by gettext catalogues compiled beforehand."""

import gettext
from collections.abc import Mapping

from fieldtech.resources import resource_path

LANGUAGES = ("en", "zh_CN")

_DOMAIN = "fieldtech"
_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


class _Language:
    """The language in use: one for the whole process, looked up at each call, so that switching needs no restart."""

    def __init__(self) -> None:
        self.code = "en"
        self.catalogue = gettext.NullTranslations()

    def switch(self, code: str) -> None:
        if code == "en":
            catalogue = gettext.NullTranslations()
        else:
            catalogue = gettext.translation(_DOMAIN, resource_path("locale"), languages=[code])
        self.catalogue, self.code = catalogue, code


_language = _Language()


def _(message: str) -> str:
    """Translate a message; the message itself where the catalogue has none."""
    # gettext answers the empty message with the catalogue's header.
    return _language.catalogue.gettext(message) if message else ""


def N_(message: str) -> str:  # noqa: N802 (gettext's own name, which the extraction looks for)
    """Mark a message for the catalogue and return it as it is; it is translated where it is shown."""
    return message


def ngettext(one: str, many: str, n: int) -> str:
    """Translate the form of a message that fits n things."""
    return _language.catalogue.ngettext(one, many, n)


def use_language(code: str) -> None:
    """Say everything in this language from now on.

    Args:
        code: One of LANGUAGES.

    Raises:
        ValueError: There is no such language.
    """
    if code not in LANGUAGES:
        raise ValueError(f"there is no language {code!r}, only {', '.join(LANGUAGES)}")
    _language.switch(code)


def current_language() -> str:
    """Name the language in use, one of LANGUAGES."""
    return _language.code


def detect_language(flag: str | None, environment: Mapping[str, str], setting: str | None) -> str:
    """Choose the language: --lang, FIELDTECH_LANG, the settings, the locale, English; the first that is set decides.

    Returns:
        One of LANGUAGES; English for a language that there is no catalogue of.
    """
    wishes = [flag, environment.get("FIELDTECH_LANG"), setting, *(environment.get(name) for name in _LOCALE_VARIABLES)]
    return _nearest_language(next((wish for wish in wishes if wish), "en"))


def _nearest_language(tag: str) -> str:
    """Map a tag such as zh_CN.UTF-8, zh-Hans or en_GB to one of LANGUAGES."""
    return "zh_CN" if tag.lower().startswith("zh") else "en"
