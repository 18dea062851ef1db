"""The rules of a group: who belongs to it, what it agreed, when it meets."""
