"""The same history carried by git, as trackers keep it there: a branch for each fault, a commit for each entry."""

import json
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import IO

from benchmarks import peer
from benchmarks.peer import Carried
from fieldtech.domain.journal import Segment

_SETTINGS = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}
_run = partial(peer.run, settings=_SETTINGS)
_seconds = partial(peer.seconds, settings=_SETTINGS)


def carry(folder: Path, segments: Iterable[Segment]) -> Carried:
    """Bundle a history that git holds, and fetch it into an empty repository, twice."""
    source, target, bundle = (str(folder / name) for name in ("source.git", "target.git", "all.bundle"))
    for repository in (source, target):
        _run("git", "init", "--quiet", "--bare", repository)
    _import(source, segments)
    fetch = ("git", "-C", target, "fetch", "--quiet", bundle, "refs/heads/*:refs/heads/*")
    exporting = _seconds("git", "-C", source, "bundle", "create", "--quiet", bundle, "--all")
    return Carried(Path(bundle).stat().st_size, exporting, importing=_seconds(*fetch), again=_seconds(*fetch))


def _import(repository: str, segments: Iterable[Segment]) -> None:
    with peer.start("git", "-C", repository, "fast-import", "--quiet", settings=_SETTINGS) as importing:
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
