"""The exchange of a finished site for the one that is there.

    begin      takes the lock, refuses a folder that is not ours to replace, mends what a killed run left, makes an empty folder
    take       brings a spare tree, if there is one, to be made into the new one: most of its folders and files can stay
    (the site is built into that tree, or into the empty folder, beside the old one)
    exchange   writes all to disk, puts the new tree in the place of the old one in one step, and keeps that as the next spare one
    abandon    removes the unfinished tree; the old one was never touched

For a site called `site`, these stand beside it while a build runs, and none afterwards:

    .site.factsheet-lock   locked by the running build; the lock of a dead process frees itself
    .site.factsheet-new    the tree being built; after the exchange the old tree, being removed
    .site.factsheet-spare  a spare tree that is being made into the new one
    .site.factsheet-old    the whole old tree, between two renames, where the system cannot exchange folders in one step
"""

import ctypes
import errno
import fcntl
import os
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from io import FileIO
from pathlib import Path

from factsheet.replaceable import Refused, is_marked, mark, refuse_foreign, refuse_place

_LIBC = ctypes.CDLL(None, use_errno=True)
_AT_FDCWD = -100  # linux/fcntl.h
_RENAME_EXCHANGE = 2  # linux/fs.h
_RENAME_SWAP = 2  # sys/stdio.h of macOS
# EPERM: what some sandboxes answer to a call they do not know.
_CANNOT_SWAP = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM}


class Busy(Refused):
    """A folder that another living build is about to replace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A site under way, from `begin` to `exchange` or `abandon`.

    `staging` is a folder to build into: empty at first, on the file system of `site`. `tree` is what will be published: that
    folder, or a spare tree. `spare` is where a tree is kept for the next build, if anywhere.
    """

    site: Path
    staging: Path
    tree: Path
    lock: FileIO
    spare: Path | None = None


def begin(site: Path, spare: Path | None = None) -> Publication:
    """A publication of `site`, which need not exist yet. Nobody but its builds touches `spare`.

    Raises `Busy` or `Refused`, or the OSError of a full disk or a missing permission; the site is then as it was.
    """
    site = site.absolute()
    refuse_place(site)
    lock = _locked(site)
    staging = _beside(site, "new")
    publication = Publication(site=site, staging=staging, tree=staging, lock=lock, spare=spare)
    try:
        refuse_foreign(site)
        _mend(site)
        publication.staging.mkdir()
    except BaseException:
        _release(publication)
        raise
    return publication


def take(publication: Publication) -> Publication:
    """The publication with the spare tree, which holds an earlier site; as it was where there is none on this file system.

    Files of a spare tree may be files of the site too: they are exchanged for others, and never written into.
    """
    spare, tree = publication.spare, _beside(publication.site, "spare")
    if not spare or not is_spare(spare):
        return publication
    try:
        spare.rename(tree)
    except OSError:
        return publication
    return replace(publication, tree=tree)


def is_spare(folder: Path) -> bool:
    """Whether a build of ours has kept a tree there. What else stands there may be sent by anybody, and lead anywhere."""
    return not folder.is_symlink() and is_marked(folder)


def exchange(publication: Publication) -> None:
    """Puts the finished tree in the place of the old one and ends the publication.

    If it raises, the site is the old one, whole. An old tree that can neither be kept nor removed is left to the next run.
    """
    try:
        mark(publication.tree)
        _sync(publication.tree)
        refuse_place(publication.site)
        refuse_foreign(publication.site)
        _replace(publication.site, publication.tree)
        _keep(publication)
    finally:
        abandon(publication)


def abandon(publication: Publication) -> None:
    """Ends a publication without touching the site; does nothing to one that has ended."""
    if publication.lock.closed:
        return
    try:
        for tree in {publication.staging, publication.tree}:
            shutil.rmtree(tree, ignore_errors=True)
    finally:
        _release(publication)


def _beside(site: Path, role: str) -> Path:
    """A hidden sibling of the site; its name carries ours, so that no folder of anybody else is ever taken for it."""
    return site.with_name(f".{site.name}.factsheet-{role}")


# The lock


