"""The kernel: the part that is compiled. Each file may call those it imports; `run` is the door."""
