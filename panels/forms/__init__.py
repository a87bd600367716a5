"""What the panel's pages let people type."""
