"""投诉处理 on screen."""
