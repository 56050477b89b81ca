#!/bin/sh
# Makes sure that the browser tests have a real Chromium: found, installed where we may, or asked for in one line.
for name in "$ANSWERABLE_CHROMIUM" chromium chromium-browser google-chrome; do
    [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the browser tests ..."
    apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-liberation >/dev/null && exit 0
fi
echo "The browser tests need Chromium: sudo apt-get install chromium (or set ANSWERABLE_CHROMIUM to one)." >&2
exit 1
