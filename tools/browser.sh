#!/bin/sh
# Makes sure that the browser tests have a real Chromium: found, installed where we may, or asked for in one line. Debian's
# chromium-headless-shell is Chromium without windows of its own: the tests take half the time with it.
[ -n "${ANSWERABLE_CHROMIUM:-}" ] && command -v "$ANSWERABLE_CHROMIUM" >/dev/null 2>&1 && exit 0
command -v chromium-headless-shell >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the browser tests ..."
    install() { apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1; }
    apt-get update -qq && { install chromium-headless-shell fonts-liberation || install chromium fonts-liberation; } && exit 0
fi
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
echo "The browser tests need Chromium: sudo apt-get install chromium-headless-shell (or chromium; or set ANSWERABLE_CHROMIUM to one)." >&2
exit 1
