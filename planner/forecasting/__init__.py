"""The forecast: when levels will be reached, with what probability."""
