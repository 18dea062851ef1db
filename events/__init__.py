"""The record: everything that can ever have happened in Kring, as types and nothing else."""
