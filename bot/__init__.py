"""The desk: commands, schedules and platforms around the newsroom in `briefings`."""
