"""客户档案: one car, one file."""
