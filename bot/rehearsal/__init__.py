"""A stand-in for Teams on loopback, and a made-up cast of people."""
