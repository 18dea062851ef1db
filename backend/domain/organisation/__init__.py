"""The rules of an organisation: its units, its people, its administrators and its tokens."""
