"""As many tasks carried by taskwarrior: a task for each entry, its payload the description, its fault the project.

Exported and imported as JSON, its own way between machines without a server. It keeps no history: nothing is chained,
proven or merged, and what travels is plain text.
"""

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import peer
from benchmarks.peer import Carried
from fieldtech.domain.journal import Segment


def carry(folder: Path, segments: Iterable[Segment]) -> Carried:
    """Export tasks that one store holds, and import them into an empty one, twice."""
    made, exported = folder / "made.json", folder / "exported.json"
    with made.open("w") as opened:
        opened.writelines(f"{line}\n" for line in _tasks(segments))
    source, target = _settings(folder / "source.task"), _settings(folder / "target.task")
    peer.run("task", "import", str(made), settings=source)
    exporting = peer.seconds("task", "export", settings=source, into=exported)
    taking = ("task", "import", str(exported))
    importing, again = (peer.seconds(*taking, settings=target) for _each in range(2))
    return Carried(exported.stat().st_size, exporting, importing, again)


def _settings(folder: Path) -> dict[str, str]:
    folder.mkdir()
    (folder / "rc").write_text(f"data.location={folder}\nconfirmation=off\nhooks=off\ngc=off\nverbose=nothing\n")
    return {"TASKRC": str(folder / "rc"), "HOME": str(folder)}


def _tasks(segments: Iterable[Segment]) -> Iterator[str]:
    for segment in segments:
        for line in segment.lines:
            entry = json.loads(line)
            when = datetime.fromtimestamp(entry["h"]["wall"] / 1e6, UTC).strftime("%Y%m%dT%H%M%SZ")
            task = {
                "uuid": str(uuid.UUID(bytes=hashlib.sha256(line).digest()[:16], version=4)),
                "description": json.dumps(entry["p"], ensure_ascii=False),
                "entry": when,
                "project": entry["h"]["entity"].replace(":", "."),
                "status": "pending",
            }
            yield json.dumps(task, ensure_ascii=False)
