"""Servers that run models: their addresses, and the official client with which they are asked."""
