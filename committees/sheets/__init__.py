"""Setting up many things at once: what a sheet of rows would do is planned, shown, and taken as one step."""
