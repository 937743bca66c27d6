"""Actions: a file for each use of the system. Every action commits before answering."""
