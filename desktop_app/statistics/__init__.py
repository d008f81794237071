"""统计报表: reports as data, taken from the records."""
