"""Rights over the data held about oneself, one file each."""
