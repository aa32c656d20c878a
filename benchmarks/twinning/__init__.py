"""How well twin cities are found again."""