def _locked(site: Path) -> FileIO:
    """The lock of a site, held; `Busy` if another process or publication holds it."""
    path = _beside(site, "lock")
    while True:
        lock = _opened(path)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # The holder removes the file before it lets go: a lock on a removed file is no lock.
            if _is_at(lock, path):
                return lock
        except BlockingIOError:
            lock.close()
            raise Busy(f"another build of {site} is running: wait for its end") from None
        except BaseException:
            lock.close()
            raise
        lock.close()


def _opened(path: Path) -> FileIO:
    """The lock file, made if need be with the folders that lead to it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return FileIO(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666), "r+")
    except OSError as error:
        reason = f"cannot write here, where the new site is built beside the old one ({error.strerror})"
        raise OSError(error.errno, reason, str(path.parent)) from error


def _is_at(lock: FileIO, path: Path) -> bool:
    """True if an open file still has its path."""
    try:
        return os.path.samestat(os.fstat(lock.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _release(publication: Publication) -> None:
    """Removes the lock file, then lets the lock go."""
    with publication.lock, suppress(OSError):
        _beside(publication.site, "lock").unlink()


# What a killed run has left


def _mend(site: Path) -> None:
    """Puts back an old tree that was kept, and removes all else that an earlier run left beside the site."""
    staging, kept = _beside(site, "new"), _beside(site, "old")
    _remove(staging)
    _remove(_beside(site, "spare"))
    _put_back(site)
    if kept.exists():
        # A tree called old is always whole: one that is being removed is called new.
        kept.rename(staging)
        _remove(staging)


def _put_back(site: Path) -> None:
    """Gives a kept old tree its name again if the site is missing or empty."""
    kept = _beside(site, "old")
    if kept.is_dir() and not (site.exists() and any(site.iterdir())):
        kept.rename(site)


def _remove(path: Path) -> None:
    """Removes a tree, a file or a link, or nothing; follows no link."""
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        reason = f"cannot remove what an earlier build has left here ({error.strerror})"
        raise OSError(error.errno, reason, str(path)) from error


# The exchange


def _keep(publication: Publication) -> None:
    """Keeps the old tree, which has the name of the new one now, for the next build; where that fails, it is removed."""
    spare = publication.spare
    with suppress(OSError):
        if spare and publication.tree.is_dir():
            _remove(spare)
            spare.parent.mkdir(exist_ok=True)
            publication.tree.rename(spare)


def _sync(folder: Path) -> None:
    """Has the file system of a folder write to disk what it still holds in memory; errors of earlier writes show here."""
    if not hasattr(_LIBC, "syncfs"):
        os.sync()
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        if _LIBC.syncfs(handle) != 0:
            number = ctypes.get_errno()
            if number != errno.ENOSYS:
                raise OSError(number, os.strerror(number), str(folder))
            os.sync()
    finally:
        os.close(handle)


def _replace(site: Path, staging: Path) -> None:
    """Gives the new tree the name of the site; the old tree, if any, then has the name of the new one."""
    try:
        if not site.exists():
            staging.rename(site)
        elif not _swap(staging, site):
            _rename_twice(site, staging)
    except OSError as error:
        if error.errno == errno.EXDEV:
            raise Refused(
                f"{site} cannot be renamed where it is (a layer of a container?): delete it, then build"
            ) from error
        raise


def _swap(new: Path, old: Path) -> bool:
    """True after two folders have exchanged their names in one step, False where system or file system cannot do that."""
    try:
        if sys.platform == "darwin":
            failed = _LIBC.renamex_np(os.fsencode(new), os.fsencode(old), _RENAME_SWAP)
        else:
            failed = _LIBC.renameat2(_AT_FDCWD, os.fsencode(new), _AT_FDCWD, os.fsencode(old), _RENAME_EXCHANGE)
    except AttributeError:
        return False
    if not failed:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT_SWAP:
        return False
    raise OSError(number, os.strerror(number), str(new), None, str(old))


def _rename_twice(site: Path, staging: Path) -> None:
    """The exchange in two steps; a run killed between them leaves the old tree for the next run to put back."""
    kept = _beside(site, "old")
    try:
        site.rename(kept)
        staging.rename(site)
    except BaseException:
        _put_back(site)
        raise
    with suppress(OSError):
        kept.rename(staging)
