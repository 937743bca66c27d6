"""The sharing bank's search: stems, what a search means, typing mistakes, and the order of what is found."""
