"""What the search for traces needs: people with known answers, and ways to write an answer."""
