"""The fingerprint of a machine's key, as two people compare it by voice: eight words, or the same bits as digits."""

import hashlib
import unicodedata

BITS = 64
_LIST = """
acorn admiral alarm album amber anchor angle apple april arrow atlas attic autumn axle bacon badge bagel
bamboo banjo basin beach bishop blanket blossom boulder bronze buffalo bugle cabin cactus camel canal castle
cedar cello chalk cherry chimney circus clover coffee comet coral cotton cousin cradle cricket crystal
cyclone daisy dentist desert diamond dolphin domino drummer dune eagle easel echo eclipse elbow eleven
emerald engine envoy fabric feather flannel flute fossil freckle frost fudge fungus galaxy garlic gazelle
geyser giraffe glacier goblet gorilla granite guitar gypsum harbor hazel hedge hermit hippo honey hotel
husky hutch hydrant iceberg icon igloo indigo insect iris island ivory jaguar jasmine jelly jewel jigsaw
kayak kettle kidney kiosk kitten knight knot koala lantern laundry lemon leopard lettuce lilac lime linen
lizard lotus lynx magnet mammoth mango maple maze melon meteor mirror mosaic mouse muffin mural museum
napkin nectar nephew nest nickel nozzle nugget nurse nutmeg nylon oasis ocean octopus olive onion opera
orbit orchid osprey otter oven oxygen paddle palace panda pastry peanut pebble pelican pencil piano pigeon
pirate plum pocket poem poplar prism pumpkin pyramid quail queen quilt rabbit radish raft rainbow ranger
raven rhino ribbon river robin rudder saffron sailor salmon satchel scarf seagull shadow siren sketch sphinx
spider sponge statue stove sugar summit sunset swan symbol tadpole teapot temple thistle thunder tiger toast
tomato tractor trumpet tulip tunnel turtle twig uncle unicorn usher valley vanilla velvet violin volcano
vortex vulture waffle wagon walnut wasp whale window wombat wrench yacht yellow yeti yogurt yolk zebu zenith
zigzag zipper zone
"""
WORDS = tuple(_LIST.split())
"""256 of them, one a byte: no two begin alike or differ by one letter only."""
_DIGITS = 5
"""Two bytes are a group of five digits."""


def fingerprint_words(public_key: str) -> str:
    """Spell a public key, base64url, as eight words."""
    return " ".join(WORDS[byte] for byte in _fingerprint(public_key))


def fingerprint_digits(public_key: str) -> str:
    """Spell the same bits as four groups of five digits, for who would rather read digits aloud."""
    bits = _fingerprint(public_key)
    groups = (int.from_bytes(bits[start : start + 2], "big") for start in range(0, len(bits), 2))
    return " ".join(f"{group:0{_DIGITS}}" for group in groups)


def is_fingerprint(typed: str, public_key: str) -> bool:
    """Tell whether somebody typed a key's fingerprint, as words or digits, however capitalised, spaced or wide."""
    told = _letters(typed)
    return told in (_letters(fingerprint_words(public_key)), _letters(fingerprint_digits(public_key)))


def _letters(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def _fingerprint(public_key: str) -> bytes:
    return hashlib.sha256(b"fieldtech-fingerprint-1" + public_key.encode()).digest()[: BITS // 8]
