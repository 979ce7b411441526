"""Saved views of the full screen, called up by a command."""

import os
from pathlib import Path

from fieldtech.domain.words import Priority
from fieldtech.store import Store
from fieldtech.store.views.narrowing import Narrowing, Whose
from fieldtech.store.views.saved import save_view
from tests.cli.command_line import CommandLine


def test_the_queue_lists_what_a_saved_view_holds_and_options_narrow_it_further(fieldtech: CommandLine) -> None:
    mine, urgent = fieldtech.started(), fieldtech.report("--impact=organisation", "--urgency=high")
    (kept,) = Path(os.environ["XDG_DATA_HOME"]).rglob("*.db")
    store = Store.open(kept, keys=kept.parent / "keys")
    save_view(store, "My  work", Narrowing(whose=Whose.MINE))
    save_view(store, "general", Narrowing(whose=Whose.ALL, priority=Priority.GENERAL))
    store.close()

    def found(*options: str) -> list[str]:
        return [fault["number"] for fault in fieldtech.json("queue", *options)["faults"]]

    assert found() == [urgent, mine]
    assert found("--view=my work") == [mine]
    assert found("--view=My work", "--priority=urgent") == []
    assert found("--view=general") == [mine]
    refused = fieldtech("queue", "--view=none", "--json")
    assert (refused.status, refused.error["code"]) == (1, "unknown")
    assert "My work, general" in refused.error["message"]
