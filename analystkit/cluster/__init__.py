"""The same steps on Dask, for more articles than one machine reads in a night.

`run` reads a data set partition by partition and writes a Parquet data set parted alike, `summary`
makes of that the tables which charts and explorers take, `estimate` says beforehand what it will
cost.  Needs the extra: ``pip install "analystkit[cluster]"``.
"""

from analystkit.cluster.estimating import estimate
from analystkit.cluster.running import run
from analystkit.cluster.summing import Summary, summary

__all__ = ["Summary", "estimate", "run", "summary"]
