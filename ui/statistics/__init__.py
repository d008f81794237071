"""统计报表 on screen."""
