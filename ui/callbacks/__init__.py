"""回访工作台 on screen."""
