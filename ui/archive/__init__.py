"""客户档案 on screen."""
