"""Quality and speed, on real data, with peers in the same run."""
