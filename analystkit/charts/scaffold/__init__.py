"""What all charts share: style, counting, layout, drawing."""
