"""The rules of a person as such: how they want to be reminded, and that they can be forgotten, once."""
