"""The exchange of sites: whatever goes wrong, and wherever, the site is the whole old tree or the whole new one."""

import errno
import fcntl
import itertools
import os
import signal
import stat
import sys
from collections.abc import Callable, Container, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from factsheet import publish, replaceable
from factsheet.publish import Busy, abandon, begin, exchange, take
from factsheet.replaceable import MARKER, Refused

pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning")

OLD = {"index.html": "old", "entity/acme/index.html": "old acme", "gone/index.html": "only in the old tree"}
NEW = {"index.html": "new", "entity/acme/index.html": "new acme", "api/v1/index.json": "{}"}
STEPS = {"open", "os.listdir", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.scandir"}
NOT_REACHED = 5
CACHE = "cache"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A published site that holds OLD."""
    site = tmp_path / "site"
    build(site, OLD)
    return site


@pytest.fixture(params=["one step", "two renames"])
def either_exchange(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Runs a test twice: with the exchange the system has, and as if it had none."""
    if request.param == "two renames":
        monkeypatch.setattr(publish, "_swap", lambda new, old: False)
    return str(request.param)


def build(site: Path, files: dict[str, str], spare: Path | None = None) -> None:
    publication = take(begin(site, spare))
    try:
        for left in [path for path in publication.tree.rglob("*") if path.is_file()]:
            left.unlink()
        write(publication.tree, files)
    except BaseException:
        abandon(publication)
        raise
    exchange(publication)


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def files_in(folder: Path) -> dict[str, str]:
    """The text of each file by its path, without the marker."""
    found = {str(p.relative_to(folder)): p.read_text() for p in folder.rglob("*") if p.is_file()}
    return {name: text for name, text in found.items() if name != MARKER}


def beside(site: Path) -> set[str]:
    return {path.name for path in site.parent.iterdir()} - {site.name, CACHE}


def failing(error: int) -> Callable[..., Any]:
    def fail(*arguments: object, **options: object) -> Any:
        raise OSError(error, os.strerror(error))

    return fail


def in_a_child(act: Callable[[], None]) -> str:
    """How `act` ended in a process of its own."""
    child = os.fork()
    if child == 0:
        code = 3
        try:
            act()
            code = 0
        except OSError:
            code = 4
        finally:
            os._exit(code)
    ends = {0: "succeeded", 4: "failed", NOT_REACHED: "not reached", -signal.SIGKILL: "killed"}
    return ends[os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])]


def at_steps(chosen: Container[int], fault: Callable[[], None]) -> Callable[[], bool]:
    """Has the chosen of this process's further steps in the file system fail, counted from 1; tells whether one was reached."""
    steps = itertools.count(1)
    reached = False

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal reached
        if event in STEPS and next(steps) in chosen:
            reached = True
            fault()

    sys.addaudithook(hook)
    return lambda: reached


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def run_out_of_space() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


# What a publication does


def test_a_new_tree_replaces_the_old_one(site: Path, either_exchange: str) -> None:
    build(site, NEW)
    assert files_in(site) == NEW
    assert beside(site) == set()


def test_the_first_publication_makes_the_site_and_the_folders_that_lead_to_it(tmp_path: Path) -> None:
    build(tmp_path / "deep" / "site", NEW)
    assert files_in(tmp_path / "deep" / "site") == NEW
    assert beside(tmp_path / "deep" / "site") == set()


def test_an_empty_folder_becomes_the_site(tmp_path: Path, either_exchange: str) -> None:
    (tmp_path / "site").mkdir()
    build(tmp_path / "site", NEW)
    assert files_in(tmp_path / "site") == NEW


def test_the_old_site_is_whole_while_the_new_one_is_built(site: Path) -> None:
    publication = begin(site)
    write(publication.staging, NEW)
    assert files_in(site) == OLD
    abandon(publication)


def test_an_abandoned_build_leaves_the_old_site_and_nothing_beside_it(site: Path) -> None:
    publication = begin(site)
    write(publication.staging, NEW)
    abandon(publication)
    assert files_in(site) == OLD
    assert beside(site) == set()


