"""回访工作台: whom to call, how the call went, and what follows from it."""
