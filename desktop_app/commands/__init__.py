"""The headless commands, for the task scheduler, for checks and for people who script; ``known`` lists them all."""
