"""The same history carried by git, as trackers keep it there: a branch for each fault, a commit for each entry."""

import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from time import perf_counter
from typing import IO

import msgspec

from fieldtech.domain.journal import Segment

_PLAIN = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "PATH": "/usr/bin:/bin"}


class Carried(msgspec.Struct):
    """What carrying a history took: seconds, and the bundle's bytes."""

    bundling: float
    fetching: float
    size: int


def is_here() -> bool:
    """Tell whether there is a git to run beside."""
    return shutil.which("git", path=_PLAIN["PATH"]) is not None


def carry(folder: Path, segments: Iterable[Segment]) -> Carried:
    """Bundle a history that git holds, and fetch it into an empty repository."""
    source, target, bundle = folder / "source.git", folder / "target.git", folder / "all.bundle"
    for repository in (source, target):
        _git("init", "--quiet", "--bare", str(repository))
    _import(source, segments)
    bundling = _seconds("-C", str(source), "bundle", "create", "--quiet", str(bundle), "--all")
    fetching = _seconds("-C", str(target), "fetch", "--quiet", str(bundle), "refs/heads/*:refs/heads/*")
    return Carried(bundling, fetching, bundle.stat().st_size)


def _import(repository: Path, segments: Iterable[Segment]) -> None:
    command = ["git", "-C", str(repository), "fast-import", "--quiet"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=_PLAIN) as importing:
        assert importing.stdin is not None
        for segment in segments:
            _commit(segment, importing.stdin)
    assert importing.returncode == 0


def _commit(segment: Segment, stream: IO[bytes]) -> None:
    for line in segment.lines:
        subject = json.loads(line)["h"]["entity"].replace(":", "/")
        stream.write(
            b"commit refs/heads/%b\ncommitter a <a@b> 1 +0000\ndata 0\nM 100644 inline entry\ndata %d\n%b\n"
            % (subject.encode(), len(line), line)
        )


def _seconds(*arguments: str) -> float:
    begin = perf_counter()
    _git(*arguments)
    return perf_counter() - begin


def _git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], env=_PLAIN, check=True)
