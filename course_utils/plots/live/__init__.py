"""Everything live: `controls`, and what is built of them: `playgrounds` and `panels`."""
