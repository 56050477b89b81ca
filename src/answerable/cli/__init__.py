"""The command line: parse words, call the work, print. Errors go to stderr as one line, with exit code 2."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from answerable.cli.arguments import build_parser
from answerable.errors import AnswerableError

__all__ = ["run"]

OK, FAILED, STOPPED = 0, 2, 130


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
              "`pip install .`; the core alone comes without the site and the charts.", file=sys.stderr)
    except MemoryError:
        print("answerable: not enough memory. Close other programs, or load fewer files at once.", file=sys.stderr)
    except OSError as error:
        print(f"answerable: {error.strerror or error}{f': {error.filename}' if error.filename else ''}. "
              "Check the disk and the rights.", file=sys.stderr)
    return FAILED
