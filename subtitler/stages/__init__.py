"""The craft: functions from values to values, without paths, clocks or settings."""
