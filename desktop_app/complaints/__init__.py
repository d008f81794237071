"""投诉处理: complaint cases, their steps, clocks and promises."""
