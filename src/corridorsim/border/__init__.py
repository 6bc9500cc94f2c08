"""The border crossing in depth: the use of its stages, the waits of trains, and its limiting stage."""
