"""What people, groups and the municipality try, and needs of support."""
