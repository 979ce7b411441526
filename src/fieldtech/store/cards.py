"""Who a machine said it is when it was admitted here, to be shown until its own entries tell it."""

import msgspec

from fieldtech.store import local

_CARDS = "card/"


class MetCard(msgspec.Struct, frozen=True):
    """What a request said, and what a person saw before the machine was admitted."""

    person: str = ""
    site: str = ""


def remember_card(chain: str, card: MetCard) -> None:
    """Keep what a machine said of itself, in the transaction that admits it."""
    if card != MetCard():
        local.set_value(_CARDS + chain, msgspec.json.encode(card).decode())


def remembered_cards() -> dict[str, MetCard]:
    """Read what machines said of themselves, by chain."""
    return {key.removeprefix(_CARDS): msgspec.json.decode(text, type=MetCard) for key, text in local.values(_CARDS)}