def test_abandoning_after_the_end_does_nothing_to_the_next_build(site: Path) -> None:
    first = begin(site)
    abandon(first)
    second = begin(site)
    abandon(first)
    assert second.staging.is_dir()
    abandon(second)


def test_a_relative_folder_is_the_one_below_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    build(Path("site"), NEW)
    assert files_in(tmp_path / "site") == NEW


def test_all_is_on_disk_before_the_exchange(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    monkeypatch.setattr(publish, "_sync", lambda folder: calls.append(f"sync {files_in(folder) == NEW}"))
    monkeypatch.setattr(publish, "_replace", lambda site, staging: calls.append("replace"))
    build(site, NEW)
    assert calls == ["sync True", "replace"]


def test_this_system_exchanges_in_one_step_or_says_that_it_cannot(tmp_path: Path) -> None:
    write(tmp_path / "one", OLD)
    write(tmp_path / "two", NEW)
    swapped = publish._swap(tmp_path / "one", tmp_path / "two")
    assert files_in(tmp_path / "one") == (NEW if swapped else OLD)
    assert files_in(tmp_path / "two") == (OLD if swapped else NEW)


def test_a_c_library_without_the_calls_is_enough(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "_LIBC", object())
    build(site, NEW)
    assert files_in(site) == NEW
    assert beside(site) == set()


def test_the_same_files_give_the_same_tree_under_another_umask(tmp_path: Path) -> None:
    modes = {}
    for umask in (0o022, 0o077):
        before = os.umask(umask)
        build(tmp_path / f"{umask:o}", NEW)
        os.umask(before)
        modes[umask] = stat.S_IMODE((tmp_path / f"{umask:o}").stat().st_mode)
    assert modes == {0o022: 0o755, 0o077: 0o700}
    assert (tmp_path / "22" / MARKER).read_bytes() == (tmp_path / "77" / MARKER).read_bytes()


def test_nothing_is_removed_through_a_link_in_the_old_tree(site: Path) -> None:
    write(site.parent / "elsewhere", {"kept.txt": "kept"})
    (site / "link").symlink_to(site.parent / "elsewhere")
    build(site, NEW)
    assert files_in(site) == NEW
    assert files_in(site.parent / "elsewhere") == {"kept.txt": "kept"}


def test_a_tree_without_a_file_is_never_published(site: Path) -> None:
    with pytest.raises(ValueError, match="nothing has been built"):
        exchange(begin(site))
    assert files_in(site) == OLD
    assert beside(site) == set()


# What it refuses


def test_two_builds_at_once_are_refused(site: Path) -> None:
    first = begin(site)
    with pytest.raises(Busy, match="another build"):
        begin(site)
    write(first.staging, NEW)
    exchange(first)
    assert files_in(site) == NEW


def test_a_build_in_another_process_is_noticed(site: Path) -> None:
    first = begin(site)

    def second() -> None:
        with pytest.raises(Busy):
            begin(site)

    assert in_a_child(second) == "succeeded"
    abandon(first)


def test_the_lock_of_a_dead_process_frees_itself(site: Path) -> None:
    def dying() -> None:
        write(begin(site).staging, NEW)
        die()

    assert in_a_child(dying) == "killed"
    assert beside(site) == {".site.factsheet-lock", ".site.factsheet-new"}
    build(site, NEW)
    assert files_in(site) == NEW
    assert beside(site) == set()


def test_a_lock_whose_file_was_removed_while_we_waited_is_not_taken_for_one(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = site.parent / ".site.factsheet-lock"
    flock = fcntl.flock
    tries: list[int] = []

    def late(lock: Any, operation: int) -> None:
        flock(lock, operation)
        tries.append(operation)
        if len(tries) == 1:
            path.unlink()

    monkeypatch.setattr(fcntl, "flock", late)
    publication = begin(site)
    assert len(tries) == 2
    assert os.path.samestat(path.stat(), os.fstat(publication.lock.fileno()))
    abandon(publication)


def test_a_link_is_refused(site: Path) -> None:
    (site.parent / "link").symlink_to(site)
    with pytest.raises(Refused, match="symbolic link"):
        begin(site.parent / "link")
    assert files_in(site) == OLD
    assert beside(site) == {"link"}


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("a file")
    with pytest.raises(Refused, match="not a folder"):
        begin(tmp_path / "site")
    assert (tmp_path / "site").read_text() == "a file"


@pytest.mark.parametrize("name", ["/", ".."])
def test_a_path_without_a_name_is_refused(name: str) -> None:
    with pytest.raises(Refused, match="not the name of a folder"):
        begin(Path(name))


def test_a_mount_point_is_refused(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path) == site)
    with pytest.raises(Refused, match="mount point"):
        begin(site)
    assert files_in(site) == OLD


@pytest.mark.parametrize("mounted", ["my site", "my site/assets"])
def test_a_folder_mounted_from_the_same_file_system_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mounted: str
) -> None:
    build(tmp_path / "my site", OLD)
    place = str(tmp_path.resolve() / mounted).replace(" ", r"\040")
    (tmp_path / "mountinfo").write_text(
        f"36 35 98:0 /a /b rw - ext3 /dev/x rw\n37 35 98:0 /a {place} rw - ext3 /dev/x rw\n"
    )
    monkeypatch.setattr(replaceable, "_MOUNTS", tmp_path / "mountinfo")
    with pytest.raises(Refused, match="mount point"):
        begin(tmp_path / "my site")
    assert files_in(tmp_path / "my site") == OLD


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    home = tmp_path / "home"
    write(home, {"index.html": "mine", "sitemap.xml": "mine", "letters/one.txt": "dear"})
    with pytest.raises(Refused, match="no build of factsheet has made"):
        begin(home)
    assert files_in(home) == {"index.html": "mine", "sitemap.xml": "mine", "letters/one.txt": "dear"}
    assert beside(home) == set()


