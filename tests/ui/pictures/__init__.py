"""Pictures of the window: `studio` opens it and takes them, the other modules bring it to what is to be seen."""
