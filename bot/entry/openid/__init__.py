"""What Teams' requests and people's sign-in share: an issuer's document and keys, over secret connections."""
