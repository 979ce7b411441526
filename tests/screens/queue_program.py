"""The stories' queue as a program for a terminal of any kind: `python -m tests.screens.queue_program FOLDER`."""

import random
import sys
from pathlib import Path

from fieldtech.terminal.prepare import prepare
from fieldtech.terminal.profile import detect_here

PROFILE = detect_here()
prepare(PROFILE)

from textual.binding import Binding, BindingType  # noqa: E402

from fieldtech.app import FieldTechApp  # noqa: E402
from fieldtech.store import Store  # noqa: E402
from tests.screens.stage import SECRET, Clock  # noqa: E402
from tests.screens.stories import tell_stories  # noqa: E402


class FragileApp(FieldTechApp):
    """The program with a key that meets a bug, a secret in its variables."""

    BINDINGS: list[BindingType] = [Binding("f12", "fall", "Fall")]  # type: ignore[misc]  # noqa: RUF012

    def action_fall(self) -> None:
        """Meet a bug."""
        secret = SECRET
        raise ZeroDivisionError(secret)


def main(folder: Path) -> int:
    """Run the program on a store with the stories."""
    clock = Clock()
    store = Store.create(
        folder / "fieldtech.db", keys=folder / "keys", name="Li Wei", site="DC-1", zone="Asia/Shanghai", clock=clock,
        entropy=random.Random(7).randbytes,
    )  # fmt: skip
    tell_stories(store, clock)
    app = FragileApp(store, PROFILE)
    app.run(mouse=PROFILE.mouse)
    store.close()
    return app.return_code or 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
