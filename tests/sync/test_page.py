"""A reader written from docs/sync-model.md alone, with none of the program's own, reads what the program writes."""

import base64
import hashlib
import io
import json
import time
from collections.abc import Iterator

import msgspec
import pyrage
import pytest
from backports.zstd import ZstdDecompressor, decompress
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from fieldtech.domain.journal import Segment
from tests.sync.bundles import CARRIER, READER, STRANGER, bundle, entries, segment, varied_entries, withheld
from tests.sync.test_golden_files import golden


class Told(msgspec.Struct):
    """A checkpoint, as a manifest tells it."""

    chain: str
    sequence: int
    hash: str
    signature: str


def read_by_the_page(content: bytes, private: bytes) -> tuple[dict[str, object], list[bytes], list[bytes], bytes]:
    """Read a bundle: its manifest, the journal's lines, references and payloads of stand-ins, attachments."""
    assert content[:8] == bytes.fromhex("89 46 54 42 0d 0a 1a 0a")
    end = 10 + int.from_bytes(content[8:10], "big")
    header = json.loads(content[10:end])
    key = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(header["public_key"]))
    key.verify(content[end : end + 64], hashlib.sha256(b"fieldtech-bundle-1" + content[10:end]).digest())
    body = content[end + 64 : -12]
    assert content[-12:] == len(content).to_bytes(8, "big") + b"ftb\n"
    assert (len(body), hashlib.sha256(body).digest()) == (header["length"], base64.b64decode(header["digest"]))
    if header["encryption"] == "age":
        pem = Ed25519PrivateKey.from_private_bytes(private).private_bytes(
            Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()
        )
        body = pyrage.decrypt(body, [pyrage.ssh.Identity.from_buffer(pem)])
    start = len(body) - 4 - int.from_bytes(body[-4:], "big")
    manifest = json.loads(decompress(body[start:-4]))
    attachments_at = start - sum(each["size"] for each in manifest.get("attachments", ()))
    lines, stand_ins = list[bytes](), list[bytes]()
    for kind, text, raw in blocks_of(io.BytesIO(body[:attachments_at])):
        if kind == b"S":
            stand_ins += text
        else:
            lines += text[1:] if kind == b"V" else lines_of(text, io.BytesIO(raw))
    return manifest, lines, stand_ins, body[attachments_at:start]


def blocks_of(file: io.BytesIO) -> Iterator[tuple[bytes, list[bytes], bytes]]:
    """Read the blocks."""
    stream = ZstdDecompressor()
    while kind := file.read(1):
        text = stream.decompress(file.read(int.from_bytes(file.read(4), "big")))
        yield kind, text.split(b"\n"), file.read(int.from_bytes(file.read(4), "big"))


