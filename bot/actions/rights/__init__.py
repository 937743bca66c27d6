"""Rights over the data held about the speaker, a file each."""
