"""The steps from one version of the tables to the next, and how they are taken."""
