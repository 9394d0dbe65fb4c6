"""Documents and pictures from plain data: what comes in is worded already, what goes out are bytes."""
