"""Who held what, from when to when, and the shares of time that it was occupied or could be used."""
