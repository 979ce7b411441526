"""What people call the facts and steps that rules name in the command line's words."""

from collections.abc import Iterable, Mapping

from fieldtech.text import N_, _

FACT_NAMES: Mapping[str, str] = {
    "title": N_("what is wrong"),
    "description": N_("description"),
    "channel": N_("channel"),
    "reporter": N_("who reported it"),
    "contact": N_("contact"),
    "occurred": N_("since when"),
    "impact": N_("whom it hits"),
    "urgency": N_("urgency"),
    "nature": N_("what it is"),
    "asset": N_("asset"),
    "place": N_("place"),
    "service": N_("service"),
    "root-cause": N_("root cause"),
    "system": N_("the check of the system"),
    "user": N_("the user's verdict"),
    "user-words": N_("the user's own words"),
    "how": N_("how the user said it"),
    "by": N_("who said it"),
}
"""What the facts are called, by the command line's words."""

STEP_NAMES: Mapping[str, str] = {
    "edit": N_("complete the report"),
    "assess": N_("assess it"),
    "start": N_("start the work"),
    "resume": N_("go on with it"),
    "implement": N_("report the solution in place"),
    "verify": N_("sign it off"),
    "close": N_("close it"),
    "reopen": N_("reopen it"),
}
"""What the steps are called, by the commands that take them."""


def fact_names(words: Iterable[str]) -> str:
    """Name facts one after the other; a word that is no fact's stands for itself."""
    return _(", ").join(_(FACT_NAMES.get(word, word)) for word in words)