def lines_of(text: list[bytes], raw: io.BytesIO) -> Iterator[bytes]:
    """Put the lines of a block in columns together."""
    head = json.loads(text[0])
    n = head["lines"]
    text = [random_put_back(line, raw) for line in text]
    steps, headers, payloads = text[1 : n + 1], text[n + 1 : 2 * n + 1], [b""] * n
    for k, payload in zip(sorted(range(n), key=lambda k: kind_of(headers[k])), text[2 * n + 1 :], strict=True):
        payloads[k] = payload
    salts = [raw.read(12) if payload else b"" for payload in payloads]
    wall = 0
    for k, (step, header, payload, salt) in enumerate(zip(steps, headers, payloads, salts, strict=True)):
        wall += int(step)
        spelled = header.replace(b"\x01", b'"chain":"%b",' % head["chain"].encode())
        spelled = spelled.replace(b"\x02", b'"seq":%d,' % (head["first"] + k)).replace(b"\x03", b'"wall":%d' % wall)
        if payload:
            instant = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(wall // 10**6)) + f".{wall % 10**6:06}Z"
            said = payload.replace(b"\x04", b'"%b"' % instant.encode())
            yield b'{"h":%b,"p":%b,"s":"%b"}' % (spelled, said, base64.urlsafe_b64encode(salt))
        else:
            yield b'{"c":"%b","h":%b}' % (base64.urlsafe_b64encode(raw.read(32)), spelled)


def random_put_back(line: bytes, raw: io.BytesIO) -> bytes:
    """Put what stands beside the text back into it."""
    spelled = b""
    for byte in line:
        match byte:
            case 5:
                spelled += raw.read(4).hex().encode()
            case 6:
                spelled += raw.read(32).hex().encode()
            case 7:
                spelled += base64.urlsafe_b64encode(raw.read(64))
            case _:
                spelled += bytes([byte])
    return spelled


def kind_of(header: bytes) -> bytes:
    """Read the kind out of a header."""
    return header.split(b'"kind":"')[1].split(b'"')[0]


@pytest.mark.parametrize("is_sealed", [False, True])
def test_who_has_only_the_page_reads_a_bundle(is_sealed: bool) -> None:
    made = entries(9)
    runs = [segment([*made[:4], withheld(made[4], made[3].hash), *made[5:]]), segment(entries(2, key=READER))]
    runs.append(segment(varied_entries(key=STRANGER)))
    odd = Segment("odd", bytes(32), (b'{"h":{"seq":1}}', b"{}"))
    content = bundle(
        [*runs, odd], stand_ins=[(made[4].ref, b"{}")], attachments=[b"ab", b"c"], recipients=[READER] * is_sealed
    )
    manifest, lines, stand_ins, attachments = read_by_the_page(content, READER.private)
    assert lines == [line for run in (*runs, odd) for line in run.lines]
    assert stand_ins == [made[4].ref.encode(), b"{}"]
    assert attachments == b"abc"
    card = msgspec.convert(manifest["card"], dict[str, str])
    assert card["public_key"] == CARRIER.public
    assert manifest["stand_ins"] == 1


def test_who_has_only_the_page_proves_who_wrote_what() -> None:
    manifest, lines, _stand_ins, _attachments = read_by_the_page(golden("plain.ftb"), b"")
    public_key = msgspec.convert(manifest["card"], dict[str, str])["public_key"]
    chain, hashes = name_by_the_page("chain", public_key), [bytes(32)]
    for line in lines[:8]:
        hashes.append(hash_by_the_page(line, hashes[-1]))
        assert json.loads(line)["h"]["chain"] == chain
    (told,) = msgspec.convert(manifest["checkpoints"], list[Told])
    assert (told.chain, told.sequence, base64.b64decode(told.hash)) == (chain, 8, hashes[-1])
    head = b"fieldtech-checkpoint-1 %b 8 %b" % (chain.encode(), hashes[-1])
    check_by_the_page(public_key, told.signature, head)
    receipt = msgspec.convert(manifest["receipt"], dict[str, str])
    content = base64.b64decode(receipt["content"])
    check_by_the_page(public_key, receipt["signature"], b"fieldtech-receipt-1" + content)
    assert json.loads(content)["machine"] == chain


def name_by_the_page(what: str, *names: str) -> str:
    """Derive an identifier."""
    digest = hashlib.sha256("\x1f".join((what, *names)).encode()).digest()
    bits = "".join(f"{byte:08b}" for byte in digest)[:60]
    return "".join("0123456789abcdefghjkmnpqrstvwxyz"[int(bits[at : at + 5], 2)] for at in range(0, 60, 5))


def hash_by_the_page(line: bytes, before: bytes) -> bytes:
    """Compute an entry's hash from its line."""
    if line.startswith(b'{"c":"'):
        commitment, header = line[6:-1].split(b'","h":', 1)
        digest = base64.urlsafe_b64decode(commitment)
    else:
        header, _found, rest = line[5:].partition(b',"p":')
        payload, _found, salt = rest[:-2].rpartition(b',"s":"')
        digest = hashlib.sha256(b"fieldtech-payload-1" + base64.urlsafe_b64decode(salt) + payload).digest()
    return hashlib.sha256(b"fieldtech-entry-1" + before + digest + header).digest()


def check_by_the_page(public_key: str, signature: str, signed: bytes) -> None:
    """Hold a signature to what was signed; raises where it does not hold."""
    key = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(public_key))
    key.verify(base64.urlsafe_b64decode(signature), hashlib.sha256(signed).digest())
