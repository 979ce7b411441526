"""Every command, in the order of the road, with what it does; what a command needs is loaded when it is called."""

from collections.abc import Mapping

from fieldtech.cli.commands import Entry
from fieldtech.text import N_

COMMANDS: Mapping[str, Entry] = {
    "demo": Entry("full_screen", N_("the full-screen program on a throw-away store with a believable month")),
    "init": Entry("beginning", N_("make a store without questions")),
    "report": Entry("reporting", N_("record a new fault, or keep it as a draft")),
    "edit": Entry("reporting", N_("correct or add facts")),
    "assess": Entry("reporting", N_("nature, impact, urgency, and the priority they make")),
    "assign": Entry("reporting", N_("say who handles it")),
    "start": Entry("handling", N_("begin to work, on site or remote")),
    "pend": Entry("handling", N_("wait, with a reason that may stop the clocks")),
    "resume": Entry("handling", N_("go on")),
    "restore": Entry("handling", N_("the service is back by a workaround; of a file: the store is back from a backup")),
    "note": Entry("working", N_("what was done or seen")),
    "attach": Entry("working", N_("keep a file with the fault")),
    "time": Entry("working", N_("minutes spent")),
    "part": Entry("working", N_("a part used, with old and new serial numbers")),
    "tell": Entry("working", N_("what the user was told, when and how")),
    "plan-solution": Entry("handling", N_("the written solution plan")),
    "checklist": Entry("checking", N_("put a checklist to the fault")),
    "tick": Entry("checking", N_("answer an item of it")),
    "implement": Entry("ending", N_("the solution is in place")),
    "verify": Entry("ending", N_("the check of the system and the user's feedback")),
    "close": Entry("ending", N_("file it with its root cause")),
    "reopen": Entry("ending", N_("take a closed fault up again")),
    "cancel": Entry("ending", N_("end it without a solution, with the reason")),
    "duplicate": Entry("ending", N_("point to the fault that it repeats")),
    "queue": Entry("listing", N_("open faults, the next one first")),
    "show": Entry("showing", N_("a fault, with what is still missing")),
    "history": Entry("showing", N_("its entries")),
    "why": Entry("showing", N_("why it stands where it stands in the queue")),
    "clocks": Entry("showing", N_("its clocks, line by line")),
    "search": Entry("listing", N_("faults whose record has all the words, Chinese or English")),
    "report-of": Entry("filing", N_("the fault handling report, as Markdown or HTML")),
    "intake": Entry("filing", N_("take in mail, CSV and JSON files")),
    "templates": Entry("checking", N_("the checklists that there are")),
    "people": Entry("people", N_("who works here")),
    "audit": Entry("upkeep", N_("check the journal's chains, and the tables against the journal")),
    "rebuild": Entry("upkeep", N_("make the tables anew from the journal")),
    "backup": Entry("upkeep", N_("copy the store into one file, and check the copy")),
    "doctor": Entry("surroundings", N_("what the terminal can show, and what the program stands on")),
    "paths": Entry("surroundings", N_("where files lie")),
    "completions": Entry("surroundings", N_("a script that completes commands and options in a shell")),
}
