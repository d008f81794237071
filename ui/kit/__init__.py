"""Screen parts without any business word in them."""
