"""Articles a second, beside bare spaCy and the peers, in one run.

``python tests/benchmarks/speed.py ARTICLES [--jobs 2] [--repeats 5]`` is
``python -m analystkit.evaluation speed`` with the same words after it.
"""

from __future__ import annotations

import sys

from analystkit.evaluation import main

if __name__ == "__main__":
    sys.exit(main(["speed", *sys.argv[1:]]))
