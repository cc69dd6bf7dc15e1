"""The command line under its former name."""

import sys

from analystkit.evaluation import main

if __name__ == "__main__":
    sys.exit(main())
