"""The command line: parse words, call the work, print. Errors go to stderr as one line, with exit code 2."""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Sequence

from answerable.cli.arguments import build_parser
from answerable.errors import AnswerableError
from answerable.forecasting.system_library import PACKAGES

__all__ = ["run"]

OK, FAILED, STOPPED = 0, 2, 130
# The matrices of forecasts are small: threads that share one wait for each other longer than they work (on two busy cores a
# forecast of days took 2.2 times as long, and 2.5 times the processor). Read when numpy is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
SHARED_LIBRARY = re.compile(r"(lib[\w.+-]+): cannot open shared object file")   # the dynamic linker's words (glibc)


def run(words: Sequence[str]) -> int:
    """Run one command. Returns the exit code: 0, 2 for an error that the user can mend, 130 when stopped."""
    arguments = build_parser().parse_args(words)
    try:
        return arguments.work(arguments) or OK
    except AnswerableError as error:
        print(f"answerable: {error.line()}", file=sys.stderr)
    except KeyboardInterrupt:
        print("answerable: stopped.", file=sys.stderr)
        return STOPPED
    except BrokenPipeError:
        # The reader of our output (head, less) has gone: nothing more to say.
        sys.stderr.close()
        return OK
    except ModuleNotFoundError as error:
        if (error.name or "answerable").startswith("answerable"):
            raise
        print(f"answerable: this needs a part that is not installed ({error.name}). Install the whole with "
              "`pip install .`; the core alone comes without the site, the charts and forecasting.", file=sys.stderr)
    except MemoryError:
        print("answerable: not enough memory. Close other programs, or load fewer files at once.", file=sys.stderr)
    except OSError as error:
        print(f"answerable: {_refusal(error)}", file=sys.stderr)
    except Exception as error:
        if type(error).__module__.lstrip("_").split(".")[0] != "duckdb":
            raise
        print(f"answerable: the records cannot be read or written: {str(error).splitlines()[0]}. Make room on the disk "
              "if it is full; `answerable doctor WORKSPACE` says what is damaged.", file=sys.stderr)
    return FAILED


def _refusal(error: OSError) -> str:
    """What the operating system refused, in one line with a remedy."""
    if missing := SHARED_LIBRARY.search(str(error)):
        return (f"a library of the operating system is missing: {missing[1]}. Have it installed: on Debian and Ubuntu "
                f"{PACKAGES.get(missing[1], 'the package that holds it')}; everything that does not need it works.")
    what = f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}."
    if error.errno in FULL:
        return f"there is no room on the disk ({what.rstrip('.')}). Make room, then do it again; nothing was changed."
    return f"{what} Check the name, the disk and the rights."
