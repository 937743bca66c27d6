"""What is given back of what people shared."""
