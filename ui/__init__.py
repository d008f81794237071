"""What people see: the window, its four tabs and the parts they are made of."""
