"""The rules of a person as such: they can be forgotten, once."""
