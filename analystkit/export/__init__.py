"""Tables to files: CSV, Excel, JSON Lines and Parquet."""

from analystkit.export.write import export

__all__ = ["export"]
