"""Tables to files: CSV, Excel, JSON Lines and Parquet."""

from analystkit.export.cells import as_arrow
from analystkit.export.write import export

__all__ = ["as_arrow", "export"]
