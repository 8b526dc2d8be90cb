"""Bring the catalogues up to date with the code, and compile them: `python -m xlperf.languages`. Needs Babel.

What is new comes in without a translation, and is told; what nobody says any more goes.
"""

from xlperf.languages.catalogue import COMPILED, SOURCE, compiled, read, texts, written


def main() -> None:
    """Write `en.po` and `en.mo`, and tell what has no translation yet."""
    told = texts()
    known = read()
    SOURCE.write_bytes(written({text: (known.get(text, ""), where) for text, where in told.items()}))
    COMPILED.write_bytes(compiled())
    for text, where in told.items():
        if not known.get(text):
            print(f"{where}: {text}")


if __name__ == "__main__":
    main()
