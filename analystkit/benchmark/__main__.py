"""The command line."""

import sys

from analystkit.benchmark.command import main

if __name__ == "__main__":
    sys.exit(main())
