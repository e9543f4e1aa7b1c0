"""Fetch files from the first mirror that has them right, in bounded time when there is none.

A mirror is a folder on the web and the files it holds. All are asked at once for the beginning
of their first file; one after the other, as they answer, pooch downloads from them. It knows no
mirrors and no limit on looking up a name, so choosing one is done here: a machine without
network, behind a wall that drops every packet, or before a server that accepts and then says
nothing waits `patience` seconds and no longer.
"""

import os
import queue
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from course_utils.data._files import DataError

Mirror = tuple[str, tuple[str, ...]]  # "https://host/folder/", names of the files


def fetch(
    mirrors: Sequence[Mirror], checksums: Mapping[str, str], folder: Path, patience: float
) -> None:
    """Put the files of one mirror into the folder, when all are complete and verified.

    Args:
        mirrors: where to look.
        checksums: file name -> SHA-256 in hex.
        folder: made if need be. Files arrive in a temporary folder in it and are moved at the end.
        patience: seconds until a mirror must have sent its first bytes, and the longest silence
            during a download.

    Raises:
        DataError: no mirror answered in time, or none had the files right; one line.
    """
    answers: queue.Queue[tuple[Mirror, str]] = queue.Queue()
    for mirror in mirrors:
        threading.Thread(target=_probe, args=(mirror, patience, answers), daemon=True).start()
    deadline, failures = time.monotonic() + patience, []
    for _ in mirrors:
        try:
            mirror, problem = answers.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            failures.append(f"no answer within {patience:g} s")
            break
        problem = problem or _download(mirror, checksums, folder, patience)
        if not problem:
            return
        failures.append(f"{_host(mirror)}: {problem}")
    raise DataError(f"nothing could be downloaded ({'; '.join(failures)})")


def _probe(mirror: Mirror, patience: float, answers: "queue.Queue[tuple[Mirror, str]]") -> None:
    """Ask for the first bytes, and queue the mirror with "" or what went wrong.

    In a thread of its own: a name server that does not answer cannot be timed out otherwise.
    """
    import requests

    base, names = mirror
    try:
        with requests.get(base + names[0], stream=True, timeout=patience) as response:
            response.raise_for_status()
            next(response.iter_content(1), None)
        answers.put((mirror, ""))
    except Exception as error:
        answers.put((mirror, _reason(error)))


def _download(mirror: Mirror, checksums: Mapping[str, str], folder: Path, patience: float) -> str:
    """Download every file of the mirror; "" or what went wrong."""
    import pooch

    base, names = mirror
    pooch.get_logger().setLevel("ERROR")  # the progress bar says enough
    downloader = pooch.HTTPDownloader(progressbar=True, timeout=patience, chunk_size=1 << 16)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as part:
            for name in names:
                known = f"sha256:{checksums[name]}"
                pooch.retrieve(base + name, known, name, part, downloader=downloader)
            for name in names:
                os.replace(Path(part, name), folder / name)
    except ValueError:  # pooch's word for another checksum
        return "another file than the published one"
    except OSError as error:  # requests' errors are OSErrors too
        return _reason(error)
    return ""


def _host(mirror: Mirror) -> str:
    return mirror[0].split("/")[2]


def _reason(error: Exception) -> str:
    response = getattr(error, "response", None)
    if response is not None:
        return f"status {response.status_code}"
    return getattr(error, "strerror", None) or type(error).__name__
