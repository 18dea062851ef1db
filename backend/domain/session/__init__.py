"""The rules of a meeting: its procedure, the choice of a case, and who may say what when."""
