"""The command line."""

import sys

from analystkit.evaluation.command import main

if __name__ == "__main__":
    sys.exit(main())
