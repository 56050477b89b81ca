#!/bin/sh
# Makes sure that the system has what LightGBM is linked to: found, installed where we may, or asked for in one line.
PYTHON="${1:-python3}"
"$PYTHON" -c 'import ctypes, sys
sys.platform.startswith("linux") and ctypes.CDLL("libgomp.so.1")' 2>/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing libgomp1, which LightGBM needs ..."
    apt-get update -qq && apt-get install -y -qq --no-install-recommends libgomp1 >/dev/null && exit 0
fi
echo "Forecasting by the half-hour needs the library libgomp: sudo apt-get install libgomp1." >&2
exit 1
