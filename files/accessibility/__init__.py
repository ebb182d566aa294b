"""Whether everybody can read a file: what is checked of each kind. Free of Django but for `words`.

The checks are those that a program can make, after WCAG 2.2, PDF/UA and the checkers of office
programs. A file that passes may still be hard to read; one that fails is.
The readers of files are loaded by `examining` alone: no process but that one needs them.
"""
