"""Taking in many files at once: what can't be read is told and left, all else comes in as one."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from fieldtech.domain.errors import UnreadableBundle
from fieldtech.domain.visible_text import one_line
from fieldtech.store import Store
from fieldtech.sync.outer import verify_outer
from fieldtech.text import _
from fieldtech.workflow.exchange import check_carrier, import_files, opened_file
from fieldtech.workflow.import_tally import Imported
from fieldtech.workflow.stick_files import FileKind, FoundFile, files_in


class RefusedFile(msgspec.Struct, frozen=True):
    """A file that was left."""

    source: str
    """Its name."""
    reason: str
    """A sentence that begins with its name."""
    command: str = ""
    """The command that helps."""


def import_readable(
    store: Store, named: Sequence[Path], *, is_dry_run: bool = False
) -> tuple[Imported, tuple[RefusedFile, ...]]:
    """Take in what can be read of some files in one transaction; the order in which they are named is of no account.

    Args:
        named: Files; of a folder those in it are meant that did not come in yet.

    Raises:
        UnreadableBundle: none of them can be read, or a folder can't; nothing was taken.
        DamagedJournal: what one of them holds does not verify; nothing was taken.
        StoreUnusable: it could not be kept; nothing of it is.
    """
    left, refused, strangers = _files_named(store, named)
    put_off: set[Path] = set()
    if (refused or strangers) and not left:
        raise _none_of([*refused, *strangers.values()])
    while True:
        begun: list[Path] = []
        try:
            imported = import_files(store, _remembered(store, left, strangers, begun), is_dry_run=is_dry_run)
            return imported, (*refused, *(told for path, told in strangers.items() if path not in begun))
        except UnreadableBundle as error:
            file = begun[-1]
            if strangers.pop(file, None) is not None:
                refused.append(RefusedFile(one_line(file.name), str(error), error.command))
                continue
            left.remove(file)
            if file not in put_off and left:
                # Another may bring what this one lacks, such as word that its carrier is trusted.
                put_off.add(file)
                left.append(file)
                continue
            refused.append(RefusedFile(one_line(file.name), str(error), error.command))
            if not left:
                raise _none_of(refused) from error


def _files_named(store: Store, named: Sequence[Path]) -> tuple[list[Path], list[RefusedFile], dict[Path, RefusedFile]]:
    """Sort files into those to be taken, those that are refused, and those of strangers, whom another may let in."""
    files: list[Path] = []
    refused: list[RefusedFile] = []
    strangers: dict[Path, RefusedFile] = {}
    for path in named:
        if not path.expanduser().is_dir():
            files.append(path)
            continue
        found = files_in(store, [path.expanduser()])
        files += [each.path for each in found if each.is_wanted]
        for each in (file for file in found if _is_told(file)):
            name = one_line(each.path.name)
            told = RefusedFile(name, f"{name}: {each.refusal}")
            if each.is_stranger:
                strangers[each.path] = told
            else:
                refused.append(told)
    return files, refused, strangers


def _is_told(file: FoundFile) -> bool:
    """A stick goes round: what lies on it for others is nothing to be told."""
    return bool(file.refusal) and file.kind is not FileKind.REQUEST and not (file.is_own or file.is_for_others)


def _remembered(store: Store, files: Sequence[Path], strangers: Iterable[Path], begun: list[Path]) -> Iterator[Path]:
    """Give files one by one, and behind them what strangers carry who are known by what came before."""
    for file in files:
        begun.append(file)
        yield file
    for file in strangers:
        if _is_let_in(store, file):
            begun.append(file)
            yield file


def _is_let_in(store: Store, file: Path) -> bool:
    try:
        with opened_file(file) as opened:
            check_carrier(store, verify_outer(opened))
    except UnreadableBundle:
        return False
    return True


def _none_of(refused: Sequence[RefusedFile]) -> UnreadableBundle:
    sentence = "\n".join(each.reason for each in refused)
    if len(refused) > 1:
        sentence += "\n" + _("Nothing was taken in.")
    return UnreadableBundle(sentence).helped_by(refused[-1].command)
