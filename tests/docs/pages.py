"""Reading the pages of the documentation, and doing what their blocks say.

A block whose first line is ```console holds commands, each after "$ ", with what they print below them; a line of
three points stands for any lines, three points within a line for anything. A block with file=NAME after its language
is a file that the reader saves under that name.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from answerable.cli import run

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
LONGEST_COMMAND_SECONDS = 300


@dataclass(frozen=True)
class Block:
    """A fenced block. language: the first word after the fence; file: the name given with file=, or None."""

    language: str
    text: str
    file: str | None


@dataclass
class Command:
    """A command and the lines that the page says it prints; none where the page says nothing."""

    text: str
    printed: list[str] = field(default_factory=list)


def page_files() -> list[Path]:
    """Every Markdown file of the repository that is kept in it."""
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"], cwd=ROOT,
                            capture_output=True, text=True, check=True)
    return [ROOT / name for name in sorted(set(listed.stdout.splitlines())) if (ROOT / name).is_file()]


def blocks(text: str) -> Iterator[Block]:
    """The fenced blocks of a page, in order."""
    for match in FENCE.finditer(text):
        language, *rest = match["info"].split() or [""]
        names = [word.removeprefix("file=") for word in rest if word.startswith("file=")]
        yield Block(language, match["text"], names[0] if names else None)


def commands(block: Block) -> list[Command]:
    """The commands of a console block."""
    found: list[Command] = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            found.append(Command(line.removeprefix("$ ")))
        else:
            found[-1].printed.append(line)
    return found


def follow(page: Path, folder: Path) -> None:
    """Do everything that a page says, in a folder. Raises AssertionError where a command prints something else."""
    for block in blocks(page.read_text(encoding="utf-8")):
        if block.file is not None:
            target = folder / block.file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.text, encoding="utf-8")
        elif block.language == "console":
            for command in commands(block):
                _follow(command, page, folder)


def _follow(command: Command, page: Path, folder: Path) -> None:
    if command.text.startswith("answerable serve"):
        _serve(command.text, folder)
        return
    code, out, errors = _answerable(command.text, folder) if command.text.startswith("answerable ") \
        else _shell(command.text, folder)
    said = f"{page.relative_to(ROOT)}: {command.text}\n{out}{errors}"
    # A page may show an error on purpose: what it prints is then on the error output.
    # Damage that was looked for and found (code 1) is what was asked.
    printed = out if code in (0, 1) and out else errors
    if command.printed:
        expected = "".join(_pattern(line) for line in command.printed)
        shown = "\n".join(command.printed)
        assert re.fullmatch(expected, printed.rstrip("\n") + "\n"), f"{said}\nBut the page says:\n{shown}"
    else:
        assert code == 0, said


def _answerable(text: str, folder: Path) -> tuple[int, str, str]:
    """(exit code, output, error output) of a command, run here: a process for each would take most of the time."""
    out, errors = io.StringIO(), io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
        code = run(shlex.split(text)[1:])
    return code, out.getvalue(), errors.getvalue()


def _shell(text: str, folder: Path) -> tuple[int, str, str]:
    done = subprocess.run(["bash", "-c", text], cwd=folder, env=_environment(folder), capture_output=True, text=True,
                          timeout=LONGEST_COMMAND_SECONDS)
    return done.returncode, done.stdout, done.stderr


def _pattern(line: str) -> str:
    if line.strip() == "...":
        return "(?:[^\n]*\n)*?"
    return re.escape(line.rstrip()).replace(re.escape("..."), "[^\n]*") + "[ ]*\n"


def _serve(text: str, folder: Path) -> None:
    """Start the site at a free port, and stop it when it has said where it is."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(["bash", "-c", f"exec {text} --port {port}"], cwd=folder, env=_environment(folder),
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert server.stdout is not None
    said = server.stdout.readline()
    server.terminate()
    server.communicate(timeout=LONGEST_COMMAND_SECONDS)
    assert f"http://127.0.0.1:{port}" in said, said


def _environment(folder: Path) -> dict[str, str]:
    """The commands `answerable` and `python` are those of the running Python, installed or not."""
    own = folder / ".bin"
    if not own.exists():
        own.mkdir()
        for name, words in (("answerable", "-m answerable"), ("python", "")):
            script = own / name
            script.write_text(f'#!/bin/sh\nexec "{sys.executable}" {words} "$@"\n', encoding="utf-8")
            script.chmod(script.stat().st_mode | stat.S_IXUSR)
    path = os.pathsep.join([str(own), os.environ.get("PATH", "")])
    source = os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH")]))
    return os.environ | {"PATH": path, "PYTHONPATH": source, "PYTHONIOENCODING": "utf-8"}


def with_the_tutorials_file(folder: Path) -> Path:
    """Put the sixteen calls where the pages name them."""
    target = folder / "docs" / "tutorial"
    target.mkdir(parents=True)
    shutil.copy(DOCS / "tutorial" / "calls-2026-09.csv", target)
    return folder
