"""The house's tools: they make a fresh checkout ready with Python's standard library alone."""
