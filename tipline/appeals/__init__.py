"""What the public is asked, and by which post a reporter came."""
