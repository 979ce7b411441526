"""Taking in a service desk's export: rows a second for the whole of it, reading, recording, one commit."""

import random
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from fieldtech.store import Store
from fieldtech.workflow.intake import take_files

HEAD = (
    "number,incident_state,active,reassignment_count,reopen_count,sys_mod_count,made_sla,caller_id,opened_by,opened_at,"
    "sys_created_by,sys_created_at,sys_updated_by,sys_updated_at,contact_type,location,category,subcategory,u_symptom,"
    "cmdb_ci,impact,urgency,priority,assignment_group,assigned_to,knowledge,u_priority_confirmation,notify,problem_id,"
    "rfc,vendor,caused_by,closed_code,resolved_by,resolved_at,closed_at"
)
STATES = ("New", "Active", "Awaiting User Info", "Active", "Resolved", "Closed")


def main(incidents: int = 320, files: list[str] | None = None) -> None:
    """Print the rate over an export of its own making, and over files that are given."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "export.csv"
        made.write_text("\n".join([HEAD, *_rows(incidents)]) + "\n", encoding="utf-8")
        for number, file in enumerate([made, *map(Path, files or [])]):
            keys = Path(folder) / "keys"
            store = Store.create(
                Path(folder) / f"{number}.db", keys=keys, name="Li Wei", site="DC-1", zone="Asia/Shanghai"
            )
            begin = perf_counter()
            taken = take_files(store, [file])
            seconds = perf_counter() - begin
            told = f"{taken.read} rows, {taken.taken} faults, {taken.read / seconds:,.0f} rows/s"
            print(f"intake {file.name}: {told} (goal 2,000)")
            store.close()


def _rows(incidents: int) -> list[str]:
    chance = random.Random(5)
    rows = []
    for number in range(incidents):
        opened = datetime(2016, 2, 29, 1, 16, tzinfo=UTC) + timedelta(minutes=37 * number)
        for step, state in enumerate(STATES):
            at = opened + timedelta(hours=step)
            level = chance.randrange(1, 4)
            rows.append(
                f"INC{number:07},{state},{str(state != 'Closed').lower()},0,0,{step},true,Caller {number},Opened by 8,"
                f"{_spelled(opened)},Created by 6,{_spelled(opened)},Updated by 21,{_spelled(at)},Phone,Location 143,"
                f"Category 55,Subcategory 170,Symptom 72,?,2 - Medium,{level} - {('High', 'Medium', 'Low')[level - 1]},"
                f"3 - Moderate,Group 56,?,true,false,Do Not Notify,?,?,?,?,code 5,Resolved by 149,?,?"
            )
    return rows


def _spelled(at: datetime) -> str:
    return f"{at.day}/{at.month}/{at.year} {at:%H:%M}"


if __name__ == "__main__":
    main(files=sys.argv[1:])
