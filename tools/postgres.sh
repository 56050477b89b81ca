#!/bin/sh
# Runs a command with a PostgreSQL of its own, started for it and gone with it: ANSWERABLE_DATABASE names it.
#   tools/postgres.sh python -m pytest tests/register
# PostgreSQL is found, installed where we may, or asked for in one line. The server does not run as root, so another account is
# used for it where we are root.
set -eu
found() {
    command -v initdb >/dev/null 2>&1 && command -v pg_ctl >/dev/null 2>&1 && dirname "$(command -v pg_ctl)" && return
    for folder in ${ANSWERABLE_POSTGRES:-} /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/local/pgsql/bin /opt/homebrew/opt/postgresql@*/bin; do
        [ -x "$folder/pg_ctl" ] && [ -x "$folder/initdb" ] && newest="$folder"
    done
    echo "${newest:-}"
}
BIN="$(found)"
if [ -z "$BIN" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing PostgreSQL for the tests of the register ..." >&2
    apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql >/dev/null
    BIN="$(found)"
fi
if [ -z "$BIN" ]; then
    echo "The tests of the register need PostgreSQL: sudo apt-get install postgresql (or set ANSWERABLE_POSTGRES to the folder of pg_ctl)." >&2
    exit 1
fi
FOLDER="$(mktemp -d)"
if [ "$(id -u)" = 0 ]; then
    OWNER=postgres
    id "$OWNER" >/dev/null 2>&1 || OWNER=nobody
    chown "$OWNER" "$FOLDER"
    as() { setpriv --reuid="$OWNER" --regid="$(id -g "$OWNER")" --clear-groups env HOME="$FOLDER" "$@"; }
else
    as() { "$@"; }
fi
stop() { as "$BIN/pg_ctl" -D "$FOLDER/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$FOLDER"; }
trap stop EXIT
trap 'exit 130' INT TERM
# Nothing needs to outlast the command, so nothing waits for the disk. It listens on a socket in its own folder alone.
(cd "$FOLDER" && as "$BIN/initdb" -D "$FOLDER/data" -U answerable -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$FOLDER/log" 2>&1 &&
    as "$BIN/pg_ctl" -D "$FOLDER/data" -w -l "$FOLDER/server.log" -o "-k $FOLDER -c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60" start >>"$FOLDER/log" 2>&1) ||
    { echo "PostgreSQL does not start:" >&2; cat "$FOLDER/log" "$FOLDER/server.log" >&2 2>/dev/null; exit 1; }
ANSWERABLE_DATABASE="postgresql://answerable@/postgres?host=$FOLDER"
export ANSWERABLE_DATABASE
"$@"
