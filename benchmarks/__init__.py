"""Side by side against named peers and floors: ratios of one run, never bare times."""
