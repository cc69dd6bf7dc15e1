"""Seconds of the public functions on the sample coverage, beside bare spaCy and TextBlob, in turns.

The same as ``python -m analystkit.evaluation bench --only speed``.
"""

import sys

from analystkit.evaluation import main

if __name__ == "__main__":
    sys.exit(main(["bench", "--only", "speed"]))