@pytest.mark.parametrize("name", [".git/HEAD", ".htaccess"])
def test_a_hidden_file_that_no_build_has_made_is_never_removed(site: Path, name: str) -> None:
    write(site, {name: "mine"})
    with pytest.raises(Refused, match=repr(name.split("/")[0])):
        begin(site)
    assert files_in(site) == OLD | {name: "mine"}


def test_a_file_that_was_put_there_during_the_build_is_not_removed_either(site: Path) -> None:
    publication = begin(site)
    write(publication.staging, NEW)
    write(site, {".htaccess": "mine"})
    with pytest.raises(Refused, match="htaccess"):
        exchange(publication)
    assert files_in(site) == OLD | {".htaccess": "mine"}
    assert beside(site) == set()


def test_a_link_that_was_put_there_during_the_build_is_not_removed_either(tmp_path: Path) -> None:
    publication = begin(tmp_path / "site")
    write(publication.staging, NEW)
    write(tmp_path / "elsewhere", OLD)
    (tmp_path / "site").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Refused, match="symbolic link"):
        exchange(publication)
    assert files_in(tmp_path / "elsewhere") == OLD
    assert (tmp_path / "site").is_symlink()


def test_a_hidden_file_of_a_build_is_replaced_by_the_next(site: Path) -> None:
    build(site, NEW | {".well-known/security.txt": "one"})
    build(site, NEW | {".well-known/security.txt": "two"})
    assert files_in(site) == NEW | {".well-known/security.txt": "two"}


def test_what_a_desktop_leaves_in_every_folder_stops_nobody(site: Path) -> None:
    write(site, {".DS_Store": ""})
    build(site, NEW)
    assert files_in(site) == NEW


# What may go wrong


def test_a_parent_that_cannot_be_written_is_named(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "open", failing(errno.EACCES))
    with pytest.raises(PermissionError, match="cannot write here") as caught:
        begin(site)
    assert caught.value.filename == str(site.parent)
    assert files_in(site) == OLD


