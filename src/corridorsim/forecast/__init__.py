"""What demand may become, and whether such forecasts came true: fitted to some years, compared with those after."""
