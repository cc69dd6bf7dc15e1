"""What the explorers share: filters, table, charts, reader."""
