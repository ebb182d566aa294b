"""The student privacy guard: what a file tells about students, in its text and beside it.

Free of Django, for a process with limits. It shows where something is, never what: digits and names
in its answers are masked. It is a guard, not a proof: `bench.detectors` says what it misses. The
readers of files are loaded by `scanning` alone: no process but that one needs them.
"""
