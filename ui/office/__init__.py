"""Office screens beside the tabs: import, settings, people, backup."""
