"""A depot and two technicians who have met, each a real machine with a folder, and a stick between them."""

import random
import shutil
from contextlib import suppress
from pathlib import Path

from fieldtech.domain.errors import UnknownName, UnreadableBundle
from fieldtech.domain.faults import Fault
from fieldtech.domain.words import Role
from fieldtech.store import Store, audit
from fieldtech.store.views.faults import find_fault
from fieldtech.store.views.quarantine import quarantine_view
from fieldtech.workflow.bundle_content import Chosen
from fieldtech.workflow.enrolment import accept_peer, answer_peer, request_to_be_known
from fieldtech.workflow.exchange import import_files
from fieldtech.workflow.exporting import export_bundle
from fieldtech.workflow.import_tally import Imported
from fieldtech.workflow.reports import report_fault
from tests.devices.device import Device
from tests.sync_machines import Clock
from tests.workflow.road import phone_report

NAMES = ("depot", "a", "b")


class Desk:
    """Machines side by side, and what is done with them in one line."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.truth = [400 * 24 * 3600]
        self.stick = folder / "stick"
        self.stick.mkdir(parents=True, exist_ok=True)
        self.machines: dict[str, Device] = {}

    @property
    def depot(self) -> Device:
        """The supervisor's machine."""
        return self.machines["depot"]

    @property
    def a(self) -> Device:
        """A technician's machine."""
        return self.machines["a"]

    @property
    def b(self) -> Device:
        """Another technician's machine."""
        return self.machines["b"]

    def device(self, name: str, role: Role = Role.TECHNICIAN) -> Device:
        """Put up a machine's place, without a store."""
        chance = random.Random(f"{self.folder.name} {name}")
        made = Device(name, self.folder / name, Clock(self.truth), chance, role, hardware=name)
        self.machines[name] = made
        return made

    def new(self, name: str, role: Role = Role.TECHNICIAN) -> Device:
        """Put up a new machine that nobody knows."""
        made = self.device(name, role)
        made.create()
        return made

    def enrol(self, machine: Device) -> None:
        """Let a machine and the depot come to trust each other."""
        request = self.stick / f"{machine.name}-{machine.store.chain}.ftr"
        request_to_be_known(machine.store, request)
        accept_peer(self.depot.store, request, is_compared=True, role=machine.role)
        answer = answer_peer(self.depot.store, self.stick, to=machine.store.chain)
        accept_peer(machine.store, answer.file, is_compared=True)

    def copied(self, folder: Path) -> "Desk":
        """Copy the closed machines and open them: quicker than to let them meet again."""
        other = Desk(folder)
        other.truth[0] = self.truth[0]
        for name, device in self.machines.items():
            shutil.copytree(device.place, folder / name)
            other.device(name, device.role).open()
        return other

    def clone(self, original: Device, name: str, *, has_keys: bool = True, hardware: str = "") -> Device:
        """Copy a machine as a whole, while it is closed."""
        original.copied_to(self.folder / name)
        if not has_keys:
            shutil.rmtree(self.folder / name / "keys")
        made = self.device(name, original.role)
        made.hardware = hardware or original.hardware
        made.open()
        return made

    def close(self) -> None:
        """Shut all programs."""
        for device in self.machines.values():
            if device.is_open:
                device.close()

    def meet(self, *some: Device) -> None:
        """Let machines that trust each other have everything that the others have."""
        machines = some or tuple(self.machines.values())
        for _ in range(4):
            news = 0
            for giver in machines:
                file = export(giver, self.stick)
                news += sum(meet_by(taker, file) for taker in machines if taker is not giver)
            if not news:
                return


def export(giver: Device, stick: Path, *to: Device, chosen: Chosen | None = None) -> Path:
    """Write a bundle for some machines, or all."""
    return export_bundle(giver.store, stick, to=[each.store.chain for each in to], chosen=chosen).file


def take(taker: Device, *files: Path) -> Imported:
    """Take files in."""
    return import_files(taker.store, files)


def meet_by(taker: Device, file: Path) -> int:
    """Take a bundle in, or accept whoever carries it; what is for others waits for the next round."""
    try:
        return take(taker, file).new
    except UnreadableBundle:
        with suppress(UnreadableBundle):
            return 1 + accept_peer(taker.store, file, is_compared=True).imported.new
        return 1


def carry(giver: Device, taker: Device, stick: Path, chosen: Chosen | None = None) -> Imported:
    """Write a bundle for one machine, and let it take it in."""
    return take(taker, export(giver, stick, taker, chosen=chosen))


def report(device: Device, **changed: object) -> Fault:
    """Report a fault."""
    return report_fault(device.store, phone_report(**changed))


def fault_on(device: Device, fault: Fault) -> Fault | None:
    """Read a fault on some machine; None: it has not heard of it."""
    try:
        return find_fault(device.store, fault.id)
    except UnknownName:
        return None


def state(device: Device) -> str:
    """Tell a machine's whole state, which must verify."""
    found = audit(device.store)
    assert found.problems == ()
    return found.state_digest


def waiting(device: Device) -> list[str]:
    """Tell what waits, in sentences."""
    return [each.sentence for each in quarantine_view(device.store)]


def content(store: Store) -> list[tuple[object, ...]]:
    """Read every row of every table, as it stands in the file."""
    with store.reading() as database:
        sql = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        tables = [str(row[0]) for row in database.execute_sql(sql).fetchall()]
        rows = ((table, database.execute_sql(f'SELECT * FROM "{table}"').fetchall()) for table in tables)
        return sorted(((table, *row) for table, some in rows for row in some), key=repr)
