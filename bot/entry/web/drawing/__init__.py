"""Where the lines of a picture lie: pure functions from values to coordinates, without words and without looks."""