def test_a_full_disk_is_noticed_at_the_latest_before_the_exchange(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "_sync", failing(errno.ENOSPC))
    with pytest.raises(OSError, match="No space left") as caught:
        build(site, NEW)
    assert caught.value.errno == errno.ENOSPC
    assert files_in(site) == OLD
    assert beside(site) == set()


def test_a_full_disk_leaves_the_old_site(small_disk: Callable[[int], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    disk = small_disk(256 * 1024)
    site = disk / "site"
    build(site, OLD)
    if not disk.is_mount():
        monkeypatch.setattr(Path, "write_text", failing(errno.ENOSPC))
    with pytest.raises(OSError, match="No space left"):
        build(site, {f"{number}.html": "x" * 4096 for number in range(100)})
    monkeypatch.undo()
    assert files_in(site) == OLD
    build(site, NEW)
    assert files_in(site) == NEW


def test_an_exchange_that_fails_leaves_the_old_site(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "_swap", failing(errno.EIO))
    with pytest.raises(OSError, match="Input/output error"):
        build(site, NEW)
    assert files_in(site) == OLD
    assert beside(site) == set()


def test_an_old_tree_in_a_lower_layer_of_a_container_is_refused_in_words(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "_swap", failing(errno.EXDEV))
    with pytest.raises(Refused, match="cannot be renamed where it is"):
        build(site, NEW)
    assert files_in(site) == OLD
    assert beside(site) == set()


def test_an_old_tree_that_cannot_be_removed_is_left_to_the_next_build(
    site: Path, either_exchange: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    publication = begin(site)
    write(publication.staging, NEW)
    with monkeypatch.context() as failures:
        failures.setattr(os, "rmdir", failing(errno.EACCES))
        failures.setattr(os, "unlink", failing(errno.EACCES))
        exchange(publication)
    assert files_in(site) == NEW
    assert beside(site) == {".site.factsheet-lock", ".site.factsheet-new"}
    build(site, OLD)
    assert files_in(site) == OLD
    assert beside(site) == set()


def test_what_can_never_be_removed_is_named(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(site.parent / ".site.factsheet-new", {"index.html": "left"})
    monkeypatch.setattr("shutil.rmtree", failing(errno.EACCES))
    with pytest.raises(PermissionError, match="an earlier build has left") as caught:
        begin(site)
    assert caught.value.filename == str(site.parent / ".site.factsheet-new")
    assert files_in(site) == OLD


def test_a_tree_that_is_being_removed_is_never_called_old(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(site.parent / ".site.factsheet-old", OLD)
    monkeypatch.setattr("shutil.rmtree", failing(errno.EACCES))
    with pytest.raises(PermissionError):
        begin(site)
    assert beside(site) == {".site.factsheet-new"}


def test_a_build_killed_between_two_renames_has_its_old_tree_put_back(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.rename(site.parent / ".site.factsheet-old")
    write(site.parent / ".site.factsheet-new", NEW)
    abandon(begin(site))
    assert files_in(site) == OLD
    assert beside(site) == set()


def test_a_kept_tree_whose_successor_stands_is_removed(site: Path) -> None:
    write(site.parent / ".site.factsheet-old", NEW)
    abandon(begin(site))
    assert files_in(site) == OLD
    assert beside(site) == set()


def test_a_build_killed_at_any_step_leaves_the_old_site_or_the_new_one(site: Path, either_exchange: str) -> None:
    left = {tree for _, tree in stopped_at_each_step(site, lambda step: [step], die)}
    assert left == {"old", "new"} | ({"old kept"} if either_exchange == "two renames" else set())


def test_a_build_for_which_any_one_step_fails_leaves_the_old_site_or_succeeds(site: Path, either_exchange: str) -> None:
    left = stopped_at_each_step(site, lambda step: [step], run_out_of_space)
    assert set(left) == {("failed", "old"), ("succeeded", "new")}


def test_a_build_for_which_nothing_works_from_any_step_on_leaves_the_old_site_or_succeeds(
    site: Path, either_exchange: str
) -> None:
    left = set(stopped_at_each_step(site, lambda step: range(step, 10_000), run_out_of_space))
    kept = {("failed", "old kept")} if either_exchange == "two renames" else set()
    assert left == {("failed", "old"), ("succeeded", "new")} | kept


@pytest.mark.parametrize("fault", [die, run_out_of_space])
def test_a_build_that_makes_a_spare_tree_into_the_new_one_leaves_the_old_site_or_the_new_one(
    site: Path, either_exchange: str, fault: Callable[[], None]
) -> None:
    spare = site.parent / CACHE / "spare"
    build(site, NEW, spare)
    build(site, OLD, spare)
    left = {tree for _, tree in stopped_at_each_step(site, lambda step: [step], fault, spare)}
    assert {"old", "new"} <= left <= {"old", "new", "old kept"}


def test_the_old_tree_is_kept_and_made_into_the_one_after_the_next(site: Path, either_exchange: str) -> None:
    spare = site.parent / CACHE / "spare"
    build(site, NEW, spare)
    assert files_in(spare) == OLD
    kept = (spare / "entity").stat().st_ino
    build(site, OLD, spare)
    assert (files_in(site), (site / "entity").stat().st_ino) == (OLD, kept)
    assert files_in(spare) == NEW
    assert beside(site) == set()


def test_a_spare_tree_is_given_up_only_for_another_one(site: Path) -> None:
    spare = site.parent / CACHE / "spare"
    build(site, NEW, spare)
    abandon(begin(site, spare))
    assert files_in(spare) == OLD
    unused = begin(site, spare)
    write(unused.staging, OLD)
    exchange(unused)
    assert files_in(spare) == NEW


@pytest.mark.parametrize("is_link", [True, False])
def test_what_stands_in_the_place_of_the_spare_tree_and_is_none_is_never_taken(site: Path, is_link: bool) -> None:
    spare, elsewhere = site.parent / CACHE / "spare", site.parent / CACHE / "elsewhere"
    build(elsewhere if is_link else site, OLD)
    spare.parent.mkdir(exist_ok=True)
    if is_link:
        spare.symlink_to(elsewhere)
    else:
        write(spare, NEW)
    publication = take(begin(site, spare))
    assert publication.tree == publication.staging
    write(publication.staging, NEW)
    exchange(publication)
    assert (files_in(site), files_in(spare)) == (NEW, OLD)
    assert not spare.is_symlink()
    assert not is_link or files_in(elsewhere) == OLD


def test_where_no_old_tree_can_be_kept_it_is_removed(site: Path) -> None:
    (site.parent / CACHE).write_text("a file where a folder should be")
    build(site, NEW, site.parent / CACHE / "spare")
    assert files_in(site) == NEW
    assert beside(site) == set()


def stopped_at_each_step(
    site: Path, chosen: Callable[[int], Container[int]], fault: Callable[[], None], spare: Path | None = None
) -> Iterator[tuple[str, str]]:
    """How a build from OLD to NEW ended and what it left, for a fault at each of its steps; the next build mends all."""
    for step in itertools.count(1):
        end = in_a_child(partial(build_with, fault, chosen(step), site, spare))
        if end == "not reached":
            return
        yield end, what_is_left(site)
        abandon(begin(site))
        assert what_is_left(site) in {"old", "new"}
        assert beside(site) == set()
        build(site, NEW, spare)
        build(site, OLD, spare)
        assert what_is_left(site) == "old"


def build_with(fault: Callable[[], None], chosen: Container[int], site: Path, spare: Path | None) -> None:
    reached = at_steps(chosen, fault)
    build(site, NEW, spare)
    if not reached():
        os._exit(NOT_REACHED)


def what_is_left(site: Path) -> str:
    tree = site if site.exists() else site.parent / ".site.factsheet-old"
    files = files_in(tree)
    name = "old" if files == OLD else "new" if files == NEW else "a mixture"
    return name if tree is site else f"{name} kept"
