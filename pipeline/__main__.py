"""Run ``python -m pipeline``, the same as ``khubnd``."""

from pipeline.cli import main

if __name__ == "__main__":
    main()
