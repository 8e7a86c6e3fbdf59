"""What HTTP asks of every answer, whatever it is about; `layers` says in which order."""
