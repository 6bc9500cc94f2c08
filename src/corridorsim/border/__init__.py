"""The border crossing in depth: what its stages did, how long trains waited there, and the least it takes."""
