"""The edges: Teams, time, the database and the command line meet the practice here."""
