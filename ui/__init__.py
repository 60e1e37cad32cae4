"""The explorer (Streamlit). Views lay out; what they show comes from the front door."""
