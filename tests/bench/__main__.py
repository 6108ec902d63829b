"""Print what the benchmarks measured. ``make bench`` runs this."""

from __future__ import annotations

from . import dumps


def main() -> None:
    """Run every benchmark."""
    dumps.main()


if __name__ == "__main__":
    main()
